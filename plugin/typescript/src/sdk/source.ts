// Keeps an item within the limits of the contract (source.proto, connector.proto "Sizes").

import { create } from "@bufbuild/protobuf";
import { SourceSchema, WarningSchema } from "../gen/trellis/iam/v1/source_pb";
import type { Item } from "./connector";
import { maxPathSize, maxRawSize, maxReasonSize } from "./limits";
import { clip } from "./text";

/** Leaves out raw that is too large, and cuts warnings. */
export function fitSource(item: Item): void {
  const s = item.source;
  if (!s) return;
  if (s.raw.length > maxRawSize) {
    s.raw = new Uint8Array();
    s.rawOmitted = true;
  }
  for (const w of s.warnings) {
    w.path = clip(w.path, maxPathSize);
    w.reason = clip(w.reason, maxReasonSize);
  }
}

const tooLarge = "left out: the item would fit no message with it";

/** Leaves out of an item that fits no message what makes it so large: raw first, then its lists. False: nothing is left to go. */
export function shrink(item: Item): boolean {
  const s = item.source ?? create(SourceSchema);
  if (s.raw.length > 0) {
    s.raw = new Uint8Array();
    s.rawOmitted = true;
    return true;
  }
  const had = Object.keys(item).length;
  let paths = "";
  switch (item.$typeName) {
    case "trellis.iam.v1.User":
      for (const field of ["customFields", "groups", "roles"] as const) delete item[field];
      paths = "custom_fields, groups, roles";
      break;
    case "trellis.iam.v1.Group":
      for (const field of ["members", "roles"] as const) delete item[field];
      paths = "members, roles";
      break;
    case "trellis.iam.v1.Role":
      return false;
  }
  if (Object.keys(item).length === had) return false;
  s.warnings.push(create(WarningSchema, { path: paths, reason: tooLarge }));
  item.source = s;
  return true;
}
