import { describe, expect, it } from 'vitest'
import { articleFromLine } from '../../cli/commands/analyze.ts'
import { framesIn } from '../../src/classify/frames.ts'
import { makeProfile } from '../../src/classify/profile.ts'
import { findMentions } from '../../src/extract/mentions.ts'
import { readDocument } from '../../src/ingest/document.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { readText } from '../../src/knowledge/reading.ts'

const knowledge = loadKnowledge()

/** The frames of the last sentence. */
function framesOf(text: string): readonly string[] {
  const reading = readText(readDocument(articleFromLine({ id: 'x', title: '', text }).article, knowledge), knowledge)
  const frames = framesIn(makeProfile(reading, findMentions(reading)))
  return (frames.at(-1) ?? []).map(({ name }) => name)
}

describe('goods on the move', () => {
  it.each([
    ['towards a restricted place', 'The crates with the H100 boards were unloaded in Moscow on Friday morning.', true],
    ['a sentence behind it', 'The buyer sits in Moscow. The H100 boards came by freight in four crates.', true],
    ['anything else', 'The crates with the fresh apples were unloaded in Moscow on Friday morning.', false],
    ['elsewhere', 'The crates with the H100 boards were unloaded in Oslo on Friday morning.', false],
  ])('%s', (_, text, wanted) => {
    expect(framesOf(text).includes('move-goods')).toBe(wanted)
  })
})
