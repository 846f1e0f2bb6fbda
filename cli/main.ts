/** The command line: names, arguments and help; each command's work is in commands/<verb>.ts and loaded when called. */

import { Command, CommanderError, Option } from 'commander'
import { programVersion } from '../src/knowledge/project.ts'
import { asFault, type Fault } from '../src/types/fault.ts'

/** Faults of the command line's own making: wrong usage or a broken configuration. */
const usageFaults = new Set<Fault['code']>(['config-invalid', 'knowledge-invalid', 'usage'])

function exitCodeOf(fault: Fault): number {
  return usageFaults.has(fault.code) ? 2 : 1
}

/** Runs one command: its number is the exit code; a fault becomes a sentence on stderr, never a stack trace. */
async function finish(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    const fault = asFault(error)
    process.stderr.write(`detour: ${fault.message}\n`)
    if (fault.code === 'internal' && process.env.DETOUR_DEBUG !== undefined)
      process.stderr.write(`${(error as Error).stack}\n`)
    process.exitCode = exitCodeOf(fault)
  }
}

/** A command's module: its `command` takes the arguments and commander's options, and gives the exit code. */
type Load = () => Promise<{ readonly command: (args: readonly string[], options: never) => Promise<number> }>

const program = new Command('detour')
  .description(
    'Reads tech news in many languages and tells analysts, with quotations, when somebody gets round chip export rules.',
  )
  .version(programVersion())
  .option('--config <file>', 'settings to use instead of ./detour.yaml')
  .showHelpAfterError('(run with --help to see what this command takes)')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'detour: ')) })

function add(signature: string, description: string, examples: readonly string[], load: Load): Command {
  const command = program.command(signature).description(description)
  if (examples.length > 0)
    command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
  command.action(async (...given: unknown[]) => {
    const self = given.at(-1) as Command
    await finish(async () =>
      (await load()).command(self.args, {
        ...(self.opts() as object),
        config: (program.opts() as { config?: string }).config ?? null,
      } as never),
    )
  })
  return command
}

const json = new Option('--json', 'print JSON instead of a table')
const jsonl = new Option('--jsonl', 'JSON lines on standard input, JSON lines out')

add(
  'demo',
  'the whole way on bundled sample feeds, without any network',
  ['detour demo'],
  () => import('./commands/demo.ts'),
)
add(
  'init',
  'write a commented detour.yaml and the data folder',
  ['detour init', 'detour init --dir /srv/detour'],
  () => import('./commands/init.ts'),
)
  .option('--dir <folder>', 'folder for detour.yaml', '.')
  .option('--force', 'write over an existing detour.yaml')
add(
  'run',
  'the daemon: polls feeds and works until stopped',
  ['detour run', 'detour run --config /etc/detour.yaml'],
  () => import('./commands/run.ts'),
)
add(
  'worker',
  'a worker process alone, for more machines (needs DATABASE_URL and REDIS_URL, and a "detour run" somewhere)',
  ['detour worker', 'detour worker --tasks analyse-page --concurrency 2'],
  () => import('./commands/worker.ts'),
)
  .option('--tasks <kinds>', 'what it works, with commas between; all of them unless told')
  .option('--concurrency <count>', 'tasks of each kind worked side by side (default: work.concurrency)')
add(
  'once',
  'poll what is due, work until nothing is left, exit',
  ['detour once', 'detour once --json'],
  () => import('./commands/once.ts'),
).addOption(json)
add(
  'feeds <action> [target]',
  'the feeds watched, and how each is doing: list, add URL, remove URL|ID, check URL, import FILE.opml, export',
  [
    'detour feeds list',
    'detour feeds add https://example.org/rss --outlet "Example" --lang fr',
    'detour feeds check https://example.org/rss',
  ],
  () => import('./commands/feeds.ts'),
)
  .addOption(json)
  .option('--outlet <name>', 'add: who publishes it')
  .option('--lang <tag>', 'add: its language, such as fr')
add(
  'analyze [files...]',
  'articles in, analysis records out; no store, no network',
  ['detour analyze article.txt', 'detour analyze --jsonl < articles.jsonl'],
  () => import('./commands/analyze.ts'),
).addOption(jsonl)
add(
  'explain <target>',
  "each step's output for one article (a file, or the address of a stored one), with the rule behind it",
  ['detour explain article.txt', 'detour explain https://example.org/story'],
  () => import('./commands/explain.ts'),
)
add(
  'findings',
  'what was found, newest first',
  ['detour findings --label circumvention --since 2025-01-01', 'detour findings --lang fr --company bytedance --json'],
  () => import('./commands/findings.ts'),
)
  .addOption(json)
  .option('--since <date>', 'published or first seen on this day or later (YYYY-MM-DD)')
  .option('--until <date>', 'published or first seen on this day or earlier (YYYY-MM-DD)')
  .option('--lang <tag>', 'language of the article')
  .option('--company <id>', 'a company named, by id or name')
  .option('--chip <id>', 'a chip named, by id')
  .option('--region <code>', 'a region named, such as MY')
  .option('--route <route>', 'a route reported')
  .option('--label <label>', 'circumvention, related or unrelated')
  .option('--min-score <score>', 'least probability of circumvention, 0 to 1')
  .option('--limit <count>', 'most findings shown', '50')
add(
  'judge [finding] [verdict]',
  'say whether a finding (its id, or the address of its article) is right: yes, no or unsure; kept with who and when',
  [
    'detour judge 3f2a9c41d07b yes',
    'detour judge https://example.org/story no --value related --note "only new rules"',
    'detour judge 3f2a9c41d07b no --field routes --value smuggling,front-company',
    'detour judge --list',
    'detour judge --export judged.jsonl',
  ],
  () => import('./commands/judge.ts'),
)
  .option('--field <field>', 'what is judged: label, routes, posture or denied (default: label)')
  .option('--value <value>', 'no: what is right instead; several routes with commas between, or none')
  .option('--note <text>', 'why, in a few words')
  .option('--by <name>', 'who judges (default: your login name)')
  .option('--list', 'every judgement, latest first, and which of them count')
  .addOption(json)
  .option('--export <file>', 'write the articles whose label was judged as labelled articles, one a line')
add(
  'stories [verb] [id]',
  'affairs told by one or more articles, latest first; show ID: one of them whole, with the reason for each joining',
  ['detour stories', 'detour stories --region MY --since 2025-01-01', 'detour stories show s0123456789ab'],
  () => import('./commands/stories.ts'),
)
  .addOption(json)
  .option('--since <date>', 'seen on this day or later (YYYY-MM-DD)')
  .option('--until <date>', 'first seen on this day or earlier (YYYY-MM-DD)')
  .option('--lang <tag>', 'told in this language')
  .option('--company <id>', 'a company named, by id or name')
  .option('--chip <id>', 'a chip named, by id or name')
  .option('--region <code>', 'a region named, such as MY')
  .option('--route <route>', 'a route reported')
  .option('--limit <count>', 'most stories looked at', '50')
add(
  'search <words...>',
  'stored articles by the words in them, in any language; those with them in the title first, then the newest',
  [
    'detour search nvidia smuggl           # words may go on: smuggled, smuggling',
    'detour search "英伟达 走私" --language zh',
    `detour search '"front company" H100' --json   # in quotation marks: as it stands`,
  ],
  () => import('./commands/search.ts'),
)
  .addOption(json)
  .option('--lang, --language <tag>', 'language of the article, such as fr; zh for both of its scripts')
  .option('--since <date>', 'published or first seen on this day or later (YYYY-MM-DD)')
  .option('--until <date>', 'published or first seen on this day or earlier (YYYY-MM-DD)')
  .option('--limit <count>', 'most articles shown', '20')
add(
  'store <action>',
  'copy: move everything to another database; the target must be empty, the source stays as it is',
  [
    'detour store copy --from ./detour-data --to env:DATABASE_URL',
    'detour store copy --from postgres://detour@db.example.org/detour --to ./detour-data',
  ],
  () => import('./commands/store.ts'),
)
  .addOption(json)
  .option('--from <place>', 'a data folder, a postgres:// address, or env:NAME')
  .option('--to <place>', 'the same')
add(
  'alerts <verb> [target]',
  'who is told of what: rules; test [DESTINATION]; list; show KEY; retry [KEY] (what is in quarantine)',
  [
    'detour alerts rules',
    'detour alerts test desk',
    'detour alerts list --state quarantined',
    'detour alerts show s0123456789ab.2.desk',
  ],
  () => import('./commands/alerts.ts'),
)
  .addOption(json)
  .option('--state <state>', 'list: due, sent, quarantined or dropped')
  .option('--destination <name>', 'list: what was told to one destination')
  .option('--limit <count>', 'list: most notices shown', '50')
add(
  'digest',
  "a week's digest, in each format asked for",
  [
    'detour digest --week current --format markdown',
    'detour digest --week 2026-W47 --out ./digests',
    'detour digest --format html,csv --lang fr --out .',
  ],
  () => import('./commands/digest.ts'),
)
  .option('--week <week>', 'such as 2026-W47; last (the last whole one) or current', 'last')
  .option('--format <names>', 'markdown, html, json, csv, with commas between; one alone goes to standard output')
  .option('--out <folder>', 'where the files go (digests/ in the data folder)')
  .option('--lang <tag>', 'language of the wording')
add(
  'read-feed',
  'feed bytes to JSON',
  [
    'curl -s https://example.org/rss | detour read-feed --url https://example.org/rss',
    'detour read-feed --jsonl < feeds.jsonl',
  ],
  () => import('./commands/read-feed.ts'),
)
  .addOption(jsonl)
  .option('--content-type <type>', 'the Content-Type header that came with the bytes')
  .option('--url <url>', 'where the bytes came from')
add(
  'read-page',
  'page bytes to JSON',
  ['curl -s https://example.org/story | detour read-page --url https://example.org/story'],
  () => import('./commands/read-page.ts'),
)
  .addOption(jsonl)
  .option('--content-type <type>', 'the Content-Type header that came with the bytes')
  .option('--url <url>', 'where the bytes came from')
add(
  'read-robots',
  'may this agent fetch this URL under this robots.txt?',
  [
    'detour read-robots --agent Detour --url https://example.org/a < robots.txt',
    'detour read-robots --jsonl < questions.jsonl',
  ],
  () => import('./commands/read-robots.ts'),
)
  .addOption(jsonl)
  .option('--agent <name>', 'name of the agent that asks')
  .option('--url <url>', 'what it wants to fetch')
add(
  'score <gold>',
  'precision, recall and F1 against labelled articles',
  ['detour score test/golden/articles/fr.jsonl', 'detour score gold.jsonl --records records.jsonl --misses'],
  () => import('./commands/score.ts'),
)
  .addOption(json)
  .option('--records <file>', 'score these analysis records instead of analysing now')
  .option('--misses', 'list every disagreement')
add(
  'doctor',
  'check configuration, store, feeds and knowledge; say what is wrong and how to mend it',
  ['detour doctor'],
  () => import('./commands/doctor.ts'),
).addOption(json)

// Whoever read the output has read enough ("| head -1"): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  if (process.argv.length <= 2) program.outputHelp()
  else await program.parseAsync(process.argv)
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : 2
}
