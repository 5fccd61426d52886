import assert from "node:assert/strict";
import { test } from "node:test";
import { Json, JsonSyntaxError } from "../src/sdk/json";

/** What JSON.parse makes of it. Numbers go by their text, as JSON.parse reads them. */
function toValue(v: Json): unknown {
  switch (v.kind) {
    case "null": return null;
    case "boolean": return v.isTrue;
    case "number": return Number(v.source);
    case "string": return v.string().text;
    case "array": return [...v.elements()].map(toValue);
    case "object": return Object.fromEntries([...v.members()].map(([name, member]) => [name, toValue(member)]));
  }
}

/** Reads a text both ways: what one takes, the other takes, and makes the same of it. */
function compare(text: string): void {
  let want: unknown;
  let valid = true;
  try {
    want = JSON.parse(text);
  } catch {
    valid = false;
  }
  const read = (): unknown => toValue(Json.parse(Buffer.from(text)));
  if (!valid) return assert.throws(read, JsonSyntaxError, text);
  assert.deepEqual(read(), wellFormed(want), text);
}

/** What is no Unicode is U+FFFD here; JSON.parse leaves it. */
function wellFormed(v: unknown): unknown {
  if (typeof v === "string") return v.toWellFormed();
  if (Array.isArray(v)) return v.map(wellFormed);
  if (v === null || typeof v !== "object") return v;
  return Object.fromEntries(Object.entries(v).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
}

const texts = [
  "", " ", "null", "true", "false", "nul", "tru", "nullx", "0", "-0", "01", "1.", ".5", "1.5e+10", "1e", "-", "--1", "+1", "NaN", "1 2",
  '""', '"', '"\\"', '"\\\\"', '"\\u00e9\\ud83d\\ude00"', '"\\u00"', '"\\x"', '"\u0001"', '"é😀\u2028"', '"a\\/b"',
  "[]", "[ ]", "[,]", "[1,]", "[1 2]", "[[],[[]],{}]", "[", "]", '["]","["]', " [ 1 , 2 ] ",
  "{}", "{ }", "{,}", '{"a":1,}', '{"a"}', '{"a":}', "{a:1}", '{"a":1,"a":2}', '{"":{"":[{}]}}', '{"\\u0061":1,"b\\"}":"{"}', '{"a" : 1 }',
  '{"__proto__":1}', "\ufeff{}",
  `"${"x".repeat(5000)}"`, `"${"\\n".repeat(2000)}"`, `"${"x".repeat(3000)}\\q"`, `"${"x".repeat(3000)}\\u12"`, `"${"x".repeat(3000)}\n"`,
];

test("what JSON.parse takes is read alike, and nothing else", () => {
  for (const text of texts) compare(text);
});

test("whatever is done to a text, both judge alike", () => {
  let seed = 1;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % n;
  };
  const letters = '{}[]",:\\u0aE-+.1 \tdtrufalsn\u00e9';
  const base = texts.filter((t) => t.length < 100);
  for (let round = 0; round < 40_000; round++) {
    let text = base[random(base.length)]! + (random(4) === 0 ? base[random(base.length)]! : "");
    for (let edits = random(4); edits > 0; edits--) {
      const at = random(text.length + 1);
      const letter = letters[random(letters.length)]!;
      text = [text.slice(0, at) + letter + text.slice(at), text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + letter + text.slice(at + 1)][random(3)]!;
    }
    compare(text);
  }
});

test("a value has the vendor's bytes, whatever they are", () => {
  const body = Buffer.concat([
    Buffer.from('{"data":[ {"id" : 12345678901234567890 ,"n":1.50} ,\n{"name":"'), Buffer.of(0xff, 0xc3, 0xa9), Buffer.from('","x":"\\u00e9"}]}'),
  ]);
  const [first, second] = [...Json.parse(body).members().get("data")!.elements()];
  assert.equal(Buffer.from(first!.raw).toString(), '{"id" : 12345678901234567890 ,"n":1.50}');
  assert.equal(first!.members().get("id")!.source, "12345678901234567890");
  assert.deepEqual(Buffer.from(second!.raw), body.subarray(body.indexOf('{"name"'), -2));
  assert.deepEqual(second!.members().get("name")!.string(), { text: "\ufffdé", valid: false });
  assert.deepEqual(Json.parse(Buffer.from('"\\ud800x"')).string(), { text: "\ufffdx", valid: false });
  assert.deepEqual(Json.parse(Buffer.from('"\ufffd"')).string(), { text: "\ufffd", valid: true });
});

test("hostile text neither uses up the stack nor takes long", () => {
  assert.throws(() => Json.parse(Buffer.from("[".repeat(100_000))), JsonSyntaxError);
  assert.throws(() => Json.parse(Buffer.from('{"a":'.repeat(100_000))), JsonSyntaxError);
  const start = performance.now();
  assert.equal([...Json.parse(Buffer.from("[" + "[],".repeat(2 << 20) + "[]]")).elements()].length, (2 << 20) + 1);
  assert.equal(Json.parse(Buffer.from('"' + "\\\\".repeat(4 << 20) + '"')).string().text.length, 4 << 20);
  assert.ok(performance.now() - start < 20_000);
});
