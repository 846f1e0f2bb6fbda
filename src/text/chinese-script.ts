/** Which script Chinese is written in, told by characters that only one of its national encodings has. */

/** Double bytes of a row and cell range, decoded; ends where the encoding has nothing. */
function charactersOf(encoding: string, leads: readonly [number, number], trails: readonly number[]): Set<string> {
  const decoder = new TextDecoder(encoding)
  const bytes: number[] = []
  for (let lead = leads[0]; lead <= leads[1]; lead++) for (const trail of trails) bytes.push(lead, trail)
  return new Set([...decoder.decode(new Uint8Array(bytes))].filter((one) => /\p{Script=Han}/u.test(one)))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** GB 2312, rows 16–87. It was made for the simplified script, and Big5 for the traditional one. */
const ofMainland = charactersOf('gb18030', [0xb0, 0xf7], range(0xa1, 0xfe))
/** Big5, both levels. */
const ofTaiwan = charactersOf('big5', [0xa4, 0xf9], [...range(0x40, 0x7e), ...range(0xa1, 0xfe)])

/** How many characters of the text only the simplified and only the traditional script writes. */
export function countChineseForms(text: string): { readonly simplified: number; readonly traditional: number } {
  let [simplified, traditional] = [0, 0]
  for (const character of text) {
    const [here, there] = [ofMainland.has(character), ofTaiwan.has(character)]
    if (here && !there) simplified++
    if (there && !here) traditional++
  }
  return { simplified, traditional }
}
