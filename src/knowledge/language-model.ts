/** The statistical language model: lid.176 of fastText (Joulin et al., 2016), which fasttext.wasm.js brings along. */

import { getLIDModel } from 'fasttext.wasm.js'
import type { LanguageModel } from '../text/language.ts'

/** Named in the digest of an analysis: another model may answer otherwise. */
export const languageModelName = 'lid.176.ftz, fasttext.wasm.js 1.0.0'

const prefix = '__label__'

/** Reads the model, about 1 MB, once for the process. */
async function readLanguageModel(): Promise<LanguageModel> {
  const model = await (await getLIDModel()).load()
  return (text, ranks) => {
    // One line is one prediction.
    const found = model.predict(text.replace(/\s+/gu, ' '), ranks, 0)
    const ranked: (readonly [string, number])[] = []
    for (let rank = 0; rank < found.size(); rank++) {
      const [probability, label] = found.get(rank)
      ranked.push([label.slice(prefix.length), probability])
    }
    found.delete()
    return ranked
  }
}

export const languageModel: LanguageModel = await readLanguageModel()
