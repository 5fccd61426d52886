// What the process serves, as grpc-js wants it: made of the descriptors that were generated from the .proto files.

import { create, fromBinary, toBinary, type DescMessage, type DescService } from "@bufbuild/protobuf";
import { status, type Server, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { GRPCController, EmptySchema } from "../gen/goplugin/controller_pb";
import { Health, HealthCheckResponseSchema, HealthCheckResponse_ServingStatus as Serving, type HealthCheckRequest } from "../gen/grpc/health/v1/health_pb";
import {
  AuthenticateResponseSchema, ConnectorService, DescribeResponseSchema, GetGroupResponseSchema, GetRoleResponseSchema, GetUserResponseSchema,
  ListGroupsResponseSchema, ListRolesResponseSchema, ListUsersResponseSchema, type AuthenticateRequest, type GetUserRequest,
} from "../gen/trellis/connector/v1/connector_pb";
import { ResourceKind } from "../gen/trellis/connector/v1/describe_pb";
import type { Group } from "../gen/trellis/iam/v1/group_pb";
import type { Role } from "../gen/trellis/iam/v1/role_pb";
import type { User } from "../gen/trellis/iam/v1/user_pb";
import { checkAccount } from "./account";
import { one, streamed, unary } from "./calls";
import type { Connector } from "./connector";

/** Registers the contract, go-plugin's health service and its shutdown. */
export function register(server: Server, c: Connector, shutdown: () => void): void {
  server.addService(definition(ConnectorService), connectorService(c));
  server.addService(definition(Health), {
    check: (call: { request: HealthCheckRequest }, done: (e: object | null, answer?: object) => void) =>
      call.request.service === "" || call.request.service === "plugin"
        ? done(null, create(HealthCheckResponseSchema, { status: Serving.SERVING }))
        : done({ code: status.NOT_FOUND, details: "unknown service" }),
  });
  server.addService(definition(GRPCController), {
    shutdown: (_: object, done: (e: null, answer: object) => void) => {
      done(null, create(EmptySchema));
      shutdown();
    },
  });
}

function connectorService(c: Connector): UntypedServiceImplementation {
  const { USER, ROLE, GROUP } = ResourceKind;
  return {
    describe: unary(c, "Describe", () => create(DescribeResponseSchema, { description: c.description })),
    authenticate: unary(c, "Authenticate", async (r: AuthenticateRequest, call) =>
      create(AuthenticateResponseSchema, { authentication: await c.authenticate(checkAccount(c.description, r.account), call) })),
    listUsers: streamed(c, "ListUsers", USER, ListUsersResponseSchema, (users: User[]) => ({ value: { users } }), c.listUsers),
    listRoles: streamed(c, "ListRoles", ROLE, ListRolesResponseSchema, (roles: Role[]) => ({ value: { roles } }), c.listRoles),
    listGroups: streamed(c, "ListGroups", GROUP, ListGroupsResponseSchema, (groups: Group[]) => ({ value: { groups } }), c.listGroups),
    getUser: unary(c, "GetUser", async (r: GetUserRequest, call) =>
      create(GetUserResponseSchema, { user: await one(c, "GetUser", USER, c.getUser, r, call) })),
    getRole: unary(c, "GetRole", async (r: GetUserRequest, call) =>
      create(GetRoleResponseSchema, { role: await one(c, "GetRole", ROLE, c.getRole, r, call) })),
    getGroup: unary(c, "GetGroup", async (r: GetUserRequest, call) =>
      create(GetGroupResponseSchema, { group: await one(c, "GetGroup", GROUP, c.getGroup, r, call) })),
  };
}

/** A service for grpc-js. Messages of a stream are encoded by who makes them, because their size decides how they are split. */
function definition(service: DescService): ServiceDefinition {
  return Object.fromEntries(service.methods.map((m) => {
    const stream = m.methodKind === "server_streaming";
    return [m.localName, {
      path: `/${service.typeName}/${m.name}`,
      requestStream: false,
      responseStream: stream,
      requestSerialize: encoder(m.input),
      requestDeserialize: (b: Buffer) => fromBinary(m.input, b),
      responseSerialize: stream ? (b: Uint8Array) => Buffer.from(b.buffer, b.byteOffset, b.byteLength) : encoder(m.output),
      responseDeserialize: (b: Buffer) => fromBinary(m.output, b),
    }];
  }));
}

const encoder = (schema: DescMessage) => (message: unknown): Buffer => Buffer.from(toBinary(schema, message as never));
