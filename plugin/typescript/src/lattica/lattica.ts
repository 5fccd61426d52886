// The connector to Lattica, a task manager, over its API v1 with an API key.
//
// What Lattica publishes of its API is a page about keys, with its conventions for lists, errors and limits. One endpoint is
// named, GET /v1/tasks, with which a key is tried. **No endpoint for users or roles is documented.** GET /v1/users and
// GET /v1/roles are assumed, and so is all that stands in their records; the operator can set other paths.

import { create } from "@bufbuild/protobuf";
import type { Account } from "../gen/trellis/connector/v1/account_pb";
import { AuthenticationSchema, Environment, Visibility, type Authentication } from "../gen/trellis/connector/v1/authenticate_pb";
import type { Receipt } from "../gen/trellis/connector/v1/list_pb";
import type { Role } from "../gen/trellis/iam/v1/role_pb";
import type { User } from "../gen/trellis/iam/v1/user_pb";
import { Client, isToken, type Request } from "../rest/client";
import type { ErrorBody } from "../rest/judge";
import { Lanes } from "../rest/lanes";
import { walk } from "../rest/pages";
import { Redactor } from "../rest/redact";
import { readSettings } from "../rest/settings";
import {
  ConnectorError, invalidField, Json, Listing, pageSize, type Call, type Connector, type Item, type ListRequest, type Reason, type Sink,
} from "../sdk";
import { access, description, name, roles, users, version, type Collection } from "./describe";
import { decodePage, mapItems, role, user, type Page, type Record } from "./mapping";

const environments = { lat_live_: Environment.LIVE, lat_test_: Environment.SANDBOX } as const;

const suggestions: Partial<globalThis.Record<Reason, string>> = {
  CREDENTIALS_REJECTED: "The key may be mistyped, revoked or expired. Make a new one in Lattica: Settings > API > New API key.",
  PERMISSION_MISSING: "The key is valid, but its scope or reach does not cover this. Make one that reaches the entire workspace.",
};

/** An account, opened: nothing was sent yet. */
interface Session {
  client: Client;
  endpoint: string;
  environment: Environment;
}

export class Lattica implements Connector {
  readonly description = description;
  private readonly lanes = new Lanes();

  /** Tries the key on the one endpoint that is documented. */
  async authenticate(account: Account, call: Call): Promise<Authentication> {
    const { client, environment } = this.open(account);
    await walk<Page>({
      client, cursor: "", limit: 1, request: () => pageRequest("/v1/tasks", 1, ""),
      decode: decoded, deliver: () => Promise.resolve(true), progress: () => Promise.resolve(), // a unary call's waits are silent
    }, call);
    const warnings = [
      { code: "REACH_UNKNOWN", message: "Whether the key reaches the entire workspace cannot be read. If it reaches only some projects, " +
        "lists may be cut down without a sign of it." },
      { code: "EXPIRY_UNKNOWN", message: "When the key expires, if ever, cannot be read: note what was chosen when it was made." },
    ];
    if (environment === Environment.SANDBOX) {
      warnings.push({ code: "SANDBOX_KEY", message: "The key opens the sandbox, a mirror workspace with sample data: nobody listed is real." });
    }
    return create(AuthenticationSchema, { environment, warnings, resources: [access(users), access(roles)] });
  }

  listUsers(request: ListRequest, sink: Sink<User>, call: Call): Promise<Receipt> {
    return this.list(users, user, request, sink, call);
  }

  listRoles(request: ListRequest, sink: Sink<Role>, call: Call): Promise<Receipt> {
    return this.list(roles, role, request, sink, call);
  }

  private async list<T extends Item>(
    c: Collection, item: (id: string, r: Record, raw: Uint8Array | undefined) => T, request: ListRequest, sink: Sink<T>, call: Call,
  ): Promise<Receipt> {
    const { account, options } = request;
    const { client, endpoint } = this.open(account);
    const path = account.operator[c.pathKey] || c.path;
    const size = pageSize(options, description.resources.find((r) => r.kind === c.kind)!);
    const listing = new Listing(sink, request, {
      connector: name, resource: c.name, endpoint: endpoint + path, pageSize: size, cursorVersion: 1,
    }, Visibility.UNKNOWN);
    let pages = 0;
    try {
      await walk<Page>({
        client, cursor: listing.cursor, limit: options.pageLimit, request: (cursor) => pageRequest(path, size, cursor), decode: decoded,
        progress: (p) => listing.progress(p),
        deliver: async ({ data }, info, next) => {
          const { items, rejected } = mapItems(data, item, options.raw);
          info.rejected = rejected;
          await listing.page(items, info, next);
          pages++;
          return listing.full;
        },
      }, call);
    } catch (e) {
      throw pages === 0 && e instanceof ConnectorError ? refused(e, c, path, listing.cursor) : e;
    }
    return listing.full ? listing.pageLimit() : listing.exhausted();
  }

  private open(account: Account): Session {
    const key = account.credentials["api_key"] ?? "";
    const at = "credentials.api_key";
    if (!isToken(key)) throw invalidField(at, "holds a character that is in no API key, such as a space");
    const prefix = (["lat_live_", "lat_test_"] as const).find((p) => key.startsWith(p));
    if (!prefix) throw invalidField(at, "must begin with lat_live_ or lat_test_, as keys of Lattica do");
    for (const { pathKey } of [users, roles]) {
      const path = account.operator[pathKey];
      if (path && !isPath(path)) {
        throw invalidField(`operator.${pathKey}`, "must be a path such as /v1/things: of letters, digits, hyphens and the like, without a host, a query or dots");
      }
    }
    const settings = readSettings(account, "https://api.lattica.app");
    const client = new Client({
      settings, credential: key, lanes: this.lanes, userAgent: `trellis-connector-${name}/${version}`,
      rateHeaders: { remaining: "x-ratelimit-remaining", reset: "x-ratelimit-reset" },
      advice: { host: settings.base.host, redact: new Redactor(key), credentialPath: at, suggest: suggestions, readError },
    });
    return { client, endpoint: settings.endpoint, environment: environments[prefix] };
  }
}

const shown = new Set(["limit", "cursor"]);

const pageRequest = (path: string, size: number, cursor: string): Request =>
  ({ path, query: { limit: String(size), ...(cursor ? { cursor } : {}) }, public: shown });

function decoded(body: Buffer): { page: Page; next: { items: number; cursor: string | undefined } } {
  const page = decodePage(body);
  return { page, next: { items: page.data.length, cursor: page.cursor } };
}

/** Segments that are neither empty nor dots alone, of what a URL need not escape (RFC 3986, unreserved). */
const isPath = (path: string): boolean =>
  path.startsWith("/") && path.slice(1).split("/").every((s) => /^[A-Za-z0-9._~-]+$/.test(s) && !/^\.*$/.test(s));

/** {"error": {"code": ..., "message": ..., "request_id": ...}}, of which any part may be missing. */
function readError(body: Buffer): ErrorBody {
  try {
    const e = Json.parse(body).members().get("error")?.members();
    const member = (key: string): string => {
      const v = e?.get(key);
      return v?.kind === "string" ? v.string().text : "";
    };
    return { code: member("code"), message: member("message"), requestID: member("request_id") };
  } catch {
    return { code: "", message: "", requestID: "" }; // what cannot be read was not told
  }
}

/** What a refusal of a stream's first page means: the token's cursor is no longer taken, or the list is not where it is assumed. */
function refused(e: ConnectorError, c: Collection, path: string, cursor: string): ConnectorError {
  const status = e.parts.upstreamStatus ?? 0;
  if (e.reason !== "UPSTREAM_REJECTED") return e;
  const { upstreamStatus, upstreamExcerpt, vendorRequestId } = e.parts;
  const parts = { upstreamStatus: upstreamStatus ?? 0, upstreamExcerpt: upstreamExcerpt ?? "", vendorRequestId: vendorRequestId ?? "" };
  if (cursor !== "" && [400, 404, 410, 422].includes(status)) {
    return new ConnectorError("PAGE_TOKEN_EXPIRED", `Lattica no longer takes the cursor of the page token: ${e.message}`, {
      ...parts, path: "options.page_token", suggestion: "Start the list again, without a page token.",
    });
  }
  if (![404, 405, 410].includes(status)) return e;
  return new ConnectorError("UNSUPPORTED", `Lattica has no list of ${c.name} at ${path}, which is assumed and not documented: ${e.message}`, {
    ...parts, path: `operator.${c.pathKey}`, suggestion: `If Lattica has this list elsewhere, have the operator set ${c.pathKey}.`,
  });
}

