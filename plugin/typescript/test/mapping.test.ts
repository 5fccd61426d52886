import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { toJson } from "@bufbuild/protobuf";
import { RejectedItemSchema } from "../src/gen/trellis/connector/v1/list_pb";
import { RoleSchema } from "../src/gen/trellis/iam/v1/role_pb";
import { UserSchema } from "../src/gen/trellis/iam/v1/user_pb";
import { decodePage, mapItems, role, user } from "../src/lattica/mapping";
import { Json, id, instant, Notes } from "../src/sdk";

// The payloads and the results are those of the mapping in Go.
const testdata = join("..", "..", "testdata", "lattica");

for (const file of readdirSync(testdata).filter((f) => f.endsWith(".json") && !f.endsWith(".golden.json"))) {
  test(`${file} becomes what it becomes in Go`, () => {
    const want: unknown = JSON.parse(readFileSync(join(testdata, file.replace(".json", ".golden.json")), "utf8"));
    const page = decodePage(readFileSync(join(testdata, file)));
    const got: Record<string, unknown> = {};
    if (page.cursor !== undefined) got["cursor"] = page.cursor;
    const users = mapItems(page.data, user, false);
    const roles = mapItems(page.data, role, false);
    if (file.startsWith("users")) got["users"] = users.items.map((u) => toJson(UserSchema, u));
    else got["roles"] = roles.items.map((r) => toJson(RoleSchema, r));
    if (users.rejected.length > 0) got["rejected"] = users.rejected.map((r) => toJson(RejectedItemSchema, r));
    assert.deepEqual(got, want);
  });
}

test("a page whose end is not said, or that has no usable item, is none", () => {
  for (const [body, path] of [
    ['{"data":[{"id":"usr_1"}]}', "$.next_cursor"], ['{"data":[],"next_cursor":""}', "$.next_cursor"], ['{"data":[],"next_cursor":[]}', "$.next_cursor"],
    ['{"data":null,"next_cursor":null}', "$.data"], ['{"data":{"id":1},"next_cursor":null}', "$.data"], ['{"data":[{},{"id":1.5}],"next_cursor":null}', "$.data"],
    ["[]", "$"], ["null", "$"], ["{", "$"], ["", "$"], ["<html>", "$"],
  ] as const) {
    assert.throws(() => decodePage(Buffer.from(body)), { path }, body);
  }
  assert.equal(decodePage(Buffer.from('{"data":[{}],"next_cursor":7}')).cursor, "7");
});

test("ids are exact", () => {
  const read = (json: string) => id(Json.parse(Buffer.from(json)));
  assert.deepEqual(read("12345678901234567890123"), { id: "12345678901234567890123", why: "" });
  assert.deepEqual(read('" a "'), { id: " a ", why: "" });
  assert.deepEqual(read('"Straße"'), { id: "Straße", why: "" });
  for (const bad of ["1.0", "1e3", '""', '" "', "null", "true", "[]", "{}", '"\\ud800"']) assert.notEqual(read(bad).why, "", bad);
  const long = read(`"${"é".repeat(300)}"`);
  assert.equal(long.id, "é".repeat(256));
  assert.match(long.why, /600 bytes/);
});

test("an instant needs a zone and a date that there is", () => {
  const read = (s: string) => instant(Json.parse(Buffer.from(JSON.stringify(s))), new Notes(), "$.at").instant;
  const at = read("2024-02-29T23:59:59.123456789+02:00")!;
  assert.equal(at.seconds, 1709243999n);
  assert.equal(at.nanos, 123456789);
  assert.equal(read("0001-01-01T00:00:00Z")!.seconds, -62135596800n);
  for (const bad of [
    "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00",
    "2024-01-01", "2024-01-01 00:00:00Z", "1740000000", "0000-12-31T23:59:59Z", "2024-00-01T00:00:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00+25:00",
  ]) assert.equal(read(bad), undefined, bad);
});
