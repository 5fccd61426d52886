// The numbers of the contract (list.proto, error.proto).

/** What every message is kept under, so that slow hosts see steady progress. */
export const messageSize = 4 << 20;
/** What both sides refuse to send or receive. */
export const maxMessageSize = 16 << 20;
export const maxPageSize = 1000;
export const maxTokenSize = 2048;
export const maxIDSize = 512;
export const maxRawSize = 1 << 20;
export const maxExcerptSize = 1024;
export const maxPathSize = 256;
export const maxReasonSize = 512;
/** How often a list that waits says so: half of the silence that is allowed, so that one late tick is no hang. */
export const progressEvery = 5_000;
