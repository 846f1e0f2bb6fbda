/** The words of dates: months in the languages of the press, and abbreviations of time zones. */

/** How the names of each month begin, without accents; the longest beginning that fits decides. */
const beginnings: readonly string[] = [
  'jan gen ene ian oca sty led sij tammi янв січ ιαν يناير جانفي ינואר जन มกรา ม.ค',
  'feb fev fév sub lut uno helmi feve фев лют φεβ فبراير شباط فيفري פברואר फर กุมภา ก.พ',
  'mar mrz mrt maa maalis bre ozu мар бер μαρ مارس آذار اذار מרץ मार्च มีนา มี.ค',
  'apr abr avr nis kwi dub tra huhti апр кві απρ أبريل ابريل نيسان أفريل אפריל अप्र เมษา เม.ย',
  'may mai maj mag mei kve svi touko mais май мая тра μαι ماي أيار מאי मई พฤษภา พ.ค',
  'jun juin giu iun haz cze cerv cervn lip kesa июн чер ιουν يونيو حزيران جوان יוני जून มิถุนา มิ.ย',
  'jul juil lug iul tem cervenc srp heina июл лип ιουλ يوليو تموز جويلية יולי जुल กรกฎา ก.ค',
  'aug ago aou agu sie kol elo авг сер αυγ أغسطس اغسطس آب أوت אוגוסט अग สิงหา ส.ค',
  'sep set eyl wrz zar ruj syys szep сен вер σεπ سبتمبر أيلول ספטמבר सित กันยา ก.ย',
  'oct okt ott out eki paz rij listop loka окт жов οκτ أكتوبر اكتوبر אוקטובר अक्ट ตุลา ต.ค',
  'nov noi kas lis marras ноя лис νοε نوفمبر נובמבר नव พฤศจิกา พ.ย',
  'dec dez dic des ara gru pro joulu дек гру δεκ ديسمبر דצמבר दिस ธันวา ธ.ค',
]

/** Beginnings that two languages use for two months: the one with more of the press has them. */
const disputed: Readonly<Record<string, number>> = { tra: 5, lip: 7, srp: 8, lis: 11, listop: 11, mais: 5 }

/** Letters without accents, in lower case: "Août" → "aout", "März" → "marz". */
export function bareWord(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
}

const byBeginning: ReadonlyMap<string, number> = new Map(
  beginnings.flatMap((words, month) =>
    words.split(' ').map((word) => [bareWord(word), disputed[word] ?? month + 1] as const),
  ),
)

const longest = Math.max(...[...byBeginning.keys()].map((word) => word.length))

/** 1..12; null: the word names no month. */
export function monthOf(word: string): number | null {
  const bare = bareWord(word)
  for (let length = Math.min(longest, bare.length); length >= 2; length--) {
    const month = byBeginning.get(bare.slice(0, length))
    if (month !== undefined) return month
  }
  return null
}

/** Minutes east of UTC (RFC 822 and what is met beside it). */
export const zones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  ast: -240,
  adt: -180,
  nst: -210,
  brt: -180,
  art: -180,
  est: -300,
  edt: -240,
  et: -300,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  pt: -480,
  akst: -540,
  akdt: -480,
  hst: -600,
  bst: 60,
  cet: 60,
  cest: 120,
  mez: 60,
  mesz: 120,
  sast: 120,
  eet: 120,
  eest: 180,
  trt: 180,
  msk: 180,
  gst: 240,
  pkt: 300,
  ist: 330,
  wib: 420,
  ict: 420,
  sgt: 480,
  hkt: 480,
  pht: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
}
