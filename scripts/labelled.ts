/** The labelled articles of test/golden, read as the classifier sees them. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { articleFromLine } from '../cli/commands/analyze.ts'
import { readLabelled } from '../cli/commands/score.ts'
import { teaser } from '../src/classify/aside.ts'
import { featuresOf } from '../src/classify/features.ts'
import { makeProfile, type Profile } from '../src/classify/profile.ts'
import { findMentions } from '../src/extract/mentions.ts'
import { readDocument } from '../src/ingest/document.ts'
import type { Knowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { readText } from '../src/knowledge/reading.ts'
import type { Label } from '../src/types/finding.ts'
import type { Example } from './model.ts'

export type LabelledArticle = ReturnType<typeof readLabelled>[number]

/** `fit`: what weights are fitted to; `articles`: golden, what is measured on. In the order of files and lines. */
export type LabelledSet = 'fit' | 'articles'

/** The files of a set, by language, with their full paths. */
export function filesOf(set: LabelledSet): readonly string[] {
  const folder = join(projectRoot, 'test', 'golden', set)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name))
}

export function readSet(set: LabelledSet): readonly LabelledArticle[] {
  return filesOf(set).flatMap(readLabelled)
}

/** An article as the model sees it, with what folds and tables go by. */
export interface KnownExample extends Example {
  readonly lang: string
  /** The affair it tells of; its own id where it tells of none that others tell of. */
  readonly event: string
  readonly profile: Profile
}

/** The article as a teaser has it: its title and its first sentences. */
export function beginningOf(line: LabelledArticle, knowledge: Knowledge): LabelledArticle {
  const { text, titleLength, sentences } = readDocument(articleFromLine(line).article, knowledge)
  const body = sentences.filter(({ paragraph }) => titleLength === 0 || paragraph > 0).slice(0, teaser)
  const [first, last] = [body[0], body.at(-1)]
  return first === undefined || last === undefined
    ? line
    : { ...line, text: text.slice(first.span.start, last.span.end) }
}

export function exampleOf(line: LabelledArticle, knowledge: Knowledge): KnownExample {
  const reading = readText(readDocument(articleFromLine(line).article, knowledge), knowledge)
  const profile = makeProfile(reading, findMentions(reading))
  return {
    profile,
    features: featuresOf(profile),
    label: line.gold.label as Label,
    lang: line.lang,
    event: line.event ?? line.id,
  }
}
