// Sizes in the contract are bytes of UTF-8, and strings here are not.

/** How many bytes a text takes. */
export const byteLength = (s: string): number => Buffer.byteLength(s);

/** The beginning of a text, at most n bytes, cut between characters. */
export function head(s: string, n: number): string {
  if (byteLength(s) <= n) return s;
  const bytes = Buffer.from(s);
  let end = n;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}

/** head, with a mark where something was cut. */
export const clip = (s: string, n: number): string => (byteLength(s) <= n ? s : head(s, n - 3) + "...");

/** A short foreign text in a message. */
export const quote = (s: string): string => JSON.stringify(clip(s, 64));

/** A few things in a sentence. */
export function list(names: readonly string[]): string {
  if (names.length === 0) return "none at all";
  if (names.length === 1) return names[0]!;
  return names.slice(0, -1).join(", ") + " or " + names[names.length - 1]!;
}

/** Orders texts by their code units: the same everywhere, whatever the language of the machine. */
export const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
