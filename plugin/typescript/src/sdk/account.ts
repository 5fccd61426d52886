// Holds an account to what the description asks for (account.proto). Errors never repeat a value: it may be secret.

import { create } from "@bufbuild/protobuf";
import type { Account } from "../gen/trellis/connector/v1/account_pb";
import {
  ChoiceSchema, FieldSchema, FieldType, type AuthMethod, type Description, type Field,
} from "../gen/trellis/connector/v1/describe_pb";
import { invalidField } from "./errors";
import { byCode, byteLength, clip, list, quote } from "./text";

const operatorFields = [
  create(FieldSchema, { key: "base_url", type: FieldType.URL }),
  create(FieldSchema, { key: "ca_pem" }), // text with line breaks: its reader judges it
  create(FieldSchema, { key: "requests_per_minute", type: FieldType.INTEGER }),
  create(FieldSchema, { key: "burst", type: FieldType.INTEGER }),
  create(FieldSchema, { key: "max_wait", type: FieldType.STRING }),
];

const maxAccountID = 256;
const maxValue = 64 << 10;
const maxOperatorValue = 256 << 10;

const sections = ["settings", "operator", "credentials"] as const;
type Section = (typeof sections)[number];
type Form = Record<Section, Map<string, Field>>;

/** Throws INVALID_CONFIG, which names the first bad key by its path. */
export function checkAccount(d: Description, a: Account | undefined): Account {
  if (!a) throw invalidField("account", "is missing");
  if (a.id === "" || byteLength(a.id) > maxAccountID) throw invalidField("account.id", `must have 1 to ${maxAccountID} bytes`);
  const form = formOf(d, authMethod(d, a.authMethodId));
  for (const section of sections) {
    const values = a[section];
    const fields = form[section];
    for (const key of Object.keys(values).sort(byCode)) {
      if (!fields.has(key)) throw misplaced(form, section, key);
    }
    const limit = section === "operator" ? maxOperatorValue : maxValue;
    for (const [key, field] of [...fields].sort(([x], [y]) => byCode(x, y))) {
      const why = checkValue(field, Object.hasOwn(values, key) ? values[key] : undefined, limit);
      if (why) throw invalidField(`${section}.${key}`, why, field.help);
    }
  }
  return a;
}

function authMethod(d: Description, id: string): AuthMethod | undefined {
  const found = id === "" ? d.authMethods[0] : d.authMethods.find((m) => m.id === id);
  if (!found && d.authMethods.length > 0) {
    throw invalidField("auth_method_id", `there is no method ${quote(id)}; there is ${list(d.authMethods.map((m) => m.id))}`);
  }
  return found;
}

function formOf(d: Description, method: AuthMethod | undefined): Form {
  const form: Form = { settings: new Map(), operator: new Map(), credentials: new Map() };
  for (const f of [...operatorFields, ...d.operatorFields]) form.operator.set(f.key, f);
  if (d.regions.length > 0) {
    const choices = d.regions.map((r) => create(ChoiceSchema, { value: r.id, label: r.title }));
    form.settings.set("region", create(FieldSchema, { key: "region", label: "Region", choices }));
  }
  const ofMethod = method?.kind.case === "fields" ? method.kind.value.fields : [];
  for (const f of [...d.settings, ...ofMethod]) form[f.secret ? "credentials" : "settings"].set(f.key, f);
  return form;
}

const belongs: Record<Section, string> = {
  operator: "only the operator of the host may set this",
  credentials: "this is a secret, which belongs among the credentials",
  settings: "this belongs among the settings",
};

function misplaced(form: Form, section: Section, key: string) {
  const path = `${section}.${clip(key, 64)}`;
  for (const other of ["operator", "credentials", "settings"] as const) {
    if (other !== section && form[other].has(key)) return invalidField(path, belongs[other]);
  }
  return invalidField(path, `is unknown; there is ${list([...form[section].keys()].sort(byCode))}`);
}

/** What is wrong with a value; "" where nothing is. */
export function checkValue(f: Field, value: string | undefined, limit: number): string {
  const max = f.maxLength > 0 ? Math.min(limit, f.maxLength) : limit;
  if (value === undefined || value === "") return f.required ? (value === undefined ? "is missing" : "is empty") : "";
  const size = byteLength(value);
  if (size < f.minLength) return `has ${size} bytes; at least ${f.minLength} are needed`;
  if (size > max) return `has ${size} bytes; at most ${max} fit`;
  if (f.key !== "ca_pem" && /\p{Cc}/u.test(value)) return "holds a line break or another control character";
  if (f.choices.length > 0 && !f.choices.some((c) => c.value === value)) return `must be ${list(f.choices.map((c) => c.value))}`;
  switch (f.type) {
    case FieldType.INTEGER:
      return isInt64(value) ? "" : "must be a whole number";
    case FieldType.BOOLEAN:
      return value === "true" || value === "false" ? "" : "must be true or false";
    case FieldType.URL:
      return isHTTPS(value) ? "" : "must be an https URL with a host";
    default:
      return "";
  }
}

function isInt64(value: string): boolean {
  if (!/^-?\d{1,25}$/.test(value)) return false;
  const n = BigInt(value);
  return n === BigInt.asIntN(64, n);
}

/** URL takes "https:host" and "https:///host" for what they are not: the form is looked at first. */
const isHTTPS = (value: string): boolean => /^https:\/\/[^/?#]/i.test(value) && URL.canParse(value);
