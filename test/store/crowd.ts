/** A store with as much in it as a year of some hundred feeds leaves, written by the database itself. */

import { sql } from 'kysely'
import type { Store } from '../../src/store/database.ts'

export interface Crowd {
  readonly tasks: number
  readonly documents: number
}

/** Words of the bodies: one that all have, one for each few; "zebra" in one of 500. */
export const common = 'servers'
export const rare = (at: number): string => `rare${at % 997}`

export async function crowd(store: Store, { tasks, documents }: Crowd, isPostgres: boolean): Promise<void> {
  const numbers = (most: number) =>
    sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(most)})`
  const now = Date.now()
  const at = sql.lit(now)
  const run = (statement: ReturnType<typeof sql>): Promise<unknown> => statement.execute(store)
  await run(
    sql`insert into host (name, free_at) ${numbers(2_000)} select 'h' || i, ${at} + (i % 40 - 38) * 5000 from n`,
  )
  await run(sql`insert into task (kind, key, payload, state, attempts, due, lease_until, token, host, priority, created)
    ${numbers(tasks)} select case when i % 3 = 0 then 'analyse-page' when i % 3 = 1 then 'fetch-page' else 'poll-feed' end, 'k' || i, '{}',
      case when i % 1000 = 0 then 'claimed' when i % 100 = 1 then 'quarantined' else 'due' end, 0, ${at} + (i % 200 - 100) * 60000,
      case when i % 1000 = 0 then ${at} + 60000 end, 0, case when i % 3 = 0 then null else 'h' || (i % 2000 + 1) end, i % 3 * 5, ${at} from n`)
  await run(
    sql`insert into page (id, url, first_seen) ${numbers(documents)} select 'p' || i, 'https://x.example/' || i, ${at} from n`,
  )
  await run(
    sql`insert into feed (id, url, outlet, source) ${numbers(300)} select 'f' || i, 'https://f.example/' || i, 'F' || i, 'own' from n`,
  )
  await run(sql`insert into entry (feed, key, page, authors, first_seen, backfill) ${numbers(documents)}
    select 'f' || (i % 300 + 1), 'e' || i, 'p' || i, '[]', ${at}, 0 from n`)
  await run(sql`insert into document (id, page, url, origin, language, published, title_length, text, text_hash, json, first_seen)
    ${numbers(documents)} select 'd' || i, 'p' || i, 'https://x.example/' || i, 'page', 'en', '2026-01-' || (10 + i % 20), 5, 'Title and text', 'hash' || i,
      '{}', ${at} - i * 1000 from n`)
  await run(sql`insert into finding (id, document, analysis, label, score, language, backfill, first_seen, json)
    ${numbers(documents)} select 'i' || i, 'd' || i, 'a', case when i % 20 = 0 then 'circumvention' else 'unrelated' end, 0.5, 'en', 0, ${at} - i * 1000, '{}' from n`)
  await run(
    sql`insert into finding_name (finding, kind, name) ${numbers(documents)} select 'i' || i, 'company', 'c' || (i % 700) from n`,
  )
  await run(sql`insert into story (id, revision, facts, opened, first_seen, last_seen, recheck_at) ${numbers(documents / 2)}
    select 's' || i, 1, '{}', ${at}, ${at}, ${at} - i * 1000, case when i % 50 = 0 then ${at} + i end from n`)
  await run(
    sql`insert into story_document (document, story, why, joined) ${numbers(documents / 2)} select 'd' || (i * 2), 's' || i, 'w', ${at} from n`,
  )
  await run(sql`insert into fingerprint (document, json) select document, '{}' from story_document`)
  for (let key = 0; key < 10; key++)
    await run(sql`insert into story_key (key, day, document) ${numbers(documents / 2)}
      select 'key' || ((i * 7 + ${sql.lit(key)}) % 4000), 20000 + i % 300, 'd' || (i * 2) from n`)
  await run(
    sql`insert into story_edge (a, b, score, shared) ${numbers(documents / 2 - 1)} select 'd' || (i * 2), 'd' || ((i + 1) * 2), 0.9, '[]' from n where i % 10 <> 0`,
  )
  await run(sql`insert into alert (key, kind, story, revision, destination, content, state, attempts, created) ${numbers(5_000)}
    select 's' || (i % 500 + 1) || '.' || i, 'alert', 's' || (i % 500 + 1), i, 'desk', '{}', case when i % 50 = 0 then 'due' else 'sent' end, 1, ${at} - i * 1000 from n`)
  await run(sql`insert into unassigned (document, since) ${numbers(3_000)} select 'd' || i, ${at} - i from n`)
  await run(
    sql`insert into search_document (document, language, day) select id, language, substr(published, 1, 10) from document order by id`,
  )
  const rareOf = sql`'rare' || (number % 997)`
  const filler = Array.from({ length: 80 }, (_, at) => `word${at}`)
  await run(
    isPostgres
      ? sql`insert into search_words (number, words) select number, (${sql.lit(`'title':1A '${common}':5 '`)} || ${rareOf} || ${sql.lit(`':6 '走私':7,9 ${filler.map((word, at) => `'${word}':${at + 10}`).join(' ')} `)} || case when number % 500 = 0 then 'zebra' else 'none' end)::tsvector from search_document`
      : sql`insert into search_words (rowid, title, body) select number, 'title', ${sql.lit(`${common} `)} || ${rareOf} || ${sql.lit(` 走私 私 走私 ${filler.join(' ')} `)} || case when number % 500 = 0 then 'zebra' else 'none' end from search_document`,
  )
  if (isPostgres) await run(sql`analyze`)
}
