/** Shapes that every knowledge file uses. */

import { z } from 'zod'

export const word = z.string().min(1)
export const words = z.array(word)
export const regionCode = z
  .string()
  .regex(/^([A-Z]{2}|\d{3})$/, 'must be ISO 3166-1 alpha-2, a UN M49 number in quotation marks, or EU')
