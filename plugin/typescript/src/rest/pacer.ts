// Keeps the pace of one credential at one host: a limit that the operator set, and what the vendor tells. A request counts from
// when its answer came: the vendor counts it some time before, so that 60 s later by our count are 60 s by the vendor's too.
//
// Of the vendor's limit neither plan nor meaning of reset is known, so that only what holds for any is done: while some is
// left, requests go at full speed; when none is, they wait for reset, and then go one by one until an answer tells more. A vendor that
// tells nothing is believed when it refuses, and no longer than it says.

import type { Pace } from "./settings";
import type { Told } from "./ratelimit";

const windowSize = 60_000;
/** Added to the window against clocks that tick in coarse steps. */
const margin = 5;
/** How long to wait for the answer of the one request that finds out, before looking again. */
const probe = 1000;

/** The time that pacing goes by, in milliseconds: it is set by nobody, and has nothing to do with the time of day. */
export const clock = (): number => performance.now();

export class Pacer {
  private flying = 0;
  private ended: number[] = []; // of the last window, oldest first
  private tokens = NaN; // of the bucket, as of filled
  private filled = 0;
  private held = 0; // no request before: the vendor said so
  private known = false; // an answer has told what is left
  private left = Infinity; // by the vendor's word, those under way taken off
  private refill = 0; // from when on there is one more, where none is left
  private matters = 0;

  /** Takes a turn (0), or says how many milliseconds to wait before asking again. */
  take(now: number, pace: Pace): number {
    this.ended = this.ended.filter((at) => now - at < windowSize + margin);
    const wait = Math.max(this.held - now, this.vendorWait(now), this.ownWait(now, pace));
    if (wait > 0) return wait;
    if (pace.burst > 0) this.tokens--;
    this.left = Math.max(this.left, 1) - 1; // with none left, this one finds out
    this.flying++;
    return 0;
  }

  private vendorWait(now: number): number {
    if (!this.known || this.left > 0) return 0;
    if (now < this.refill) return this.refill - now;
    return this.flying > 0 ? probe : 0;
  }

  private ownWait(now: number, pace: Pace): number {
    if (pace.perMinute === 0) return 0;
    if (pace.burst > 0) {
      const rate = pace.perMinute / windowSize;
      this.tokens = Number.isNaN(this.tokens) ? pace.burst : Math.min(pace.burst, this.tokens + (now - this.filled) * rate);
      this.filled = now;
      return this.tokens < 1 ? Math.ceil((1 - this.tokens) / rate) : 0;
    }
    const over = this.flying + this.ended.length - pace.perMinute;
    if (over < 0) return 0;
    const oldest = this.ended[Math.min(over, this.ended.length - 1)];
    return oldest === undefined ? probe : oldest + windowSize + margin - now;
  }

  /** Notes that a request has ended, and what its answer tells. */
  done(now: number, pace: Pace, t: Told | undefined): void {
    this.flying--;
    if (pace.perMinute > 0) {
      this.ended.push(now);
      this.until(now + windowSize + margin);
    }
    if (!t) return;
    this.known = true;
    this.left = Math.max(t.left - this.flying, 0);
    this.refill = now + t.in;
    this.until(this.refill);
  }

  /** Stops all requests until then: the vendor has said that it takes none. */
  hold(until: number): void {
    this.held = Math.max(this.held, until);
    this.left = 0;
    this.refill = this.held;
    this.until(until);
  }

  private until(then: number): void {
    this.matters = Math.max(this.matters, then);
  }

  /** Whether it knows anything that a new one would not. */
  inUse(now: number): boolean {
    return this.flying > 0 || now < this.matters;
  }
}
