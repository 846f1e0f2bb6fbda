/** The statistical language model: lid.176 of fastText (Joulin et al., 2016), which fasttext.wasm.js brings along. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { classifierOf } from '../text/fasttext.ts'
import { readClassifier } from '../text/fasttext-file.ts'
import type { LanguageModel } from '../text/language.ts'

/** Named in the digest of an analysis: another model may answer otherwise. */
export const languageModelName = 'lid.176.ftz, fasttext.wasm.js 1.0.0'

const file = 'fasttext.wasm.js/dist/models/language-identification/assets/lid.176.ftz'

const prefix = '__label__'

/** Reads the model, about 1 MB, once for the process. */
function readLanguageModel(): LanguageModel {
  const classify = classifierOf(readClassifier(readFileSync(createRequire(import.meta.url).resolve(file))))
  return (text, ranks) => classify(text, ranks).map(([label, probability]) => [label.slice(prefix.length), probability])
}

export const languageModel: LanguageModel = readLanguageModel()
