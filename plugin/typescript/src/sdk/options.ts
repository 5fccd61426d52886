// Holds the options of a request to the contract's bounds, and to what the resource offers (list.proto).

import { create } from "@bufbuild/protobuf";
import {
  FieldSchema, Operation, ResourceKind, type Description, type Resource,
} from "../gen/trellis/connector/v1/describe_pb";
import type { Filter, ListOptions } from "../gen/trellis/connector/v1/list_pb";
import { checkValue } from "./account";
import { ConnectorError, invalidField } from "./errors";
import { maxIDSize, maxPageSize } from "./limits";
import { byteLength, clip, list, quote } from "./text";
import { badToken, isToken } from "./token";

const maxFilters = 32;
const maxValues = 64;
const maxFilterValue = 1024;
const maxExpand = 32;

const kindName = (kind: ResourceKind): string => (ResourceKind[kind] ?? "thing").toLowerCase() + "s";

/** What the description says of a kind that has the operation; else UNSUPPORTED. */
export function resourceOf(d: Description, kind: ResourceKind, operation: Operation): Resource {
  const offered = d.resources.filter((r) => r.operations.includes(operation));
  const found = offered.find((r) => r.kind === kind);
  if (found) return found;
  const only = offered.length > 0 ? `, only for ${list(offered.map((r) => kindName(r.kind)))}` : "";
  throw new ConnectorError("UNSUPPORTED", `the connector does not offer this for ${kindName(kind)}${only}`);
}

export function checkListOptions(r: Resource, o: ListOptions): void {
  if (!isToken(o.pageToken)) throw badToken("it is no page token of any connector");
  if (o.pageSize < 0 || o.pageSize > maxPageSize) throw invalidField("options.page_size", `must be 0 to ${maxPageSize}`);
  if (o.pageLimit < 0) throw invalidField("options.page_limit", "must not be negative");
  if (o.changeToken !== "") throw unsupported("options.change_token", "lists of changes are not offered");
  checkFilters(r, o.filters);
  checkExpand(r, o.expand);
}

export function checkGetOptions(r: Resource, id: string, expand: readonly string[]): void {
  if (id === "") throw invalidField("id", "is missing");
  if (byteLength(id) > maxIDSize) throw invalidField("id", `has ${byteLength(id)} bytes, above ${maxIDSize}`);
  checkExpand(r, expand);
}

function checkFilters(r: Resource, filters: readonly Filter[]): void {
  if (filters.length > maxFilters) throw invalidField("options.filters", `at most ${maxFilters} filters fit`);
  const seen = new Set<string>();
  for (const f of filters) {
    const path = `options.filters.${clip(f.name, 64)}`;
    const spec = r.filters.find((s) => s.name === f.name);
    if (!spec) throw unsupported(path, `there is no such filter; there is ${list(r.filters.map((s) => s.name))}`);
    if (seen.has(f.name)) throw invalidField(path, "is given twice; give several values to one filter instead");
    if (f.values.length === 0) throw invalidField(path, "has no value");
    if (f.values.length > maxValues) throw invalidField(path, `at most ${maxValues} values fit`);
    if (f.values.length > 1 && !spec.multiple) throw invalidField(path, "takes one value");
    seen.add(f.name);
    const field = create(FieldSchema, { required: true, choices: spec.choices });
    for (const value of f.values) {
      const why = checkValue(field, value, maxFilterValue);
      if (why) throw invalidField(path, `${quote(value)} ${why}`);
    }
  }
}

function checkExpand(r: Resource, expand: readonly string[]): void {
  if (expand.length > maxExpand) throw invalidField("options.expand", `at most ${maxExpand} names fit`);
  const names = r.expands.map((s) => s.name);
  expand.forEach((e, i) => {
    if (!names.includes(e)) throw unsupported("options.expand", `${quote(e)} cannot be expanded; there is ${list(names)}`);
    if (expand.indexOf(e) < i) throw invalidField("options.expand", `${quote(e)} is given twice`);
  });
}

const unsupported = (path: string, why: string): ConnectorError => new ConnectorError("UNSUPPORTED", `${path}: ${why}`, { path });

/** The page size in force: what was asked for, within the resource's default and maximum. */
export const pageSize = (o: ListOptions, r: Resource): number =>
  Math.min(o.pageSize > 0 ? o.pageSize : r.defaultPageSize, r.maxPageSize || r.defaultPageSize);
