/** Which handler does which kind of task. */

import type { TaskKind } from '../src/store/task.ts'
import { analysePage } from './analyse-page.ts'
import { assignStory } from './assign-story.ts'
import type { Handler } from './context.ts'
import { deliverAlert } from './deliver-alert.ts'
import { fetchPage } from './fetch-page.ts'
import { pollFeed } from './poll-feed.ts'
import { publishDigest } from './publish-digest.ts'

export const handlers: Readonly<Record<TaskKind, Handler>> = {
  'poll-feed': pollFeed,
  'fetch-page': fetchPage,
  'analyse-page': analysePage,
  'assign-story': assignStory,
  'deliver-alert': deliverAlert,
  'publish-digest': publishDigest,
}
