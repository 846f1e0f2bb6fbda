/** Cells of a table that are numbers. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Cell, Change } from '../page/blocks.ts'

export type Numerals = Pick<Teller, 'number' | 'change'>

export function isNumber(cell: Cell | undefined): cell is number | Change {
  return typeof cell === 'number' || (cell !== undefined && 'change' in cell)
}

export function numberOf(cell: number | Change, teller: Numerals): string {
  return typeof cell === 'number' ? teller.number(cell) : teller.change(cell.change)
}
