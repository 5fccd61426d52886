// What the connector says of itself. It is what connector/lattica says, in Go, but for its name; a test compares them.

import { create } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { ResourceAccessSchema, Availability, Visibility, type ResourceAccess } from "../gen/trellis/connector/v1/authenticate_pb";
import {
  Consistency, CoverageKind, DescriptionSchema, EdgeLocation, FieldSchema, FieldType, Operation, ResourceKind, ResourceSchema,
  type Description, type Field, type Resource,
} from "../gen/trellis/connector/v1/describe_pb";

export const name = "lattica-node";
export const version = "0.1.0";
export const maxPage = 100;

/** A list that Lattica does not document: its path is assumed, and the operator can set another. */
export interface Collection {
  name: "users" | "roles";
  kind: ResourceKind;
  path: string;
  pathKey: string;
  edges: EdgeLocation;
}

export const users: Collection = {
  name: "users", kind: ResourceKind.USER, path: "/v1/users", pathKey: "users_path", edges: EdgeLocation.UNSPECIFIED,
};
export const roles: Collection = {
  name: "roles", kind: ResourceKind.ROLE, path: "/v1/roles", pathKey: "roles_path", edges: EdgeLocation.USER,
};

const assumption = (c: Collection): string => `Lattica documents no list of ${c.name}; GET ${c.path} is assumed.`;

const pathField = (c: Collection): Field => create(FieldSchema, {
  key: c.pathKey, label: `Path of ${c.name}`, defaultValue: c.path, maxLength: 256, type: FieldType.STRING,
  help: `${assumption(c)} Where the list is elsewhere on the host, this says where.`,
});

/** Fields that are filled from a member of another or the same name. */
function resource(c: Collection, fields: Record<string, string>, further: Record<string, [member: string, note: string]> = {}): Resource {
  const kind = CoverageKind.ASSUMED;
  return create(ResourceSchema, {
    kind: c.kind, operations: [Operation.LIST], consistency: Consistency.DRIFTS, edges: c.edges,
    permissions: [{ name: "read-only", help: "The key's scope, with the entire workspace as its reach." }],
    defaultPageSize: maxPage, maxPageSize: maxPage,
    coverage: [
      ...Object.entries(fields).map(([field, vendorField]) => ({ field, vendorField, kind, note: "where Lattica sends it" })),
      ...Object.entries(further).map(([field, [vendorField, note]]) => ({ field, vendorField, kind, note })),
    ],
    notes: [`${assumption(c)} So is all that stands in its records.`],
  });
}

/** What is known of a list before it was read: nothing. */
export const access = (c: Collection): ResourceAccess => create(ResourceAccessSchema, {
  kind: c.kind, availability: Availability.UNKNOWN, visibility: Visibility.UNKNOWN, reason: `assumed endpoint: ${assumption(c)}`,
});

const per = durationFromMs(60_000);

export const description: Description = create(DescriptionSchema, {
  name, version, title: "Lattica",
  summary: "Task manager. Reads users and roles, through endpoints that are assumed: Lattica documents none for them. " +
    "This is the connector in TypeScript, on Node.js.",
  vendor: { name: "Lattica" },
  authMethods: [{
    id: "api_key", title: "API key",
    kind: { case: "fields", value: { fields: [{
      key: "api_key", label: "API key", secret: true, required: true, type: FieldType.STRING, minLength: 10, maxLength: 1024,
      help: "Begins with lat_live_ (production) or lat_test_ (sandbox); made under Settings > API > New API key.",
    }] } },
    guide: {
      steps: [
        "In Lattica, go to **Settings > API** and click **New API key**.",
        "Scope: **read-only** suffices; nothing is ever written.",
        "Reach: the **entire workspace**. With specific projects, or a single one, lists are partial.",
        "Expiry: **never**, **30 days**, **90 days** or **1 year**. Note it down: it cannot be read later.",
        "**Copy** the key: it is shown once. Paste it here as the API key, and connect.",
      ],
      notes: [
        "A lost key cannot be shown again: revoke it, and make a new one.",
        "A key that begins with lat_test_ opens the sandbox, a mirror workspace with sample data.",
      ],
    },
  }],
  operatorFields: [pathField(users), pathField(roles)],
  resources: [
    resource(users, { id: "id", name: "name", primary_email: "email", status: "status", created_at: "created_at" },
      { roles: ["role", "or roles, where Lattica sends one of them"] }),
    resource(roles, { id: "id", name: "name", description: "description", created_at: "created_at" }),
  ],
  rateLimits: [
    { plan: "Free", requests: 60n, per, burst: 120n },
    { plan: "Team", requests: 300n, per, burst: 600n },
    { plan: "Business", requests: 1200n, per, burst: 2400n },
  ],
  notes: [
    "Lattica documents no endpoint for users or roles. GET /v1/users and GET /v1/roles are assumed, under its conventions for lists.",
    "The documented GET /v1/tasks tries the key. Whether users and roles are there shows when they are listed.",
    "The limits of the plan Enterprise are by contract. Whatever the plan, the headers of Lattica's answers steer the pace.",
    "Whether a key reaches the entire workspace, and when it expires, cannot be read.",
  ],
});
