import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { create, fromBinary } from "@bufbuild/protobuf";
import { anyUnpack, durationMs } from "@bufbuild/protobuf/wkt";
import { status } from "@grpc/grpc-js";
import { ErrorInfoSchema, RetryInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import { StatusSchema } from "../src/gen/google/rpc/status_pb";
import { AccountSchema } from "../src/gen/trellis/connector/v1/account_pb";
import { Visibility } from "../src/gen/trellis/connector/v1/authenticate_pb";
import { ErrorDetailSchema, Fault } from "../src/gen/trellis/connector/v1/error_pb";
import { End, ListOptionsSchema, PageInfoSchema, type ListOptions, type PageInfo } from "../src/gen/trellis/connector/v1/list_pb";
import { UserSchema, type User } from "../src/gen/trellis/iam/v1/user_pb";
import { description } from "../src/lattica/describe";
import { ConnectorError, Listing } from "../src/sdk";
import { checkAccount } from "../src/sdk/account";
import { newCertificate, pem } from "../src/sdk/certificate";
import { toStatus } from "../src/sdk/errors";
import { checkVersions, handshakeLine } from "../src/sdk/handshake";
import { least } from "../src/sdk/listing";
import { checkListOptions } from "../src/sdk/options";
import { clip, head } from "../src/sdk/text";

const options = (init: Partial<ListOptions> = {}): ListOptions => Object.assign(create(ListOptionsSchema), init);
const account = (id = "acme", settings = {}) =>
  create(AccountSchema, { id, settings, credentials: { api_key: "lat_live_0123456789" } });

const binding = { connector: "c", resource: "users", endpoint: "https://x.example", pageSize: 10, cursorVersion: 1 };

async function oneToken(request = { account: account(), options: options() }, bound = binding, cursor = "next"): Promise<string> {
  let token = "";
  const sink = { page: (_: User[], info: PageInfo) => Promise.resolve(void (token = info.nextPageToken)), progress: () => Promise.resolve() };
  await new Listing<User>(sink, request, bound, Visibility.UNKNOWN).page([], create(PageInfoSchema), cursor);
  return token;
}

const noSink = { page: () => Promise.resolve(), progress: () => Promise.resolve() };
const resume = (pageToken: string, o: Partial<ListOptions> = {}, a = account(), bound = binding) =>
  new Listing<User>(noSink, { account: a, options: options({ ...o, pageToken }) }, bound, Visibility.FULL);

test("a token is bound to what the contract says, and to nothing else", async () => {
  const token = await oneToken();
  assert.match(token, /^[A-Za-z0-9_-]+$/);
  assert.equal(resume(token).cursor, "next");
  const rotated = account();
  rotated.credentials["api_key"] = "lat_live_of_the_next_quarter";
  assert.equal(resume(token, { pageLimit: 3 }, rotated).cursor, "next");
  assert.equal(resume(token, {}, account("acme", { empty: "" })).cursor, "next");
  for (const other of [
    () => resume(token, {}, account("other")), () => resume(token, {}, account("acme", { region: "eu" })), () => resume(token, { raw: true }),
    () => resume(token, { expand: ["groups"] }), () => resume(token, { filters: [{ $typeName: "trellis.connector.v1.Filter", name: "a", values: ["b"] }] }),
    ...Object.entries({ connector: "d", resource: "roles", endpoint: "https://y.example", pageSize: 11 })
      .map(([key, value]) => () => resume(token, {}, account(), { ...binding, [key]: value })),
  ]) assert.throws(other, { reason: "BAD_PAGE_TOKEN" }, other.toString());
  assert.throws(() => resume(token, {}, account(), { ...binding, cursorVersion: 2 }), { reason: "PAGE_TOKEN_EXPIRED" });
  for (let i = 0; i < token.length; i++) {
    const damaged = token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1);
    assert.throws(() => resume(damaged), { reason: "BAD_PAGE_TOKEN" });
    assert.throws(() => resume(token.slice(0, i) || "x"), { reason: "BAD_PAGE_TOKEN" });
  }
});

test("filters and expand are sets to a token", async () => {
  const filter = (name: string, ...values: string[]) => ({ $typeName: "trellis.connector.v1.Filter" as const, name, values });
  const token = await oneToken({ account: account(), options: options({ filters: [filter("a", "1", "2"), filter("b", "3")], expand: ["x", "y"] }) });
  assert.equal(resume(token, { filters: [filter("b", "3"), filter("a", "2", "1", "1")], expand: ["y", "x"] }).cursor, "next");
});

test("a cursor that fits no token makes none, and the longest that does is within bounds", async () => {
  assert.equal(await oneToken(undefined, undefined, "x".repeat(5000)), "");
  const token = await oneToken(undefined, undefined, "é".repeat(747));
  assert.ok(token.length > 2000 && token.length <= 2048, String(token.length));
  assert.equal(resume(token).cursor, "é".repeat(747));
});

test("a listing counts, ends at its limit, and carries its facts", async () => {
  const request = { account: account(), options: options({ pageLimit: 2 }) };
  const l = new Listing<User>(noSink, request, binding, Visibility.FULL);
  const user = (id: string, warned = false) =>
    create(UserSchema, { id, ...(warned ? { source: { warnings: [{ path: "$.x", reason: "y".repeat(600) }] } } : {}) });
  await l.page([user("1"), user("2", true)], create(PageInfoSchema, { rejected: [{ index: 2 }] }), "a");
  assert.equal(l.full, false);
  l.drift();
  l.sees(Visibility.PARTIAL);
  const info = create(PageInfoSchema);
  await l.page([user("3")], info, "b");
  assert.equal(l.full, true);
  const r = l.pageLimit();
  assert.deepEqual([r.end, r.items, r.rejected, r.warned, r.nextPageToken], [End.PAGE_LIMIT, 3n, 1n, 1n, info.nextPageToken]);
  const second = resume(r.nextPageToken).exhausted();
  assert.deepEqual([second.end, second.items, second.nextPageToken], [End.EXHAUSTED, 0n, ""]);
  assert.equal(second.listingId, r.listingId);
  assert.deepEqual(second.listingStartedAt, r.listingStartedAt);
  assert.deepEqual([second.visibility, second.driftObserved], [Visibility.PARTIAL, true]);
  assert.equal(least(Visibility.FULL, Visibility.UNKNOWN), Visibility.UNKNOWN);
});

test("an error crosses the wire whole, and within 4 KiB however long it is", () => {
  const read = (e: ConnectorError) => {
    const s = toStatus(e, "c", "ListUsers");
    const [bytes] = s.metadata!.get("grpc-status-details-bin") as Buffer[];
    const whole = fromBinary(StatusSchema, bytes!);
    assert.deepEqual([whole.code, whole.message], [s.code, s.details]);
    assert.ok(bytes!.length + s.details!.length <= 4096 + s.details!.length && bytes!.length <= 4096, String(bytes!.length));
    return { s, whole };
  };
  const { s, whole } = read(new ConnectorError("RATE_LIMITED", "page 3: slow down", { retryAfter: 1500, upstreamStatus: 429, path: "$.x" }));
  assert.deepEqual([s.code, s.details], [status.RESOURCE_EXHAUSTED, "c: ListUsers: page 3: slow down"]);
  const [info, retry, detail] = whole.details;
  assert.deepEqual([anyUnpack(info!, ErrorInfoSchema)!.reason, anyUnpack(info!, ErrorInfoSchema)!.domain], ["RATE_LIMITED", "trellis"]);
  assert.equal(durationMs(anyUnpack(retry!, RetryInfoSchema)!.retryDelay!), 1500);
  const d = anyUnpack(detail!, ErrorDetailSchema)!;
  assert.deepEqual([d.fault, d.upstreamStatus, d.path, d.connector, d.operation], [Fault.UPSTREAM, 429, "$.x", "c", "ListUsers"]);
  assert.ok(whole.details.every((any) => any.typeUrl.startsWith("type.googleapis.com/")));
  const long = "é".repeat(9000);
  read(new ConnectorError("UPSTREAM_REJECTED", long, { path: long, suggestion: long, upstreamExcerpt: long, vendorRequestId: long, incidentId: long, retryAfter: 1 }));
});

test("an account is held to the description", () => {
  const check = (change: (a: ReturnType<typeof account>) => void) => {
    const a = account();
    change(a);
    checkAccount(description, a);
  };
  check(() => {});
  check((a) => { a.settings["nothing"] = ""; delete a.settings["nothing"]; });
  for (const [path, change] of [
    ["account.id", (a) => { a.id = ""; }], ["auth_method_id", (a) => { a.authMethodId = "oauth"; }],
    ["credentials.api_key", (a) => { a.credentials = {}; }], ["credentials.api_key", (a) => { a.credentials["api_key"] = "short"; }],
    ["credentials.api_key", (a) => { a.credentials["api_key"] = "lat_live_\n0123456"; }], ["credentials.token", (a) => { a.credentials["token"] = "x"; }],
    ["settings.base_url", (a) => { a.settings["base_url"] = "https://x"; }], ["settings.api_key", (a) => { a.settings["api_key"] = "x"; }],
    ["settings.constructor", (a) => { a.settings["constructor"] = "x"; }], ["operator.proxy", (a) => { a.operator["proxy"] = "x"; }],
    ["operator.base_url", (a) => { a.operator["base_url"] = "http://x"; }], ["operator.base_url", (a) => { a.operator["base_url"] = "https:x"; }],
    ["operator.burst", (a) => { a.operator["burst"] = "+1"; }], ["operator.burst", (a) => { a.operator["burst"] = "9223372036854775808"; }],
  ] as [string, (a: ReturnType<typeof account>) => void][]) {
    assert.throws(() => check(change), (e: ConnectorError) => {
      assert.deepEqual([e.reason, e.parts.path], ["INVALID_CONFIG", path]);
      assert.ok(!e.message.includes("0123456"));
      return true;
    });
  }
});

test("options are held to the resource", () => {
  const r = description.resources[0]!;
  const filter = (name: string, ...values: string[]) => ({ $typeName: "trellis.connector.v1.Filter" as const, name, values });
  checkListOptions(r, options({ pageSize: 1000 }));
  for (const [reason, o] of [
    ["INVALID_CONFIG", { pageSize: 1001 }], ["INVALID_CONFIG", { pageSize: -1 }], ["INVALID_CONFIG", { pageLimit: -1 }],
    ["BAD_PAGE_TOKEN", { pageToken: "https://elsewhere.example/" }], ["BAD_PAGE_TOKEN", { pageToken: "x".repeat(2049) }],
    ["UNSUPPORTED", { changeToken: "x" }], ["UNSUPPORTED", { filters: [filter("status", "enabled")] }], ["UNSUPPORTED", { expand: ["groups"] }],
  ] as [string, Partial<ListOptions>][]) assert.throws(() => checkListOptions(r, options(o)), { reason }, JSON.stringify(o));
});

test("PEM has no empty line, however long a certificate's signature is", () => {
  for (let n = 1; n <= 3 * 48; n++) { // 48 bytes fill a line
    const der = Buffer.alloc(n, n);
    const [begin, ...lines] = pem("THING", der).trimEnd().split("\n");
    assert.deepEqual([begin, lines.pop()], ["-----BEGIN THING-----", "-----END THING-----"]);
    assert.ok(lines.every((line, i) => (i < lines.length - 1 ? line.length === 64 : line.length > 0 && line.length <= 64)), `${n} bytes`);
    assert.deepEqual(Buffer.from(lines.join(""), "base64"), der);
  }
});

test("the certificate is what TLS of any language takes", () => {
  const c = newCertificate(Date.UTC(2049, 11, 31, 12)); // the time has another form from 2050 on
  const x = new X509Certificate(c.cert);
  assert.deepEqual(Buffer.from(x.raw), c.der);
  assert.ok(x.verify(x.publicKey) && x.ca && x.checkHost("localhost") === "localhost");
  assert.deepEqual([x.validFrom, x.validTo], ["Dec 31 11:00:00 2049 GMT", "Jan  1 12:00:00 2050 GMT"]);
  assert.deepEqual(x.keyUsage, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  assert.equal(x.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1");
  assert.notEqual(new X509Certificate(newCertificate().cert).serialNumber, x.serialNumber);
});

test("the handshake says where, and which side to upgrade", () => {
  assert.equal(handshakeLine("unix", "/s", Buffer.from("cert")), "1|1|unix|/s|grpc|Y2VydA\n");
  checkVersions("3, 1");
  assert.throws(() => checkVersions(""), /is not set/);
  assert.throws(() => checkVersions("2"), /upgrade the connector/);
  assert.throws(() => checkVersions("0"), /upgrade the host/);
});

test("texts are cut between characters", () => {
  assert.equal(head("aé😀", 3), "aé");
  assert.equal(head("aé😀", 6), "aé");
  assert.equal(head("aé😀", 7), "aé😀");
  assert.equal(clip("ééééé", 9), "ééé...");
});
