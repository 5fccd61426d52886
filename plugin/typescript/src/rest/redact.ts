// Takes the credential out of text that leaves the process: whole or in part, plain or encoded, in any case. A vendor may echo
// it, and what is left of a masked or cut echo must help nobody.

import { maxExcerptSize } from "../sdk/limits";
import { head } from "../sdk/text";

const redacted = "REDACTED";

/** The length from which a run of the secret's own characters is hidden: ordinary words stay. */
const gram = 8;

/** Looks like anybody's credential: after the word for it, or by its form. */
const looksSecret = new RegExp(
  String.raw`\bbearer\s+[^\s"'<>,;]+|\bbasic\s+[a-z0-9+/=_-]{8,}|\beyj[a-z0-9_-]{8,}(\.[a-z0-9_-]+)*` +
    String.raw`|\b(api[_-]?key|access[_-]?token|token|secret|password|authorization|cookie)(\\?["'])?\s*[:=]\s*(\\?["'])?((bearer|basic)\s+)?[^\s"'<>,;\\]{4,}`,
  "gi",
);

export class Redactor {
  private readonly grams = new Set<string>();
  private readonly short: string = "";

  constructor(secret: string) {
    if (secret.length < gram) this.short = secret;
    else for (const form of formsOf(secret)) {
      const lower = asciiLower(form);
      for (let i = 0; i + gram <= lower.length; i++) this.grams.add(lower.slice(i, i + gram));
    }
  }

  /** A text without the secret. */
  text(s: string): string {
    if (this.short) return s.replaceAll(this.short, redacted);
    const lower = asciiLower(s);
    let out = "";
    let kept = 0; // s is written out up to here
    for (let i = 0; i + gram <= lower.length; i++) {
      if (!this.grams.has(lower.slice(i, i + gram))) continue;
      let end = i + gram;
      while (end < lower.length && this.grams.has(lower.slice(end - gram + 1, end + 1))) end++;
      out += s.slice(kept, i) + redacted;
      kept = end;
      i = end - 1;
    }
    return out + s.slice(kept);
  }

  /** The beginning of a vendor's answer that may be shown: without secrets, on one line. */
  excerpt(body: Buffer | string): string {
    // Twice what is shown, so that a secret that stands across the cut is still seen whole.
    const beginning = typeof body === "string" ? body.slice(0, 2 * maxExcerptSize) : body.toString("utf8", 0, 2 * maxExcerptSize);
    const shown = this.text(beginning).replaceAll(looksSecret, redacted).replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
    return head(shown, maxExcerptSize);
  }

  /** A header's or member's short value: printable ASCII. */
  label(v: string, max = 128): string {
    return this.text(v.replaceAll(/[^ -~]/g, "")).slice(0, max);
  }

  /** A URL that may be shown: query values that are not public are replaced. */
  url(u: URL, shown: ReadonlySet<string>): string {
    const safe = new URL(u);
    safe.username = safe.password = safe.hash = "";
    for (const name of [...safe.searchParams.keys()]) if (!shown.has(name)) safe.searchParams.set(name, redacted);
    return this.text(safe.href);
  }
}

/** As long as s, unlike toLowerCase. */
const asciiLower = (s: string): string => s.replaceAll(/[A-Z]+/g, (c) => c.toLowerCase());

/** How a secret looks in URLs, in HTML, in JSON, in JSON's text within JSON, in hex, and inside of longer base64. */
function formsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  const query = new URLSearchParams({ "": secret }).toString().slice(1);
  const forms = [secret, encodeURIComponent(secret), query, encodeURI(secret), bytes.toString("hex")];
  const html = [["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"]].reduce((s, [from, to]) => s.replaceAll(from!, to!), secret);
  forms.push(html, html.replaceAll('"', "&quot;").replaceAll("'", "&#39;"), html.replaceAll('"', "&#34;").replaceAll("'", "&#39;"));
  const quoted = JSON.stringify(secret).slice(1, -1);
  const ascii = quoted.replaceAll(/[^ -~]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const noHTML = (s: string) => s.replaceAll(/[<>&]/g, (c) => "\\u00" + c.charCodeAt(0).toString(16));
  for (const form of [quoted, ascii, noHTML(quoted), noHTML(ascii), ascii.replaceAll("/", "\\/")]) {
    forms.push(form, JSON.stringify(form).slice(1, -1));
  }
  for (const before of [0, 1, 2]) { // where in a group of base64 it can begin; what it shares with its neighbours is left out
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64").replaceAll("=", "");
    const own = encoded.slice(Math.floor((before * 8 + 5) / 6), -1);
    forms.push(own, own.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return new Set(forms);
}
