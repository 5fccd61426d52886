// The service of the contract, over a connector: what comes in is checked, what is thrown becomes the one shape of errors, and
// the caller's cancellation and deadline reach the connector.

import { create, type Message } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import { status, type ServiceError, type sendUnaryData, type ServerUnaryCall, type ServerWritableStream } from "@grpc/grpc-js";
import { randomUUID } from "node:crypto";
import type { Account } from "../gen/trellis/connector/v1/account_pb";
import { GetOptionsSchema, type GetOptions } from "../gen/trellis/connector/v1/connector_pb";
import { Operation, type ResourceKind } from "../gen/trellis/connector/v1/describe_pb";
import { ListOptionsSchema, type ListOptions, type Receipt } from "../gen/trellis/connector/v1/list_pb";
import { checkAccount } from "./account";
import type { Call, Connector, GetRequest, Item, ListRequest, Sink } from "./connector";
import { ConnectorError, toStatus } from "./errors";
import { logBug } from "./log";
import { checkGetOptions, checkListOptions, resourceOf } from "./options";
import { Stream } from "./stream";

type AnyCall = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

/** The caller's end as a signal. grpc-js says "cancelled" for a deadline, too. */
function callOf(call: AnyCall): Call {
  const ended = new AbortController();
  call.once("cancelled", () => ended.abort());
  if (call.cancelled) ended.abort();
  const deadline = call.getDeadline();
  return { signal: ended.signal, deadline: deadline instanceof Date ? deadline.getTime() : deadline };
}

/** Serves a call with one answer. */
export function unary<I, O>(c: Connector, operation: string, answer: (request: I, call: Call) => Promise<O> | O) {
  return (call: ServerUnaryCall<I, O>, done: sendUnaryData<O>): void => {
    const own = callOf(call as AnyCall);
    Promise.resolve()
      .then(() => answer(call.request, own))
      .then(
        (value) => done(null, value),
        (e: unknown) => done(failure(e, c.description.name, operation, own)),
      );
  };
}

/** Serves a list: pages and progress, then the receipt, or an error. */
export function streamed<T extends Item, M extends Message>(
  c: Connector,
  operation: string,
  kind: ResourceKind,
  schema: GenMessage<M>,
  event: (items: T[]) => { value: object },
  list: ((request: ListRequest, sink: Sink<T>, call: Call) => Promise<Receipt>) | undefined,
) {
  return (call: ServerWritableStream<{ account?: Account | undefined; options?: ListOptions | undefined }, Uint8Array>): void => {
    const own = callOf(call as AnyCall);
    const stream = new Stream<T, M>(call, own, schema, event);
    const run = async (): Promise<void> => {
      const resource = resourceOf(c.description, kind, Operation.LIST);
      if (!list) throw new ConnectorError("UNSUPPORTED", `the connector does not offer ${operation}`);
      const account = checkAccount(c.description, call.request.account);
      const options = call.request.options ?? create(ListOptionsSchema);
      checkListOptions(resource, options);
      await stream.receipt(await list.call(c, { account, options }, stream, own));
    };
    run().then(
      () => call.end(),
      (e: unknown) => call.emit("error", failure(e, c.description.name, operation, own)),
    );
  };
}

/** Reads one item by its id. */
export async function one<T extends Item>(
  c: Connector,
  operation: string,
  kind: ResourceKind,
  get: ((request: GetRequest, call: Call) => Promise<T>) | undefined,
  request: { account?: Account | undefined; id: string; options?: GetOptions | undefined },
  call: Call,
): Promise<T> {
  const resource = resourceOf(c.description, kind, Operation.GET);
  if (!get) throw new ConnectorError("UNSUPPORTED", `the connector does not offer ${operation}`);
  const account = checkAccount(c.description, request.account);
  const options = request.options ?? create(GetOptionsSchema);
  checkGetOptions(resource, request.id, options.expand);
  const item = await get.call(c, { account, id: request.id, options }, call);
  if (item.id !== request.id) throw new Error("the item has another id than was asked for");
  return item;
}

/** What crosses the wire for what was thrown. */
function failure(e: unknown, connector: string, operation: string, call: Call): ServiceError {
  if (call.signal.aborted) return { code: status.CANCELLED, details: "the caller has ended the call" } as ServiceError;
  return toStatus(e instanceof ConnectorError ? e : bug(e, operation), connector, operation) as ServiceError;
}

/**
 * Anything else that is thrown is a bug of the connector's. It goes to the log under an incident, and not to the host.
 */
function bug(e: unknown, operation: string): ConnectorError {
  const incidentId = randomUUID();
  logBug("a bug in the connector", e, { operation, incident: incidentId });
  return new ConnectorError("CONNECTOR_BUG", "the connector threw what is no error of the contract", {
    incidentId, suggestion: `look for incident ${incidentId} in the connector's log, and report it to its author`,
  });
}
