import assert from "node:assert/strict";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AccountSchema } from "../src/gen/trellis/connector/v1/account_pb";
import { Client } from "../src/rest/client";
import { Lanes } from "../src/rest/lanes";
import { Redactor } from "../src/rest/redact";
import { readSettings } from "../src/rest/settings";
import { newCertificate } from "../src/sdk/certificate";
import type { ConnectorError } from "../src/sdk";

test("a clock that is set back does not make the pace wait for it", async (t) => {
  const { cert, key } = newCertificate();
  const server = createServer({ cert, key }, (_, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const operator = {
    base_url: `https://localhost:${(server.address() as AddressInfo).port}`, ca_pem: cert.toString(), requests_per_minute: "1", max_wait: "1s",
  };
  const client = new Client({
    settings: readSettings(create(AccountSchema, { id: "a", operator }), ""), credential: "a-key-of-nobody", userAgent: "test", lanes: new Lanes(),
    rateHeaders: { remaining: "x-left", reset: "x-reset" },
    advice: { host: "localhost", redact: new Redactor("a-key-of-nobody"), credentialPath: "", suggest: {}, readError: () => ({ code: "", message: "", requestID: "" }) },
  });
  const send = () => client.send({ path: "/", query: {}, public: new Set() }, { signal: new AbortController().signal, deadline: Infinity }, () => {});
  assert.equal((await send()).status, 200);
  const now = Date.now();
  t.mock.method(Date, "now", () => now - 3_600_000);
  await assert.rejects(send(), (e: ConnectorError) => e.reason === "RATE_LIMITED" && e.parts.retryAfter! <= 60_005);
  server.close();
  server.closeAllConnections();
});
