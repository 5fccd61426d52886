import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { create, fromBinary, toBinary, type DescMessage, type DescMethod, type MessageShape } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { Client, credentials, Metadata, Server, ServerCredentials, status, type ServiceError } from "@grpc/grpc-js";
import { GRPCController } from "../src/gen/goplugin/controller_pb";
import { Health, HealthCheckResponse_ServingStatus as Serving } from "../src/gen/grpc/health/v1/health_pb";
import { ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import { StatusSchema } from "../src/gen/google/rpc/status_pb";
import { AuthenticationSchema, Visibility } from "../src/gen/trellis/connector/v1/authenticate_pb";
import { ConnectorService } from "../src/gen/trellis/connector/v1/connector_pb";
import { DescriptionSchema, Operation, ResourceKind } from "../src/gen/trellis/connector/v1/describe_pb";
import { PageInfoSchema } from "../src/gen/trellis/connector/v1/list_pb";
import { GroupSchema } from "../src/gen/trellis/iam/v1/group_pb";
import { UserSchema } from "../src/gen/trellis/iam/v1/user_pb";
import { ConnectorError, Listing, type Call, type Connector } from "../src/sdk";
import { drain } from "../src/sdk/serve";
import { register } from "../src/sdk/services";

const both = [Operation.LIST, Operation.GET];

/** A connector with users and groups, which does as its tests say. */
function connector(own: Partial<Connector> = {}): Connector {
  return {
    description: create(DescriptionSchema, {
      name: "own", title: "Own", version: "0.1.0",
      resources: [
        { kind: ResourceKind.USER, operations: both, defaultPageSize: 10, maxPageSize: 10 },
        { kind: ResourceKind.GROUP, operations: both, defaultPageSize: 10, maxPageSize: 10 },
        { kind: ResourceKind.ROLE, operations: both, defaultPageSize: 10, maxPageSize: 10 },
      ],
    }),
    authenticate: () => Promise.resolve(create(AuthenticationSchema)),
    getUser: ({ id }) => Promise.resolve(create(UserSchema, { id: id === "alias" ? "another" : id })),
    getGroup: () => Promise.reject(new ConnectorError("NOT_FOUND", "there is no such group")),
    listGroups: async (request, sink) => {
      const l = new Listing(sink, request, { connector: "own", resource: "groups", endpoint: "", pageSize: 10, cursorVersion: 1 }, Visibility.FULL);
      await l.page([create(GroupSchema, { id: "1", members: { userIds: [] } })], create(PageInfoSchema), "");
      return l.exhausted();
    },
    ...own,
  };
}

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** Serves it, and returns what calls it. */
async function start(c: Connector, shutdown = (_: Server): void => {}) {
  const server = new Server();
  register(server, c, () => shutdown(server));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (e, n) => (e ? reject(e) : resolve(n))));
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  ends.push(() => client.close(), () => server.forceShutdown());
  const encode = (schema: DescMessage) => (m: object) => Buffer.from(toBinary(schema, m as never));
  const pathOf = (m: DescMethod) => `/${m.parent.typeName}/${m.name}`;
  return {
    client,
    unary: <M extends DescMethod>(m: M, request: object) => new Promise<MessageShape<M["output"]>>((resolve, reject) =>
      client.makeUnaryRequest(pathOf(m), encode(m.input), (b) => fromBinary(m.output, b), create(m.input, request as never), (e, answer) =>
        e ? reject(e) : resolve(answer as MessageShape<M["output"]>))),
    stream: (m: DescMethod, request: object, options = {}) =>
      client.makeServerStreamRequest(pathOf(m), encode(m.input), (b) => fromBinary(m.output, b), create(m.input, request as never), new Metadata(), options),
  };
}

const account = { id: "a" };
const { method } = ConnectorService;

/** Whether an error is of the contract, and of this reason. */
const isReason = (reason: string) => (e: ServiceError): boolean => {
  const [bytes] = e.metadata.get("grpc-status-details-bin") as Buffer[];
  const info = anyUnpack(fromBinary(StatusSchema, bytes!).details[0]!, ErrorInfoSchema)!;
  assert.deepEqual([info.domain, info.reason], ["trellis", reason], e.message);
  return true;
};

test("every call answers, and what is missing is UNSUPPORTED", async () => {
  const { unary, stream } = await start(connector());
  assert.equal((await unary(method.describe, {})).description!.name, "own");
  assert.ok((await unary(method.authenticate, { account })).authentication);
  assert.equal((await unary(method.getUser, { account, id: "7" })).user!.id, "7");
  await assert.rejects(unary(method.getGroup, { account, id: "7" }), isReason("NOT_FOUND"));
  await assert.rejects(unary(method.getRole, { account, id: "7" }), isReason("UNSUPPORTED"));
  await assert.rejects(unary(method.getUser, { account, id: "" }), isReason("INVALID_CONFIG"));
  await assert.rejects(unary(method.getUser, { id: "7" }), isReason("INVALID_CONFIG"));
  await assert.rejects(unary(method.getUser, { account, id: "7", options: { expand: ["x"] } }), isReason("UNSUPPORTED"));
  const events: (string | undefined)[] = [];
  for await (const m of stream(method.listGroups, { account })) events.push((m as { event: { case?: string } }).event.case);
  assert.deepEqual(events, ["page", "receipt"]);
  await assert.rejects(async () => { for await (const _ of stream(method.listRoles, { account })); }, isReason("UNSUPPORTED"));
});

test("what a connector throws by mistake is a bug with an incident, and its words go nowhere", async (t) => {
  const written: string[] = [];
  t.mock.method(process.stderr, "write", (s: string) => written.push(s) > 0);
  const { unary } = await start(connector({ authenticate: () => Promise.reject(new TypeError("of hush-hush")) }));
  await assert.rejects(unary(method.authenticate, { account }), (e: ServiceError) => isReason("CONNECTOR_BUG")(e) && !e.message.includes("hush"));
  await assert.rejects(unary(method.getUser, { account, id: "alias" }), isReason("CONNECTOR_BUG"));
  const line = JSON.parse(written[0]!) as Record<string, string>;
  assert.deepEqual([line["@level"], line["thrown"], line["operation"]], ["error", "TypeError", "Authenticate"]);
  assert.match(line["stack"]!, /^ {4}at /);
  assert.ok(!written.join("").includes("hush"));
});

test("cancellation and deadline reach the connector", async () => {
  for (const [options, cancel] of [[{}, true], [{ deadline: Date.now() + 200 }, false]] as const) {
    let told: (call: Call) => void = () => {};
    const ended = new Promise<Call>((resolve) => (told = resolve));
    const { stream } = await start(connector({
      listUsers: (_, sink, call) => new Promise((_resolve, reject) => {
        void sink.progress({ $typeName: "trellis.connector.v1.Progress", activity: 1, message: "", attempt: 0 });
        call.signal.addEventListener("abort", () => {
          told(call);
          reject(new Error("ended"));
        });
      }),
    }));
    const call = stream(method.listUsers, { account }, options);
    const error = new Promise<ServiceError>((resolve) => call.once("error", resolve));
    call.once("data", () => cancel && call.cancel());
    call.resume();
    const own = await ended;
    assert.equal(own.deadline === Infinity, cancel);
    assert.equal((await error).code, cancel ? status.CANCELLED : status.DEADLINE_EXCEEDED);
  }
});

test("health and shutdown are go-plugin's", async () => {
  let shut = 0;
  const { unary } = await start(connector(), () => shut++);
  assert.equal((await unary(Health.method.check, { service: "plugin" })).status, Serving.SERVING);
  await assert.rejects(unary(Health.method.check, { service: "other" }), { code: status.NOT_FOUND });
  await unary(GRPCController.method.shutdown, {});
  assert.equal(shut, 1);
});

test("a call that hangs does not hold the end back", async () => {
  let begun: () => void = () => {};
  const running = new Promise<void>((resolve) => (begun = resolve));
  let gone: (ms: number) => void = () => {};
  const took = new Promise<number>((resolve) => (gone = resolve));
  const { unary } = await start(
    connector({ authenticate: () => (begun(), new Promise(() => {})) }),
    (server) => {
      const asked = Date.now();
      drain(server, () => gone(Date.now() - asked));
    });
  unary(method.authenticate, { account }).catch(() => {}); // ends with the server
  await running;
  await unary(GRPCController.method.shutdown, {});
  assert.ok(await Promise.race([took, new Promise<number>((resolve) => setTimeout(resolve, 4_000, Infinity).unref())]) < 2_000);
});

test("an item that was made to fit its message is counted among those with a warning", async () => {
  const members = { userIds: Array.from({ length: 10_000 }, (_, i) => String(i).padStart(512, "0")) };
  const { stream } = await start(connector({
    listGroups: async (request, sink) => {
      const l = new Listing(sink, request, { connector: "own", resource: "groups", endpoint: "", pageSize: 10, cursorVersion: 1 }, Visibility.FULL);
      await l.page([create(GroupSchema, { id: "1", members }), create(GroupSchema, { id: "2" })], create(PageInfoSchema), "");
      return l.exhausted();
    },
  }));
  let warned = 0;
  for await (const { event } of stream(method.listGroups, { account }) as AsyncIterable<MessageShape<typeof method.listGroups.output>>) {
    if (event.case === "page") for (const g of event.value.groups) warned += g.source?.warnings.length ? 1 : 0;
    if (event.case === "receipt") assert.deepEqual([event.value.items, event.value.warned], [2n, 1n]);
  }
  assert.equal(warned, 1);
});
