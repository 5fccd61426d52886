// The author's side of one list stream. It reads the request's token, writes the pages' tokens, counts, and makes the receipt,
// so that a connector cannot get them wrong:
//
//   const l = new Listing(sink, request, binding, visibility);
//   for (let cursor = l.cursor, more = true; more; ) {
//     const { items, info, next } = await fetch(cursor); // the connector's own
//     await l.page(items, info, next);
//     if (l.full) return l.pageLimit();
//     cursor = next; more = next !== "";
//   }
//   return l.exhausted();

import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { randomBytes } from "node:crypto";
import { Visibility } from "../gen/trellis/connector/v1/authenticate_pb";
import { End, ReceiptSchema, type PageInfo, type Progress, type Receipt } from "../gen/trellis/connector/v1/list_pb";
import type { Item, ListRequest, Sink } from "./connector";
import { fitSource } from "./source";
import { digest, makeToken, parseToken, type Binding, type Position } from "./token";

const billion = 1_000_000_000n;

export class Listing<T extends Item> {
  private readonly at: Position;
  private readonly bound: Buffer;
  private readonly limit: number;
  private token = "";
  private pages = 0;
  private readonly count = { items: 0, rejected: 0, warned: 0 };

  /** Starts a stream: a new listing, or the one that the request's token names. Throws BAD_PAGE_TOKEN, PAGE_TOKEN_EXPIRED. */
  constructor(
    private readonly sink: Sink<T>,
    request: ListRequest,
    private readonly binding: Binding,
    visibility: Visibility,
  ) {
    this.bound = digest(binding, request);
    this.limit = request.options.pageLimit;
    const token = request.options.pageToken;
    this.at = token
      ? parseToken(token, this.bound, binding.cursorVersion)
      : {
          listing: randomBytes(16), started: BigInt(Date.now()) * 1_000_000n, drift: false, visibility: Visibility.FULL, cursor: "",
        };
    this.sees(visibility);
  }

  /** The vendor's cursor to start at; "" for the first page. */
  get cursor(): string {
    return this.at.cursor;
  }

  /** Hands on one page of the vendor. next is the vendor's cursor after it, "" after the last page. */
  async page(items: T[], info: PageInfo, next: string): Promise<void> {
    info.nextPageToken = next === "" ? "" : makeToken({ ...this.at, cursor: next }, this.bound, this.binding.cursorVersion);
    items.forEach(fitSource);
    await this.sink.page(items, info);
    for (const item of items) if (item.source?.warnings.length) this.count.warned++; // now, for the sink notes what it leaves out
    this.count.items += items.length;
    this.count.rejected += info.rejected.length;
    this.pages++;
    this.token = info.nextPageToken;
  }

  progress(p: Progress): Promise<void> {
    return this.sink.progress(p);
  }

  /** Lowers what the credentials are known to see: this receipt and all later ones of the listing say no more than that. */
  sees(v: Visibility): void {
    this.at.visibility = least(this.at.visibility, v);
  }

  /** Notes that the vendor's data was seen to move: this receipt and all later ones say so. */
  drift(): void {
    this.at.drift = true;
  }

  /** Whether the request's page limit is reached, at a page that can be gone on from. */
  get full(): boolean {
    return this.limit > 0 && this.pages >= this.limit && this.token !== "";
  }

  exhausted(): Receipt {
    return this.receipt(End.EXHAUSTED, "");
  }

  pageLimit(): Receipt {
    return this.receipt(End.PAGE_LIMIT, this.token);
  }

  private receipt(end: End, nextPageToken: string): Receipt {
    const { listing, started, drift, visibility } = this.at;
    return create(ReceiptSchema, {
      end, nextPageToken, visibility, driftObserved: drift, listingId: listing.toString("hex"),
      listingStartedAt: create(TimestampSchema, { seconds: started / billion, nanos: Number(started % billion) }),
      items: BigInt(this.count.items), rejected: BigInt(this.count.rejected), warned: BigInt(this.count.warned),
    });
  }
}

/** The lesser of two: PARTIAL before UNKNOWN before FULL. */
export function least(a: Visibility, b: Visibility): Visibility {
  if (a === Visibility.PARTIAL || b === Visibility.PARTIAL) return Visibility.PARTIAL;
  return a === Visibility.FULL && b === Visibility.FULL ? Visibility.FULL : Visibility.UNKNOWN;
}
