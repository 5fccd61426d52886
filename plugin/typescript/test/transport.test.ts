import assert from "node:assert/strict";
import dns from "node:dns";
import { createServer as createPlainServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { createServer } from "node:tls";
import { newCertificate } from "../src/sdk/certificate";
import { get, newAgent, type NoAnswer } from "../src/rest/transport";

/** What comes of a request that is answered by these bytes, after which the connection ends. */
async function answered(reply: string, trusted?: Buffer): Promise<string> {
  const { cert, key } = newCertificate();
  const server = createServer({ cert, key }, (socket) => {
    socket.on("error", () => {}).once("data", () => socket.end(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = newAgent((trusted ?? cert).toString());
  try {
    return await told(get(agent, urlOf(server), {}, AbortSignal.timeout(10_000)));
  } finally {
    agent.destroy();
    server.close();
  }
}

const urlOf = (server: { address(): unknown }): URL => new URL(`https://localhost:${(server.address() as AddressInfo).port}/`);

const told = (answer: ReturnType<typeof get>): Promise<string> => Promise.race([
  answer.then(({ status, body }) => `${status} ${body.toString()}`, (e: NoAnswer) => `${e.kind}: ${e.message}`),
  new Promise<string>((resolve) => setTimeout(resolve, 20_000, "nothing at all").unref()),
]);

test("whatever a server sends, the request ends", async () => {
  const head = "HTTP/1.1 200 OK\r\n";
  for (const [reply, want] of [
    [`${head}Content-Length: 2\r\n\r\n{}`, "200 {}"],
    [`HTTP/1.1 100 Continue\r\n\r\n${head}Content-Length: 2\r\n\r\n{}`, "200 {}"],
    [`${head}\r\n{}`, "200 {}"], // its end is the connection's
    ["HTTP/1.1 304 Not Modified\r\n\r\n", "304 "],
    ["HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n", "101 "],
    ["HTTP/1.1 103 Early Hints\r\n\r\n", "unreachable: the connection was closed before an answer came"],
    ["", "unreachable: the connection was closed before an answer came"],
    ["hello\r\n\r\n", "unreachable: the server does not speak HTTP"],
    [`${head}Content-Length: 3\r\n\r\n{}`, "cut short: the answer was cut short"],
    [`${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`, "cut short: the answer was cut short"],
  ] as const) assert.equal(await answered(reply), want, JSON.stringify(reply));
});

test("a certificate of an authority that is not known is told from one that is wrong", async () => {
  assert.match(await answered("", newCertificate().cert), /^unknown authority: TLS handshake: /);
});

test("where a host's several addresses all refuse, that is said", async (t) => {
  const server = createPlainServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = urlOf(server);
  await new Promise((resolve) => server.close(resolve));
  t.mock.method(dns, "lookup", (_host: string, _options: object, found: (e: null, all: object[]) => void) =>
    found(null, ["127.0.0.1", "127.0.0.2"].map((address) => ({ address, family: 4 }))));
  assert.equal(await told(get(newAgent(undefined), url, {}, AbortSignal.timeout(10_000))), "unreachable: connect: ECONNREFUSED");
});
