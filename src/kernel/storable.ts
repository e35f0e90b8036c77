/**
 * Whether the store can keep a text: PostgreSQL has no NUL character, and takes no half of a surrogate pair, which no
 * UTF-8 can spell. Found out late, both break what has been begun with them.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;

// A pair and an escape of any other sort are taken whole, so that neither is read from its middle.
const ESCAPES = /\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(\\u0000|\\u[dD][89a-fA-F]\w\w)|\\./g;

/** The same JSON with U+FFFD for what `isStorable` refuses. In UTF-8 that can only be written as an escape. */
export function storableJson(json: string): string {
  if (!SUSPECT.test(json)) return json;
  return json.replace(ESCAPES, (escape, unstorable?: string) => (unstorable ? '\\ufffd' : escape));
}
