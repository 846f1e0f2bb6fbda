import { describe, expect, it } from 'vitest'
import { articleFromLine } from '../../cli/commands/analyze.ts'
import { makeProfile } from '../../src/classify/profile.ts'
import { findMentions } from '../../src/extract/mentions.ts'
import { readDocument } from '../../src/ingest/document.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { readText } from '../../src/knowledge/reading.ts'

const knowledge = loadKnowledge()

function conceptsIn(lang: string, text: string): ReadonlySet<string> {
  const reading = readText(
    readDocument(articleFromLine({ id: 'x', lang, title: '', text }).article, knowledge),
    knowledge,
  )
  const { sentences } = makeProfile(reading, findMentions(reading))
  return new Set(sentences.flatMap(({ concepts, routes }) => [...concepts, ...routes]))
}

describe('what a sentence takes back', () => {
  it.each([
    ['en', 'Nvidia is not accused of wrongdoing.', 'charged', false],
    ['en', 'Prosecutors accused the broker of fraud.', 'charged', true],
    ['en', 'Two men were arrested at the port.', 'charged', false],
    ['en', 'The company could face a fine of $1 billion.', 'convicted', false],
    ['en', 'The company paid a fine of $1 billion.', 'convicted', true],
    ['en', 'The company opened an internal investigation.', 'investigated', false],
    ['en', 'Customs opened an investigation into the servers.', 'investigated', true],
    ['en', 'Inspectors found no evidence of relabelled boxes.', 'false-declaration', false],
    ['en', 'They relabelled the boxes.', 'false-declaration', true],
    ['en', 'The crates went to a building rented by the start-up.', 'remote-access', false],
    ['en', 'The start-up rented the servers abroad.', 'remote-access', true],
    ['zh-Hans', '货物送到该公司租用的一栋大楼。', 'remote-access', false],
    ['zh-Hans', '该公司在马来西亚租用服务器。', 'remote-access', true],
    ['fr', 'Nvidia et HPE ne sont pas mis en cause.', 'charged', false],
    ['fr', "Le fondeur risque une pénalité d'un milliard.", 'convicted', false],
    [
      'fr',
      'Face aux accusations de manœuvres douteuses, le groupe insiste sur son respect des lois.',
      'charged',
      false,
    ],
    ['fr', "Un concurrent l'accuse d'avoir acheté des puces interdites.", 'charged', false],
    ['fr', "Le parquet accuse le courtier d'avoir menti.", 'charged', true],
    ['es', 'La empresa rechaza las acusaciones de maniobras dudosas.', 'charged', false],
    ['es', 'La fiscalía acusa al intermediario de mentir.', 'charged', true],
    ['de', 'Supermicro selbst ist nicht angeklagt.', 'charged', false],
    ['de', 'Drei Männer wurden angeklagt.', 'charged', true],
    ['zh-Hans', '该公司并未被起诉。', 'charged', false],
    ['ja', '同社は起訴されていない。', 'charged', false],
    ['ja', '検察は4人を起訴した。', 'charged', true],
  ])('%s: %s', (lang, text, concept, stands) => {
    expect(conceptsIn(lang, text).has(concept)).toBe(stands)
  })
})
