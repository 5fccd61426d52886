import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AccountSchema } from "../src/gen/trellis/connector/v1/account_pb";
import { judgeAnswer, judgeCause, type Advice } from "../src/rest/judge";
import { Pacer } from "../src/rest/pacer";
import { retryAfter, told } from "../src/rest/ratelimit";
import { Redactor } from "../src/rest/redact";
import { readSettings } from "../src/rest/settings";
import { NoAnswer, type Cause } from "../src/rest/transport";
import type { ConnectorError } from "../src/sdk";

const read = (operator: Record<string, string>) => readSettings(create(AccountSchema, { id: "a", operator }), "https://api.example");

test("an operator's keys are read, or named", () => {
  const s = read({ base_url: "https://Proxy.Example:443//v2/", requests_per_minute: "60", burst: "5", max_wait: "1m30.5s" });
  assert.deepEqual([s.endpoint, s.base.host, s.pace, s.maxWait, s.heed], ["https://proxy.example/v2", "proxy.example", { perMinute: 60, burst: 5 }, 90_500, true]);
  assert.deepEqual([read({}).endpoint, read({}).maxWait, read({ max_wait: "250ms" }).maxWait], ["https://api.example", Infinity, 250]);
  assert.equal(read({ requests_per_minute: "0" }).heed, false);
  for (const [key, value] of [
    ["base_url", "http://x"], ["base_url", "/v1"], ["base_url", "https://"], ["base_url", "https://a:b@x"], ["base_url", "https://@x"],
    ["base_url", "https://x?"], ["base_url", "https://x#"], ["base_url", "https://x:99999"], ["requests_per_minute", "-1"],
    ["requests_per_minute", "1000001"], ["burst", "1.5"], ["max_wait", "90"], ["max_wait", "25h"], ["max_wait", "-1s"], ["max_wait", "1s "],
    ["ca_pem", "x"], ["ca_pem", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"],
    ["ca_pem", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"],
  ] as const) {
    assert.throws(() => read({ [key]: value }), (e: ConnectorError) => e.reason === "INVALID_CONFIG" && e.parts.path === `operator.${key}`, value);
  }
});

test("an error says what to do, and where, if the vendor's own words do not", () => {
  const advice: Advice = {
    host: "api.example", redact: new Redactor("lat_live_0123456789"), credentialPath: "credentials.api_key",
    suggest: { CREDENTIALS_REJECTED: "Make a new one." }, readError: () => ({ code: "", message: "", requestID: "" }),
  };
  const answered = (status: number) => judgeAnswer(advice, { status, headers: {}, body: Buffer.alloc(0) }).error.parts;
  const failed = (kind: Cause) => judgeCause(advice, new NoAnswer(kind, "why", 0, {})).error.parts;
  assert.deepEqual([answered(401).path, answered(401).suggestion], ["credentials.api_key", "Make a new one."]);
  assert.match(answered(429).suggestion ?? "", /^Come back later/);
  assert.deepEqual([failed("untrusted").path, failed("unknown authority").path], ["", "operator.ca_pem"]);
  assert.match(failed("unknown authority").suggestion ?? "", /give its certificates with operator\.ca_pem/);
});

test("Retry-After is seconds or a date by the vendor's clock", () => {
  const date = "Tue, 24 Nov 2026 18:00:00 GMT";
  const later = "Tue, 24 Nov 2026 18:00:07 GMT";
  for (const [headers, want] of [
    [{}, 0], [{ "retry-after": "2" }, 2000], [{ "retry-after": "0.1" }, 100], [{ "retry-after": "-1" }, 0], [{ "retry-after": "soon" }, 0],
    [{ "retry-after": "1e99" }, 365 * 24 * 3_600_000], [{ "retry-after": later, date }, 7000], [{ "retry-after": date, date: later }, 0],
  ] as const) assert.equal(retryAfter(headers, 0), want, JSON.stringify(headers));
});

test("what is left of a limit is read in either unit, or not at all", () => {
  const h = { remaining: "x-left", reset: "x-reset" };
  const now = Date.UTC(2026, 0, 1);
  const says = (left: string, reset: string) => told(h, { "x-left": left, "x-reset": reset }, now);
  assert.deepEqual(says("3", "10"), { left: 3, in: 11_000 });
  assert.deepEqual(says("0", String(now / 1000 + 10)), { left: 0, in: 11_000 });
  assert.deepEqual(says("0", "0.5"), { left: 0, in: 500 });
  for (const [left, reset] of [["", "1"], ["1", ""], ["-1", "1"], ["x", "1"], ["1", "1e30"], ["1e12", "1"], ["1", String(now / 1000 - 60)]] as const) {
    assert.equal(says(left, reset), undefined, `${left} ${reset}`);
  }
});

test("a pace is kept: as a window, as a bucket, and by the vendor's word", () => {
  const none = { perMinute: 0, burst: 0 };
  const most = (pace: { perMinute: number; burst: number }, until: number): number[] => {
    const p = new Pacer();
    const at: number[] = [];
    for (let now = 0; now <= until; ) {
      const wait = p.take(now, pace);
      if (wait > 0) {
        now += wait;
        continue;
      }
      at.push(now);
      p.done(now, pace, undefined);
    }
    return at;
  };
  const windowed = most({ perMinute: 5, burst: 0 }, 120_000);
  assert.deepEqual(windowed, [0, 0, 0, 0, 0, 60_005, 60_005, 60_005, 60_005, 60_005]);
  const bucket = most({ perMinute: 60, burst: 3 }, 10_000);
  assert.deepEqual(bucket.slice(0, 5).map(Math.round), [0, 0, 0, 1000, 2000]);

  const p = new Pacer();
  assert.equal(p.take(0, none), 0);
  p.done(0, none, { left: 2, in: 10_000 });
  assert.equal(p.take(0, none), 0);
  assert.equal(p.take(0, none), 0);
  assert.equal(p.take(0, none), 10_000); // both are under way
  p.done(5, none, { left: 1, in: 10_000 }); // the other is still under way
  assert.ok(p.take(5, none) > 0);
  assert.equal(p.take(10_005, none), 1000); // it may tell more
  p.done(10_005, none, undefined);
  assert.equal(p.take(10_005, none), 0); // one finds out
  p.hold(20_000);
  assert.ok(p.take(10_005, none) >= 9_995);

  const silent = new Pacer(); // of a vendor that tells nothing but a 429
  silent.hold(1000);
  assert.equal(silent.take(0, none), 1000);
  assert.deepEqual([silent.take(1000, none), silent.take(1000, none), silent.take(1000, none)], [0, 0, 0]);
});

test("a credential is found in whatever form, whole or in part, and ordinary words stay", () => {
  const key = `lat_live_lat"k<e>y&1+2/3=4%41\\5?6-0d9f4c52'Zq`;
  const r = new Redactor(key);
  const bytes = Buffer.from(key);
  for (const form of [
    key, key.toUpperCase(), encodeURIComponent(key), JSON.stringify(key), JSON.stringify(JSON.stringify(key)), bytes.toString("hex"),
    bytes.toString("base64"), Buffer.from("u:" + key).toString("base64"), key.slice(5, 25), key.slice(-12) + "...",
  ]) {
    const shown = r.text(`before ${form} after`);
    assert.ok(shown.startsWith("before ") && shown.endsWith(" after") && shown.includes("REDACTED"), shown);
    for (let i = 0; i + 12 <= form.length; i++) assert.ok(!shown.includes(form.slice(i, i + 12)), shown);
  }
  assert.equal(r.text("No user with id usr_1."), "No user with id usr_1.");
  assert.equal(r.excerpt("Authorization: Bearer someone-elses-token\r\n\tand\u0000more"), "REDACTED and more");
  assert.equal(r.url(new URL("https://u:p@x.example/v1?limit=5&email=a@b&cursor=c#f"), new Set(["limit", "cursor"])), "https://x.example/v1?limit=5&email=REDACTED&cursor=c");
  assert.equal(new Redactor("short").text("a short one"), "a REDACTED one");
});
