// One GET over one connection pool: bounded, with the credential added at the last moment and to one host only.

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Agent, request } from "node:https";

/** Bounds a vendor's answer, as the contract bounds messages. No honest page comes near. */
export const maxBody = 16 << 20;
/** Bounds what is read of an error's body: enough for an excerpt. */
const maxErrorBody = 64 << 10;
const maxHeader = 256 << 10;
/** For vendors that add or drop a slash; more is a loop. */
const maxRedirects = 3;
/** Connections of one credential. */
const maxSockets = 16;

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Why there is no answer, and what is known of it all the same. */
export type Cause = "untrusted" | "unknown authority" | "timeout" | "too large" | "cut short" | "unreachable";

export class NoAnswer extends Error {
  constructor(
    readonly kind: Cause,
    message: string,
    readonly status = 0,
    readonly headers: IncomingHttpHeaders = {},
  ) {
    super(message);
  }
}

/** The connections of one credential at one host. */
export const newAgent = (ca: string | undefined): Agent =>
  new Agent({
    keepAlive: true, maxSockets, minVersion: "TLSv1.2", rejectUnauthorized: true,
    timeout: 45_000, // idle: below the 60 s after which common load balancers drop a connection without a word
    ...(ca ? { ca } : {}),
  });

/** Sends a GET, and follows redirects on the same host. Throws NoAnswer, and the signal's reason. */
export async function get(agent: Agent, url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  const origin = url.origin;
  for (let hops = 0; ; hops++) {
    const answer = await once(agent, url, headers, signal);
    const to = answer.headers.location;
    if (answer.status < 300 || answer.status > 399 || answer.status === 304 || to === undefined) return answer;
    if (hops === maxRedirects) throw new NoAnswer("untrusted", "redirected more than a few times", answer.status, answer.headers);
    if (!URL.canParse(to, url.href) || new URL(to, url).origin !== origin || new URL(to, url).username !== "") {
      throw new NoAnswer("untrusted", "redirected to another host or away from HTTPS, which is not followed", answer.status, answer.headers);
    }
    url = new URL(to, url);
  }
}

function once(agent: Agent, url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    let broken: Error | undefined; // what happened to the connection, which comes before what that does to the answer
    const fail = (e: Error): void => {
      broken ??= e;
      reject(signal.aborted ? (signal.reason as Error) : judge(broken, response));
    };
    const r = request(url, { agent, headers, signal, maxHeaderSize: maxHeader });
    r.on("error", fail);
    r.on("response", (res) => {
      response = res;
      read(res).then((body) => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }), fail);
    });
    // Nobody asked for another protocol. Without a listener, Node.js would say nothing more of the request, not even that it is aborted.
    r.on("upgrade", (res, socket) => {
      socket.destroy();
      resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.alloc(0) });
    });
    r.end();
  });
}

/** Reads a body. An error's is cut at its limit, since its beginning is all that is shown. */
async function read(res: IncomingMessage): Promise<Buffer> {
  const ok = isOK(res.statusCode ?? 0);
  const limit = ok ? maxBody : maxErrorBody;
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = () => new NoAnswer("too large", `the answer is above ${maxBody >> 20} MiB`, res.statusCode, res.headers);
  try {
    if (ok && Number(res.headers["content-length"] ?? 0) > limit) throw tooLarge();
    for await (const chunk of res as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit && ok) throw tooLarge();
      chunks.push(chunk);
      if (size > limit) break;
    }
  } catch (e) {
    res.destroy();
    if (ok) throw e;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

export const isOK = (status: number): boolean => status >= 200 && status <= 299;

/** What can happen on the way to a host that is who it should be, by the system's names. All else is about trust. */
const onTheWay = new Set([
  "ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN",
  "EADDRNOTAVAIL", "EMFILE",
]);

/** OpenSSL's names for a chain of certificates that ends with an authority nobody knows here. */
const strangers = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

function judge(e: Error & { code?: string; syscall?: string }, response: IncomingMessage | undefined): NoAnswer {
  if (e instanceof NoAnswer) return e;
  if (e instanceof AggregateError && e.errors[0]) return judge(e.errors[0] as Error, response); // of a host's several addresses, all in vain
  const { statusCode: status, headers } = response ?? { statusCode: 0, headers: {} };
  const code = e.code ?? "";
  const says = (kind: Cause, message: string) => new NoAnswer(kind, message, status, headers);
  if (code === "ETIMEDOUT") return says("timeout", "no whole answer in time");
  // Within an answer, an end in good order is one that is cut short; a reset has the system's call with it.
  if (response && e.syscall === undefined) return says("cut short", "the answer was cut short");
  if (onTheWay.has(code)) return says("unreachable", response ? `the connection broke: ${code}` : reasonOf(e, code));
  if (code.startsWith("HPE_")) return says("unreachable", "the server does not speak HTTP");
  const why = code === "EPROTO" || code.startsWith("ERR_SSL") ? "the server does not speak TLS that is taken here" : `${code}`;
  return says(strangers.has(code) ? "unknown authority" : "untrusted", `TLS handshake: ${why}`);
}

const reasonOf = (e: { syscall?: string; message: string }, code: string): string =>
  e.syscall === undefined ? "the connection was closed before an answer came" : `${e.syscall}: ${code}`;
