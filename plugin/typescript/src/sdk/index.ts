/**
 * The side of a connector that is the same for all of them, in TypeScript: how it is started and served (serve), what an author
 * writes (connector), and what the contract asks of requests (account, options), lists (listing, token, stream), items (json,
 * values, source) and errors (errors). proto/trellis/connector/v1 is what all of it follows; docs/other-languages.md is the guide.
 */
export type { Call, Connector, GetRequest, Item, ListRequest, Sink } from "./connector";
export { ConnectorError, invalidField, type ErrorParts, type Reason } from "./errors";
export { Json, JsonSyntaxError } from "./json";
export { Listing } from "./listing";
export { log } from "./log";
export { pageSize } from "./options";
export { serve } from "./serve";
export { id, instant, match, maxElements, Notes, reject, text, unexpected } from "./values";
