/** Words of a language file that mean one thing each, by the section that lists them. */

import type { Language } from './language-schema.ts'

/** Use → its words. */
export function plainUses(language: Language) {
  const { numbers, money, quantities, companies, chips } = language
  return [
    ['about', numbers.about],
    ['atLeast', numbers.atLeast],
    ['atMost', numbers.atMost],
    ['from', numbers.from],
    ['to', numbers.to],
    ['join', numbers.joins],
    ['through', numbers.through],
    ['point', numbers.point],
    ['vague', numbers.vague],
    ['about-after', numbers.after.about],
    ['atLeast-after', numbers.after.atLeast],
    ['atMost-after', numbers.after.atMost],
    ['half', numbers.halves],
    ['continues', numbers.continues],
    ['article', numbers.articles],
    ['link', money.links],
    ['piece', quantities.pieces],
    ['machine', quantities.machines],
    ['measure', quantities.measures],
    ['partitive', quantities.of],
    ['part', quantities.parts],
    ['more', quantities.more],
    ['left-out', quantities.pronouns],
    ['stop', language.stop],
    ['subject-mark', language.subjects],
    ['possessive', language.possessives],
    ['form', companies.forms],
    ['introducer', companies.introducers],
    ['firm-noun', companies.nouns],
    ['firm-article', companies.articles],
    ['firm-national', companies.nationals],
    ['other-noun', companies.others],
    ['other-name', companies.otherNames],
    ['person-title', companies.titles],
    ['trade', companies.trades],
    ['place-suffix', companies.placeSuffixes],
    ['firm-indefinite', companies.indefinite],
    ['firm-lead', companies.leads],
    ['firm-trail', companies.trails],
    ['form-before', companies.formsBefore],
    ['reported', companies.reported],
    ['not-chip', chips.notBefore],
    ['not-chip-before', chips.notAfter],
    ['beside-chip', chips.beside],
  ] as const
}
