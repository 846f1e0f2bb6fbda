/** Tells people of a story that was told anew: its notices, into the outbox, with the transaction that wrote its revision. */

import type { Transaction } from 'kysely'
import { type Decided, decideAlerts, type Told } from '../../src/alert/alert.ts'
import { describeMargins } from '../../src/alert/margins.ts'
import { insideRegion } from '../../src/alert/rule.ts'
import { tellerOf } from '../../src/knowledge/telling.ts'
import { databaseTime } from '../../src/store/database.ts'
import { dropNotices, putNotice, toldOf } from '../../src/store/outbox.ts'
import { recheckStory } from '../../src/store/queue.ts'
import type { AlertRow, Tables } from '../../src/store/schema.ts'
import { ancestorsOf } from '../../src/store/story.ts'
import { factsOf, newsBetween } from '../../src/story/facts.ts'
import type { AlertContent } from '../../src/types/notice.ts'
import type { StorySummary } from '../../src/types/story.ts'
import type { Context } from '../context.ts'

/** `live`: something that is not back-fill touched the story. */
export async function alertOn(
  db: Transaction<Tables>,
  summary: StorySummary,
  live: boolean,
  { config, knowledge }: Pick<Context, 'config' | 'knowledge'>,
): Promise<void> {
  const rows = await toldOf(db, [summary.id, ...(await ancestorsOf(db, summary.id))])
  const { sources } = knowledge()
  const settle = config.settleSeconds * 1_000
  const moment = { now: await databaseTime(db), settle, live, inside: insideRegion(sources.regions) }
  const told = rows.map((row) => toldBy(row, summary))
  const { notices, drop, again } = decideAlerts(summary, told, config.alerts, moment)
  const why = summary.withdrawn ? 'Withdrawn before it was sent.' : 'The story was told anew before this was sent.'
  await dropNotices(db, drop, why)
  for (const one of notices) {
    const notice = {
      key: `${summary.id}.${summary.revision}.${one.destination}`,
      kind: one.kind,
      story: summary.id,
      revision: summary.revision,
      destination: one.destination,
      rule: one.rule?.name ?? null,
      content: contentOf(one, summary, sources.wording[config.language]),
    }
    await putNotice(db, notice, one.due)
  }
  if (again !== null) await recheckStory(db, summary.id, again)
}

function toldBy(row: AlertRow, summary: StorySummary): Told {
  const content = JSON.parse(row.content) as AlertContent
  return {
    key: row.key,
    kind: row.kind === 'correction' ? 'correction' : 'alert',
    destination: row.destination,
    revision: row.story === summary.id ? row.revision : null,
    state: row.state === 'sent' ? 'done' : row.attempts === 0 ? 'unsent' : 'open',
    created: Number(row.created),
    news: newsBetween(factsOf(content.summary), factsOf(summary)),
  }
}

function contentOf(
  { rule, match, news }: Decided,
  summary: StorySummary,
  wording: Parameters<typeof tellerOf>[0] | undefined,
): AlertContent {
  const margins =
    match === null || wording === undefined ? [] : describeMargins(match.margins, summary, tellerOf(wording))
  // Its history grows with the story, and no notice tells it.
  return { summary: { ...summary, history: [] }, news, rule: rule?.name ?? '', margins }
}
