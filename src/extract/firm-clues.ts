/** Firms that no file knows and no noun introduces: told by what stands beside the name, by its last word, or by a dateline. */

import { useSet } from '../knowledge/hits.ts'
import { hitsOf, type Reading, spanOf, wordsOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'
import { cut } from '../text/units.ts'
import { capitalisedRun, nameStart, separator, touches, unlessOrdinary } from './firm-words.ts'

const joins = useSet('firm-join')
const owners = useSet('firm-owner')
const stops = useSet('stop')
const titles = useSet('person-title')

export interface Clue extends WordRange {
  readonly rule: 'behind' | 'before' | 'among' | 'owner' | 'trade' | 'head' | 'deed' | 'dateline'
}

/** Names in words; in a script without spaces, none. Whoever calls leaves out what is known and what is no firm's. */
export function cluedNames(reading: Reading): Clue[] {
  if (reading.language === null || reading.language.source.words === 'unspaced') return []
  const found: Clue[] = []
  const add = (name: WordRange | null, rule: Clue['rule']): void => {
    if (name !== null && !isTitled(reading, name.first) && !isField(reading, name) && !runsBack(reading, name.first))
      found.push({ ...name, rule })
  }
  for (const { first } of hitsOf(reading, 'firm-behind')) add(nameBefore(reading, first), 'behind')
  for (const { last } of hitsOf(reading, 'firm-before'))
    if (touches(reading, last)) add(capitalisedRun(reading, last + 1), 'before')
  for (const { last } of hitsOf(reading, 'firm-among'))
    if (touches(reading, last)) for (const name of namesAmong(reading, last)) add(name, 'among')
  for (const { first } of hitsOf(reading, 'firm-attribute')) add(ownerOf(reading, first), 'owner')
  for (const { first, last } of hitsOf(reading, 'trade')) if (first === last) add(namedByTrade(reading, last), 'trade')
  for (const { first, last } of hitsOf(reading, 'firm-head'))
    if (first === last) add(namedByHead(reading, first), 'head')
  for (const { first } of hitsOf(reading, 'firm-deed')) add(doer(reading, first), 'deed')
  const agency = datelineAgency(reading)
  if (agency !== null) found.push({ ...agency, rule: 'dateline' })
  return found
}

/** "Zagros Data, registered in …", "Marlstone, which makes …": a space or a comma between. */
function nameBefore(reading: Reading, word: number): WordRange | null {
  if (!/^,? $/.test(separator(reading, word - 1)) || reading.sentenceOf[word - 1] !== reading.sentenceOf[word])
    return null
  const first = nameStart(reading, word - 1)
  if (first === null || (separator(reading, word - 1) === ' ' && isPlaced(reading, first))) return null
  return unlessOrdinary(reading, { first, last: word - 1 })
}

/** "outside Glenrothes which sells": a place, of which what follows says nothing. */
function isPlaced(reading: Reading, first: number): boolean {
  return reading.at(first - 1).some(({ use, last }) => use.type === 'place-before' && last === first - 1)
}

/** "Electrónica Ocotán": a trade that opens a name inside a sentence, or one that the text has again. */
function namedByHead(reading: Reading, head: number): WordRange | null {
  if (!isCapital(reading, head) || (head > 0 && touches(reading, head - 1) && isCapital(reading, head - 1))) return null
  if (separator(reading, head) !== ' ') return null
  const name = capitalisedRun(reading, head)
  if (name === null || name.last === head) return null
  for (let word = head + 1; word <= name.last; word++)
    if (reading.at(word).some(({ use, last }) => last >= name.last && headless.has(use.type))) return null
  return opensSentence(reading, head) && !isRepeated(reading, name) ? null : name
}

const headless: ReadonlySet<string> = new Set(['region', 'other-name', 'company', 'organisation', 'chip', 'unit'])

/** "Baltrade Nord bought 62 servers": who does what firms do, unless the word is part of a longer name elsewhere. */
function doer(reading: Reading, verb: number): WordRange | null {
  if (
    isCapital(reading, verb) ||
    separator(reading, verb - 1) !== ' ' ||
    reading.sentenceOf[verb - 1] !== reading.sentenceOf[verb]
  )
    return null
  const first = nameStart(reading, verb - 1)
  if (first === null || isPlaced(reading, first)) return null
  const name = { first, last: verb - 1 }
  const plain = reading.language?.source.nouns !== 'capitalised'
  const single = first === name.last
  if (single && (!plain || isPartElsewhere(reading, first))) return null
  for (let word = first; word < verb; word++)
    if (
      reading
        .at(word)
        .some(({ use }) => headless.has(use.type) || use.type === 'firm-plain' || use.type === 'firm-noun')
    )
      return null
  if (opensSentence(reading, first) && !(plain ? isUnlikeNoun(reading, name) : standsInside(reading, first, name.last)))
    return null
  return unlessOrdinary(reading, name)
}

/** Whether a name that opens its sentence stands in title and body, or its first word inside another sentence ("Larkmoor's audit committee"). */
function standsApart(reading: Reading, first: number, last: number): boolean {
  const { text, titleLength } = reading.document
  const { start, end } = spanOf(reading, first, last)
  const name = text.slice(start, end)
  const inTitle = titleLength > 0 && text.slice(0, titleLength).includes(name)
  return (inTitle && text.indexOf(name, titleLength) !== -1) || standsInside(reading, first, first)
}

/** What opens a sentence without an article is a name or a plural: "Zellmark shipped", but "Prosecutors sold". */
function isUnlikeNoun(reading: Reading, name: WordRange): boolean {
  if (isRepeated(reading, name)) return true
  return name.first === name.last && /^\p{Lu}[\p{L}\p{N}]{4,}(?<![sx])$/u.test(wordText(reading, name.first))
}

/** Whether the same words stand twice in the text. */
function isRepeated(reading: Reading, { first, last }: WordRange): boolean {
  const { text } = reading.document
  const { start, end } = spanOf(reading, first, last)
  const name = text.slice(start, end)
  return text.indexOf(name) < start || text.indexOf(name, end) !== -1
}

/** Whether a word stands elsewhere right behind another with a capital: "Moira Standish", "Camp Ripley". */
function isPartElsewhere(reading: Reading, word: number): boolean {
  const { text } = reading.document
  const { start, end } = spanOf(reading, word, word)
  const name = text.slice(start, end)
  let at = text.indexOf(name)
  for (let place = 0; place < mostPlaces && at !== -1; place++) {
    if (/\p{Lu}[\p{L}'’.-]* $/u.test(text.slice(Math.max(0, at - 30), at))) return true
    at = text.indexOf(name, at + name.length)
  }
  return false
}

/** "shops such as X, Y and Z": what is listed is of one kind; without "and", the comma may open anything. */
function namesAmong(reading: Reading, word: number): WordRange[] {
  const names: WordRange[] = []
  let at = word
  while (names.length < longestList) {
    const name = capitalisedRun(reading, at + 1)
    if (name === null) break
    names.push(name)
    at = name.last
    const join = isJoin(reading, at + 1) && /^,? $/.test(separator(reading, at))
    if (join) {
      const last = capitalisedRun(reading, at + 2)
      return last === null ? names.slice(0, 1) : [...names, last]
    }
    if (separator(reading, at) !== ', ') break
  }
  return names.slice(0, 1)
}

function isJoin(reading: Reading, word: number): boolean {
  return reading.hits.spans(word, word, joins)
}

const longestList = 6

/** "Zagros Data's chief executive": the owner of what only firms have, where the language marks one at the name's end. */
function ownerOf(reading: Reading, attribute: number): WordRange | null {
  const mark = attribute - 1
  if (separator(reading, mark) === '-') return hyphenedOwner(reading, mark)
  const marked = reading.hits.spans(mark, mark, owners)
  if (!marked || separator(reading, mark) !== ' ' || separator(reading, mark - 1) !== "'") return null
  if (reading.sentenceOf[mark - 1] !== reading.sentenceOf[attribute]) return null
  const first = nameStart(reading, mark - 1)
  if (first === null || (first === mark - 1 && isPartElsewhere(reading, first))) return null
  return unlessOrdinary(reading, { first, last: mark - 1 })
}

/** "die Zellmark-Aktie": where compounds of names are hyphened; "Gold-Aktie" is ordinary by its length. */
function hyphenedOwner(reading: Reading, word: number): WordRange | null {
  if (reading.language?.source.nouns !== 'capitalised' || !isCapital(reading, word)) return null
  if (reading.at(word).length > 0 || wordText(reading, word).length < shortestOwner) return null
  return unlessOrdinary(reading, { first: word, last: word })
}

const shortestOwner = 5

/**
 * "Dhofar Compute", "Daon Memory": a name of two words or more that ends in a trade, and whose other words are no trade, no
 * place, no number, and none of the words that make a field of it ("Artificial Intelligence").
 */
function namedByTrade(reading: Reading, last: number): WordRange | null {
  if (touches(reading, last) && isCapital(reading, last + 1)) return null
  const first = nameStart(reading, last)
  if (first === null || first === last) return null
  for (let word = first; word < last; word++) if (reading.hits.spans(word, word, fieldUses)) return null
  // The first word of a sentence has its capital anyway: it must be borne out by another, or be written so elsewhere.
  const opens = opensSentence(reading, first)
  if (opens && last - first < 2 && !standsInside(reading, first, last) && !standsApart(reading, first, last))
    return null
  return unlessOrdinary(reading, { first: behindTown(reading, first, last), last })
}

/** "die Augsburger Lechfeld Datentechnik": where nouns have capitals, so has the town's adjective between article and name. */
function behindTown(reading: Reading, first: number, last: number): number {
  if (reading.language?.source.nouns !== 'capitalised' || last - first < 2 || !isSmall(reading, first - 1)) return first
  return /^\p{Lu}\p{L}{3,}er$/u.test(wordText(reading, first)) ? first + 1 : first
}

function wordText(reading: Reading, word: number): string {
  const { start, end } = spanOf(reading, word, word)
  return reading.document.text.slice(start, end)
}

const fieldUses = useSet('trade', 'firm-plain', 'region', 'unit', 'chip', 'number', 'stop', 'company')

function opensSentence(reading: Reading, word: number): boolean {
  return word === 0 || reading.sentenceOf[word - 1] !== reading.sentenceOf[word]
}

/** Places at which a name is looked for: hostile text that repeats one costs no more. */
const mostPlaces = 20

/** Whether the same words stand once more, not at a sentence's start, among the first places where they stand. */
function standsInside(reading: Reading, first: number, last: number): boolean {
  const { text } = reading.document
  const { start, end } = spanOf(reading, first, last)
  const name = cut(text, start, end)
  let at = text.indexOf(name)
  for (let place = 0; place < mostPlaces && at !== -1; place++) {
    if (at !== start && !opensSentence(reading, wordsOf(reading, { start: at, end: at + name.length }).first))
      return true
    at = text.indexOf(name, at + name.length)
  }
  return false
}

function isCapital(reading: Reading, word: number): boolean {
  const { start } = spanOf(reading, word, word)
  return /^\p{Lu}/u.test(cut(reading.document.text, start, start + 2))
}

/** "Quantum Computing": words that make a field of a trade, and nothing else. */
function isField(reading: Reading, { first, last }: WordRange): boolean {
  for (let word = first; word <= last; word++) if (!reading.hits.spans(word, word, fieldUses)) return false
  return true
}

/** Most small words within a longer name: "Conseil de la Défense". */
const mostSmall = 2

/** Whether the name is the end of a longer one that small words hold together: "Department of Information Technology". */
function runsBack(reading: Reading, first: number): boolean {
  let word = first - 1
  for (; word >= 0 && first - word <= mostSmall && isSmall(reading, word) && !isJoin(reading, word); word--) {
    if (reading.sentenceOf[word] !== reading.sentenceOf[first] || !/^[ ']$/.test(separator(reading, word))) return false
  }
  if (word < 0 || word === first - 1 || reading.sentenceOf[word] !== reading.sentenceOf[first]) return false
  if (separator(reading, word) !== ' ' || !isCapital(reading, word)) return false
  return !opensSentence(reading, word) || reading.hits.has(word, 'other-name')
}

function isSmall(reading: Reading, word: number): boolean {
  return reading.hits.spans(word, word, stops)
}

function isTitled(reading: Reading, first: number): boolean {
  return reading.hits.spans(first - 1, first - 1, titles)
}

/** Share of a sentence's longer words that begin with a capital from which on capitals say nothing: "Nation's Chip Smugglers All Same Guy". */
const headlineCase = 0.7

/** Whether a sentence is written so; a function of the sentence's number that looks at each sentence once. */
export function headlineCaseOf(reading: Reading): (sentence: number) => boolean {
  const known = new Map<number, boolean>()
  return (sentence) => {
    const found = known.get(sentence) ?? isHeadlineCase(reading, sentence)
    known.set(sentence, found)
    return found
  }
}

function isHeadlineCase(reading: Reading, sentence: number): boolean {
  if (reading.language?.source.nouns === 'capitalised') return false
  const span = reading.document.sentences[sentence]?.span
  if (span === undefined) return false
  const long = cut(reading.document.text, span.start, span.end).match(/\p{L}[\p{L}'’-]{3,}/gu) ?? []
  return long.length > 4 && long.filter((one) => /^\p{Lu}/u.test(one)).length >= long.length * headlineCase
}

/** "TALLINN, May 14 (Baltic Wire) - …", "DUBLIN, March 4 /PRBridge/ -- …": the agency of a dateline that opens the body. */
function datelineAgency(reading: Reading): WordRange | null {
  const { document } = reading
  const from = document.titleLength === 0 ? 0 : document.titleLength + 2
  const head = cut(document.text, from, from + 160)
  const found = /^\p{Lu}[^()/\n]{1,90}[(/](\p{Lu}[\p{L}\p{N}.& -]{1,40})[)/] ?[-–—]/u.exec(head)
  if (found === null) return null
  const name = found[1] ?? ''
  const start = from + found[0].indexOf(name, found[0].search(/[(/]/))
  const range = wordsOf(reading, { start, end: start + name.length })
  return range.first < 0 || range.last < range.first ? null : unlessOrdinary(reading, range)
}
