// The sending side of a list: one message after the other, each below its limit, and no faster than the host takes them.

import { create, toBinary, type Message, type MessageInitShape } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import type { ServerWritableStream } from "@grpc/grpc-js";
import { PageInfoSchema, type PageInfo, type Progress, type Receipt } from "../gen/trellis/connector/v1/list_pb";
import type { Call, Item, Sink } from "./connector";
import { maxReasonSize, messageSize } from "./limits";
import { shrink } from "./source";
import { clip } from "./text";

/** Sends the messages of one list. M is the RPC's response; pageOf makes its page of items. */
export class Stream<T extends Item, M extends Message> implements Sink<T> {
  constructor(
    private readonly call: ServerWritableStream<unknown, Uint8Array>,
    private readonly own: Call,
    private readonly schema: GenMessage<M>,
    private readonly pageOf: (items: T[]) => { value: object },
  ) {}

  /** A page that fits no message is split. What else there is to say of it stands on the last part. */
  async page(items: T[], info: PageInfo): Promise<void> {
    const bytes = this.encode("page", { ...this.pageOf(items).value, info });
    if (bytes.length <= messageSize) return this.send(bytes);
    if (items.length > 1) {
      const half = items.length >> 1;
      await this.page(items.slice(0, half), create(PageInfoSchema));
      return this.page(items.slice(half), info);
    }
    return items[0] && shrink(items[0]) ? this.page(items, info) : this.send(bytes);
  }

  progress(p: Progress): Promise<void> {
    return this.send(this.encode("progress", { ...p, message: clip(p.message, maxReasonSize) }));
  }

  receipt(r: Receipt): Promise<void> {
    return this.send(this.encode("receipt", r));
  }

  private encode(member: "page" | "progress" | "receipt", value: object): Uint8Array {
    // The three responses have the same members, which TypeScript cannot see.
    const init = { event: { case: member, value } } as unknown as MessageInitShape<GenMessage<M>>;
    return toBinary(this.schema, create(this.schema, init));
  }

  /** Waits until the host takes more: what it does not take is held here, and nothing more is read from the vendor. */
  private async send(bytes: Uint8Array): Promise<void> {
    const { signal } = this.own;
    signal.throwIfAborted();
    if (this.call.write(bytes)) return;
    await new Promise<void>((resolve, reject) => {
      const ended = (): void => {
        this.call.off("drain", drained);
        reject(signal.reason as Error);
      };
      const drained = (): void => {
        signal.removeEventListener("abort", ended);
        resolve();
      };
      this.call.once("drain", drained);
      signal.addEventListener("abort", ended, { once: true });
    });
  }
}
