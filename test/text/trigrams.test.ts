import { francAll } from 'franc'
import { describe, expect, it } from 'vitest'
import { compileLikenesses } from '../../src/text/trigrams.ts'

const only = ['eng', 'fra', 'spa', 'deu', 'vie', 'rus', 'ukr', 'arb', 'pes', 'heb', 'hin', 'ell', 'kor']

describe('likenesses are those of franc', () => {
  const likenesses = compileLikenesses(new Set(only))

  it.each([
    'ByteDance veut dépenser 7 milliards de dollars pour acquérir des puces Nvidia.',
    'The U.S. opened an investigation, two people said: 2,400 H100s.',
    'Die Behörde prüft, ob Ausfuhrregeln umgangen wurden.',
    'Минторг США начал расследование против посредника',
    'وزارة التجارة الأمريكية تحقق',
    'משרד המסחר פתח בחקירה',
    'अमेरिकी वाणिज्य मंत्रालय ने जांच शुरू की',
    'Το υπουργείο ξεκίνησε έρευνα ΣΑΣ',
    '미국 상무부가 조사에 착수했다',
    '英伟达芯片',
    'İstanbul ΑΣ.Α in Latin letters mostly',
    'half a pair \ud83d and a whole one 😀, x\u0000y',
    '12 345 !?',
    'ab',
    '',
    'a'.repeat(5_000),
  ])('of %j', (text) => {
    const wanted = francAll(text, { only, minLength: 3 }).filter(([code]) => code !== 'und')
    expect(likenesses(text)).toEqual(wanted)
  })
})
