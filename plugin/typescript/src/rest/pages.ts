// Walks a list whose pages are addressed by cursors. The next page is asked for as soon as its cursor is known, at most one
// ahead: while a page is mapped and delivered, the vendor works on the next.

import { create } from "@bufbuild/protobuf";
import { PageInfoSchema, ProgressSchema, type Exchange, type PageInfo, type Progress } from "../gen/trellis/connector/v1/list_pb";
import { ConnectorError, type Call } from "../sdk";
import { progressEvery } from "../sdk/limits";
import type { Client, Request, Sent } from "./client";
import { endless, malformed } from "./judge";

/** A shape that an answer does not have: it is asked for once more. */
export class ShapeError extends Error {
  constructor(
    readonly path: string,
    why: string,
  ) {
    super(why);
  }
}

/** What a page says about itself. */
export interface Next {
  /** In the page, usable or not. */
  items: number;
  /** Of the page after this one. undefined: there is none; "": there is one, and it is not said where. */
  cursor: string | undefined;
}

export interface Walk<P> {
  client: Client;
  /** Where to begin; "" for the first page. */
  cursor: string;
  /** How many pages are wanted, so that none is asked for in vain; 0: all. */
  limit: number;
  request(cursor: string): Request;
  /** Reads an answer. Throws ShapeError for one that makes no sense. */
  decode(body: Buffer): { page: P; next: Next };
  /** Hands on a page; next is where the list can be gone on with, "" after the last. True: the walk ends. */
  deliver(page: P, info: PageInfo, next: string): Promise<boolean>;
  progress(p: Progress): Promise<void>;
}

/** Delivers page after page. Errors name the page. */
export async function walk<P>(w: Walk<P>, call: Call): Promise<void> {
  const seen = new Trail(w.cursor);
  let ahead: Flight | undefined;
  try {
    for (let number = 1, cursor = w.cursor; ; number++) {
      const { page, next, info } = await read(w, call, cursor, number, seen, ahead);
      ahead = undefined;
      const more = next.cursor;
      if (more !== undefined && (w.limit === 0 || number < w.limit)) ahead = new Flight(w.client, w.request(more), call);
      if ((await w.deliver(page, info, more ?? "")) || more === undefined) return;
      seen.visit(more);
      cursor = more;
    }
  } finally {
    ahead?.stop();
  }
}

/** Reads one page; one that makes no sense is asked for once more. */
async function read<P>(
  w: Walk<P>, call: Call, cursor: string, number: number, seen: Trail, ahead: Flight | undefined,
): Promise<{ page: P; next: Next; info: PageInfo }> {
  const exchanges: Exchange[] = [];
  for (let again = false; ; again = true) {
    const flight = again || !ahead ? new Flight(w.client, w.request(cursor), call) : ahead;
    try {
      const sent = await flight.wait(w.progress);
      exchanges.push(...sent.exchanges);
      const { page, next } = w.decode(sent.body);
      guard(w.client, next, seen);
      return { page, next, info: create(PageInfoSchema, { exchanges, ...(sent.rate ? { rate: sent.rate } : {}) }) };
    } catch (e) {
      flight.stop();
      const error = e instanceof ShapeError ? malformed(w.client.advice, flight.answer!, e.message, e.path) : e;
      if (e instanceof ShapeError) {
        w.client.log(error as ConnectorError, exchanges.length);
        if (!again) continue;
      }
      throw error instanceof ConnectorError ? error.with({ message: `page ${number}: ${error.message}` }) : error;
    }
  }
}

/** Refuses a page that would make the list endless. */
function guard(client: Client, next: Next, seen: Trail): void {
  if (next.cursor === undefined) return;
  if (next.cursor === "") throw endless(client.advice, "it says that there is more, and not where");
  if (next.items === 0) throw endless(client.advice, "it is empty, and says that there is more");
  if (seen.saw(next.cursor)) throw endless(client.advice, "its cursor was there before");
}

/** How many cursors are remembered one and all. After that each whose number is a power of two is: a loop shows all the same. */
const maxSeen = 1 << 16;

class Trail {
  private readonly seen = new Set<string>();
  private visited = 0;

  constructor(first: string) {
    this.visit(first);
  }

  visit(cursor: string): void {
    this.visited++;
    if (this.seen.size < maxSeen || (this.visited & (this.visited - 1)) === 0) this.seen.add(cursor);
  }

  saw(cursor: string): boolean {
    return this.seen.has(cursor);
  }
}

/** From where a wait is worth telling at once, in milliseconds. */
const longWait = 500;

/** A request that was sent ahead. wait or stop must follow. */
export class Flight {
  /** The answer, once wait has returned. */
  answer: Sent | undefined;
  private readonly ended = new AbortController();
  private readonly sent: Promise<Sent>;
  private doing: Progress = create(ProgressSchema);
  private longer: (() => void) | undefined;
  private readonly unhook: () => void;

  constructor(client: Client, request: Request, call: Call) {
    const end = (): void => this.ended.abort(call.signal.reason);
    call.signal.addEventListener("abort", end, { once: true });
    this.unhook = () => call.signal.removeEventListener("abort", end);
    if (call.signal.aborted) end();
    this.sent = client.send(request, { signal: this.ended.signal, deadline: call.deadline }, (p) => {
      this.doing = p;
      if (p.waitUntil && Number(p.waitUntil.seconds) * 1000 - Date.now() >= longWait) this.longer?.();
    });
    this.sent.catch(() => {}).finally(this.unhook); // wait tells, if anybody waits
  }

  /** Waits for the answer, and says what is waited for: every few seconds, and at once when a longer wait begins. */
  async wait(progress: (p: Progress) => Promise<void>): Promise<Sent> {
    const answer = this.sent.then((a) => (this.answer = a));
    answer.catch(() => {}); // where telling fails first
    for (;;) {
      const turn = await this.turn(answer);
      if (turn) return turn;
      await progress(create(ProgressSchema, this.doing));
    }
  }

  /** The answer; or undefined, when it is time to say something. */
  private async turn(answer: Promise<Sent>): Promise<Sent | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const word = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), progressEvery);
      this.longer = () => resolve(undefined);
    });
    try {
      return await Promise.race([answer, word]);
    } finally {
      clearTimeout(timer);
      this.longer = undefined;
    }
  }

  /** Gives the request up, if it is still under way. */
  stop(): void {
    this.ended.abort(new Error("given up"));
    this.unhook();
  }
}
