// What an operator may set of a connector over HTTP (account.proto).

import { X509Certificate } from "node:crypto";
import type { Account } from "../gen/trellis/connector/v1/account_pb";
import { invalidField } from "../sdk";

/** With burst 0 a window: never more than perMinute requests in any 60 s. Else a bucket of that size. perMinute 0: no limit. */
export interface Pace {
  perMinute: number;
  burst: number;
}

export interface Settings {
  /** Where requests go: https, with a host, without a slash at the end. */
  base: URL;
  /** The same as text, which page tokens are bound to. */
  endpoint: string;
  /** The only certificates that are trusted; undefined: Node's. */
  ca: string | undefined;
  pace: Pace;
  /** Whether what the vendor's answers tell of its limit is heeded: not by an operator who wants no pacing. */
  heed: boolean;
  /** The longest single wait for a rate limit, in milliseconds. */
  maxWait: number;
}

// Beyond these it is a slip, not a wish.
const maxPerMinute = 1_000_000;
const maxMaxWait = 24 * 3_600_000;

/** Reads the operator's keys. Every error is INVALID_CONFIG and names the key; an empty value is as if missing. */
export function readSettings(account: Account, baseURL: string): Settings {
  const o = account.operator;
  const base = parseBase(o["base_url"] || baseURL);
  const perMinute = count(o, "requests_per_minute");
  return {
    base, endpoint: base.href.replace(/\/$/, ""),
    ca: o["ca_pem"] ? parseCA(o["ca_pem"]) : undefined,
    pace: { perMinute: perMinute ?? 0, burst: count(o, "burst") ?? 0 },
    heed: perMinute !== 0,
    maxWait: o["max_wait"] ? parseDuration(o["max_wait"]) : Infinity,
  };
}

const invalid = (key: string, why: string) => invalidField(`operator.${key}`, why);

function count(o: Record<string, string>, key: string): number | undefined {
  const value = o[key];
  if (!value) return undefined;
  const n = /^\d{1,7}$/.test(value) ? Number(value) : maxPerMinute + 1;
  if (n > maxPerMinute) throw invalid(key, `must be a whole number of 0 to ${maxPerMinute}`);
  return n;
}

function parseBase(text: string): URL {
  const bad = (why: string) => invalid("base_url", why);
  if (!URL.canParse(text)) throw bad("is no URL"); // the parser's error repeats it
  const u = new URL(text);
  if (u.protocol === "http:") throw bad("must be https: credentials never travel in the clear");
  if (u.protocol !== "https:" || !/^https:\/\/[^/?#]/i.test(text)) throw bad("must be an https URL with a host");
  if (u.username || u.password || /^https:\/\/[^/?#]*@/i.test(text)) throw bad("must not hold a user or password");
  if (text.includes("?") || text.includes("#")) throw bad("must not hold a query or fragment");
  u.pathname = u.pathname.replaceAll(/\/{2,}/g, "/").replace(/\/$/, "");
  return u;
}

function parseCA(pem: string): string {
  const blocks = pem.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];
  if (blocks.length === 0) throw invalid("ca_pem", "holds no certificate in PEM");
  for (const block of blocks) {
    if (!block.startsWith("-----BEGIN CERTIFICATE-----")) throw invalid("ca_pem", "must hold certificates and nothing else");
    try {
      new X509Certificate(block);
    } catch {
      throw invalid("ca_pem", "holds a certificate that cannot be read");
    }
  }
  return pem;
}

const units: Record<string, number> = { ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration in numbers with units, as Go writes it: 90s, 1m30s, 250ms. In milliseconds. */
function parseDuration(text: string): number {
  const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy;
  let total = 0;
  let end = 0;
  for (let m = part.exec(text); m; m = part.exec(text)) {
    total += Number(m[1]) * units[m[2]!]!;
    end = part.lastIndex;
  }
  if (text === "0") return 0;
  if (end !== text.length || total > maxMaxWait) throw invalid("max_wait", "must be a duration of 0s to 24h, such as 90s");
  return total;
}
