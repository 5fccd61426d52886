// JSON as the vendor sent it: every value knows its bytes. JSON.parse cannot give the vendor's exact record (Source.raw), nor a
// number's digits (ids pass 2^53). Text is looked at one byte a character, so that places in it are places in the body.
//
// Json.parse checks the whole text once; members and elements are found when they are asked for, so that hostile text costs
// time in proportion to its length, and no memory.

export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";

/** Nesting beyond this is malformed, so that hostile text cannot use up the stack. */
const maxDepth = 1000;

export class JsonSyntaxError extends Error {
  constructor(at: number) {
    super(`no JSON at byte ${at}`);
  }
}

/** One value of a text. */
export class Json {
  private constructor(
    private readonly body: Buffer,
    private readonly text: string, // body, one byte a character
    readonly start: number,
    readonly end: number,
  ) {}

  /** Reads a text that is one value. Throws JsonSyntaxError. */
  static parse(body: Buffer): Json {
    const text = body.toString("latin1");
    const start = space(text, 0);
    const end = check(text, start, 0);
    if (space(text, end) !== text.length) throw new JsonSyntaxError(end);
    return new Json(body, text, start, end);
  }

  get kind(): Kind {
    switch (this.text.charCodeAt(this.start)) {
      case 0x7b: return "object";
      case 0x5b: return "array";
      case 0x22: return "string";
      case 0x74: case 0x66: return "boolean";
      case 0x6e: return "null";
      default: return "number";
    }
  }

  /** The vendor's bytes of this value: a copy. */
  get raw(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.body, this.start, this.end);
  }

  /** A number or boolean as it stands there. */
  get source(): string {
    return this.text.slice(this.start, this.end);
  }

  get isTrue(): boolean {
    return this.text.charCodeAt(this.start) === 0x74;
  }

  /** The content of a string. valid is false where it is no Unicode: then what is not was replaced by U+FFFD. */
  string(): { text: string; valid: boolean } {
    return unquote(this.body, this.text, this.start, this.end);
  }

  /** The members of an object, by name; of anything else none. One that comes twice counts the last time. */
  members(): Map<string, Json> {
    const found = new Map<string, Json>();
    if (this.kind !== "object") return found;
    for (let i = space(this.text, this.start + 1); this.text[i] !== "}"; ) {
      const nameEnd = skip(this.text, i);
      const name = unquote(this.body, this.text, i, nameEnd).text;
      const value = this.at(space(this.text, space(this.text, nameEnd) + 1));
      found.set(name, value);
      i = next(this.text, value.end);
    }
    return found;
  }

  /** The elements of an array; of anything else none. */
  *elements(): Generator<Json> {
    if (this.kind !== "array") return;
    for (let i = space(this.text, this.start + 1); this.text[i] !== "]"; ) {
      const value = this.at(i);
      yield value;
      i = next(this.text, value.end);
    }
  }

  private at(start: number): Json {
    return new Json(this.body, this.text, start, skip(this.text, start));
  }
}

function space(text: string, i: number): number {
  for (;;) {
    const c = text.charCodeAt(i);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return i;
    i++;
  }
}

/** Behind the comma that may follow a value, or at the bracket that does. */
function next(text: string, end: number): number {
  const i = space(text, end);
  return text[i] === "," ? space(text, i + 1) : i;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
// No control characters, and no escapes but JSON's.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Checks the value that begins at i, and returns where it ends. */
function check(text: string, i: number, depth: number): number {
  if (depth > maxDepth) throw new JsonSyntaxError(i);
  switch (text.charCodeAt(i)) {
    case 0x7b:
      return checkAll(text, i, "}", (at) => {
        const colon = space(text, checkString(text, at));
        if (text[colon] !== ":") throw new JsonSyntaxError(colon);
        return check(text, space(text, colon + 1), depth + 1);
      });
    case 0x5b:
      return checkAll(text, i, "]", (at) => check(text, at, depth + 1));
    case 0x22:
      return checkString(text, i);
    case 0x74: case 0x66: case 0x6e:
      for (const word of ["true", "false", "null"]) if (text.startsWith(word, i)) return i + word.length;
      throw new JsonSyntaxError(i);
    default:
      number.lastIndex = i;
      if (!number.test(text)) throw new JsonSyntaxError(i);
      return number.lastIndex;
  }
}

function checkAll(text: string, i: number, close: string, one: (at: number) => number): number {
  let at = space(text, i + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = space(text, one(at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ",") throw new JsonSyntaxError(at);
    at = space(text, at + 1);
  }
}

function checkString(text: string, i: number): number {
  // A short string in one step; a long one would use up the regular expression's stack, and is looked through by hand.
  const end = text.charCodeAt(i) === 0x22 ? closing(text, i) : -1;
  if (end < 0) throw new JsonSyntaxError(i);
  if (end - i < 1024) {
    string.lastIndex = i;
    if (!string.test(text) || string.lastIndex !== end) throw new JsonSyntaxError(i);
    return end;
  }
  for (let at = i + 1; at < end - 1; at++) {
    const c = text.charCodeAt(at);
    if (c < 0x20) throw new JsonSyntaxError(at);
    if (c !== 0x5c) continue;
    const escaped = text[++at]!;
    if (escaped === "u") {
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, Math.min(at + 5, end - 1)))) throw new JsonSyntaxError(at);
      at += 4;
    } else if (!'"\\/bfnrt'.includes(escaped)) throw new JsonSyntaxError(at);
  }
  return end;
}

/** Behind the quote that closes the string at i; -1: none does. */
function closing(text: string, i: number): number {
  for (let quote = text.indexOf('"', i + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c && quote - 1 - slashes > i) slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
}

/** Where the value that begins at i ends, in text that was checked. */
function skip(text: string, i: number): number {
  const first = text.charCodeAt(i);
  if (first === 0x22) return closing(text, i);
  if (first !== 0x7b && first !== 0x5b) {
    if (first === 0x74 || first === 0x6e) return i + 4;
    if (first === 0x66) return i + 5;
    number.lastIndex = i;
    number.test(text);
    return number.lastIndex;
  }
  for (let depth = 0; ; ) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      i = closing(text, i);
      continue;
    }
    i++;
    if (c === 0x7b || c === 0x5b) depth++;
    else if ((c === 0x7d || c === 0x5d) && --depth === 0) return i;
  }
}

function unquote(body: Buffer, text: string, start: number, end: number): { text: string; valid: boolean } {
  const inner = text.slice(start + 1, end - 1);
  let s = inner;
  let valid = true;
  if (/[\x80-\xff]/.test(inner)) {
    const bytes = body.subarray(start + 1, end - 1);
    s = bytes.toString("utf8");
    valid = !s.includes("\ufffd") || Buffer.from(s).equals(bytes);
  }
  if (s.includes("\\")) s = JSON.parse(`"${s}"`) as string;
  return s.isWellFormed() ? { text: s, valid } : { text: s.toWellFormed(), valid: false };
}
