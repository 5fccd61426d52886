// The one shape of every error (error.proto): a gRPC status with ErrorInfo, perhaps RetryInfo, and ErrorDetail.

import { create, toBinary } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import type { Message } from "@bufbuild/protobuf";
import { anyPack, durationFromMs } from "@bufbuild/protobuf/wkt";
import { Metadata, status, type StatusObject } from "@grpc/grpc-js";
import { ErrorInfoSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb";
import { StatusSchema } from "../gen/google/rpc/status_pb";
import { ErrorDetailSchema, Fault } from "../gen/trellis/connector/v1/error_pb";
import { maxExcerptSize, maxPathSize } from "./limits";
import { clip } from "./text";

/** The table of error.proto: the gRPC code of each reason, and whose fault it is unless the error says otherwise. */
const reasons = {
  INVALID_CONFIG: [status.INVALID_ARGUMENT, Fault.CONFIG],
  BAD_PAGE_TOKEN: [status.INVALID_ARGUMENT, Fault.CONFIG],
  PAGE_TOKEN_EXPIRED: [status.FAILED_PRECONDITION, Fault.UPSTREAM],
  CREDENTIALS_REJECTED: [status.UNAUTHENTICATED, Fault.CONFIG],
  CREDENTIALS_EXPIRED: [status.UNAUTHENTICATED, Fault.CONFIG],
  PERMISSION_MISSING: [status.PERMISSION_DENIED, Fault.CONFIG],
  NOT_FOUND: [status.NOT_FOUND, Fault.CONFIG],
  RATE_LIMITED: [status.RESOURCE_EXHAUSTED, Fault.UPSTREAM],
  UPSTREAM_REJECTED: [status.FAILED_PRECONDITION, Fault.UPSTREAM],
  UPSTREAM_UNAVAILABLE: [status.UNAVAILABLE, Fault.UPSTREAM],
  UPSTREAM_UNTRUSTED: [status.UNAVAILABLE, Fault.UPSTREAM],
  UPSTREAM_TIMEOUT: [status.DEADLINE_EXCEEDED, Fault.UPSTREAM],
  UPSTREAM_MALFORMED: [status.DATA_LOSS, Fault.UPSTREAM],
  UPSTREAM_LOOP: [status.DATA_LOSS, Fault.UPSTREAM],
  UNSUPPORTED: [status.UNIMPLEMENTED, Fault.CONFIG],
  CONNECTOR_BUG: [status.INTERNAL, Fault.CONNECTOR],
} as const satisfies Record<string, readonly [status, Fault]>;

export type Reason = keyof typeof reasons;

/** What an error may say besides its reason and message. No part of it holds a secret. */
export interface ErrorParts {
  /** In the account, the request or the vendor's answer: `credentials.api_key`, `options.page_size`, `$.data`. */
  path?: string;
  /** What to do, in a sentence. */
  suggestion?: string;
  upstreamStatus?: number;
  /** What the vendor said, redacted. */
  upstreamExcerpt?: string;
  vendorRequestId?: string;
  /** In milliseconds, where waiting helps and it is known how long. */
  retryAfter?: number;
  incidentId?: string;
}

/** An error of the contract. The message is for people, without connector and operation, which are added. */
export class ConnectorError extends Error {
  constructor(
    readonly reason: Reason,
    message: string,
    readonly parts: ErrorParts = {},
  ) {
    super(message);
    this.name = "ConnectorError";
  }

  /** The same error, under another message or with further parts. */
  with(changes: ErrorParts & { message?: string }): ConnectorError {
    const { message = this.message, ...parts } = changes;
    return new ConnectorError(this.reason, message, { ...this.parts, ...parts });
  }
}

/** The INVALID_CONFIG error of one field, named by its path. */
export const invalidField = (path: string, why: string, suggestion = ""): ConnectorError =>
  new ConnectorError("INVALID_CONFIG", `${path}: ${why}`, { path, suggestion });

// Shares of the 4 KiB that a whole status may take: with type URLs and overhead the parts add up to less, however long they are.
const maxMessage = 1536;
const maxSuggestion = 512;
const maxName = 64;
const maxVendorID = 128;

const typeURL = "type.googleapis.com/";

/** The error as it crosses the wire. */
export function toStatus(e: ConnectorError, connector: string, operation: string): Partial<StatusObject> {
  const [code, fault] = reasons[e.reason];
  const prefix = (connector && connector + ": ") + operation + ": ";
  const message = clip(prefix + e.message, maxMessage);
  const p = e.parts;
  const details = [pack(ErrorInfoSchema, create(ErrorInfoSchema, { reason: e.reason, domain: "trellis" }))];
  if (p.retryAfter !== undefined && p.retryAfter > 0) {
    details.push(pack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay: durationFromMs(Math.ceil(p.retryAfter)) })));
  }
  details.push(pack(ErrorDetailSchema, create(ErrorDetailSchema, {
    fault, connector, operation,
    upstreamStatus: p.upstreamStatus ?? 0,
    vendorRequestId: clip(p.vendorRequestId ?? "", maxVendorID),
    path: clip(p.path ?? "", maxPathSize),
    suggestion: clip(p.suggestion ?? "", maxSuggestion),
    upstreamExcerpt: clip(p.upstreamExcerpt ?? "", maxExcerptSize),
    incidentId: clip(p.incidentId ?? "", maxName),
  })));
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(toBinary(StatusSchema, create(StatusSchema, { code, message, details }))));
  return { code, details: message, metadata };
}

function pack<M extends Message>(schema: GenMessage<M>, message: M) {
  const any = anyPack(schema, message);
  any.typeUrl = typeURL + schema.typeName;
  return any;
}
