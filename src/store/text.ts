/** Text from outside as the store can keep it. */

/**
 * Without NUL, at which SQLite's readers stop and which PostgreSQL refuses, and without half characters (lone
 * surrogates), which no UTF-8 can hold. Changes nothing in any other text.
 */
export function storable<Text extends string | null>(text: Text): Text {
  return (text === null ? null : text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')) as Text
}
