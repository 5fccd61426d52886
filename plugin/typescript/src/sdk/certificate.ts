// A self-signed certificate for one process (RFC 5280), ECDSA P-256. Node.js makes keys and signatures and reads certificates,
// but makes none. A library for it (@peculiar/x509) takes 70 ms to load, as long as Node.js itself takes to start; what is
// needed of DER is these lines, and the tests read their result with two X.509 parsers that are not ours.

import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Certificate {
  der: Buffer;
  /** PEM of certificate and private key, as TLS wants them. */
  cert: Buffer;
  key: Buffer;
}

// A certificate is looked at once, within seconds. The lifetime only has to outlast a clock that is set in between.
const backdated = 3_600_000;
const lifetime = 24 * 3_600_000;

/** Makes a key pair and its certificate, for the name localhost. It identifies nobody: the host pins it. */
export function newCertificate(now = Date.now()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid("1.2.840.10045.4.3.2")); // ecdsa-with-SHA256
  const name = sequence(set(sequence(oid("2.5.4.3"), tagged(0x0c, Buffer.from("localhost")))));
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))), // X.509 version 3
    integer(serial()),
    algorithm,
    name,
    sequence(time(now - backdated), time(now + lifetime)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(
      // It may sign, because some TLS libraries trust only what is an authority.
      extension("2.5.29.19", sequence(tagged(0x01, Buffer.of(0xff))), true), // basic constraints: CA
      extension("2.5.29.15", tagged(0x03, Buffer.of(2, 0b1000_1100)), true), // usage: signature, key agreement, certificates
      extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2"))), // server and client
      extension("2.5.29.17", sequence(tagged(0x82, Buffer.from("localhost")))), // subject alternative name, DNS
    )),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const der = sequence(toBeSigned, algorithm, bits(signature));
  return {
    der,
    cert: Buffer.from(pem("CERTIFICATE", der)),
    key: Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

/** PEM (RFC 7468): lines of 64 characters. None of them is empty, also where the last one is full: OpenSSL would read no further. */
export function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** 127 random bits, the first of which is set, so that the number is positive and as long as it can be. */
function serial(): Buffer {
  const b = randomBytes(16);
  b[0] = (b[0]! & 0x7f) | 0x40;
  return b;
}

function tagged(tag: number, content: Buffer): Buffer {
  const n = content.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));
const integer = (value: Buffer): Buffer => tagged(0x02, value);
const bits = (value: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.of(0), value]));

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [tagged(0x01, Buffer.of(0xff))] : []), tagged(0x04, value));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const n of rest) {
    const groups = [n & 0x7f];
    for (let more = n >>> 7; more > 0; more >>>= 7) groups.unshift((more & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** UTCTime, which RFC 5280 wants for years before 2050, and GeneralizedTime after. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, ""); // 20260102030405Z
  return new Date(ms).getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}
