/** What a way to reach people is: one file in channels/, found by its name. */

import type { z } from 'zod'
import type { Notice } from '../types/notice.ts'

/** What the receiver answered, for the list of what was sent. Holds no secret. */
export interface Receipt {
  /** "202 from hooks.example.org" */
  readonly detail: string
}

export interface DeliveryContext {
  /** Ends the attempt. */
  readonly signal: AbortSignal
  /** How we name ourselves to servers. */
  readonly userAgent: string
  /** Of the program. */
  readonly version: string
  readonly stdout: { readonly write: (text: string) => unknown }
  /** The way of HTTP to an address: the undici Dispatcher of a proxy; undefined, or without this: straight. */
  readonly wayTo?: (url: URL) => object | undefined
}

export interface Channel<Settings extends z.ZodType = z.ZodType> {
  /** That of its file. */
  readonly name: string
  /** Of a destination: checks what the configuration says and fills in defaults. */
  readonly settings: Settings
  /**
   * Carries `notice.key` to the receiver wherever there is a place for it. Throws Fault delivery-refused or
   * delivery-failed, whose `retry` says when another attempt makes sense. Neither faults nor receipts hold secrets.
   */
  readonly deliver: (notice: Notice, settings: z.infer<Settings>, context: DeliveryContext) => Promise<Receipt>
}

/** A channel whatever its settings are. */
// biome-ignore lint/suspicious/noExplicitAny: the settings of a channel are its own; `settings` checks them before `deliver`
export type AnyChannel = Channel<any>
