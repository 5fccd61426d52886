// Sends requests for one account: paces them, waits where the vendor asks for it, tries again what may pass, and says meanwhile
// what it waits for. All requests are GET: trying again is safe.

import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  Activity, ExchangeSchema, ProgressSchema, RateStatusSchema, type Exchange, type Progress, type RateStatus,
} from "../gen/trellis/connector/v1/list_pb";
import { ConnectorError, log, type Call } from "../sdk";
import { byteLength } from "../sdk/text";
import { judgeAnswer, judgeCause, requestID, type Advice, type Verdict } from "./judge";
import type { Lane, Lanes } from "./lanes";
import { clock } from "./pacer";
import { told, type RateHeaders, type Told } from "./ratelimit";
import type { Settings } from "./settings";
import { get, isOK, NoAnswer, type Answer } from "./transport";

/** For one request, from its first byte to the answer's last. */
const timeout = 30_000;
/** How often a request is sent that fails for a passing reason; with these pauses, a restart of the vendor's passes. */
const tries = 4;
const backoff = 500;
const maxBackoff = 20_000;
/** How often one request is sent that meets a 429 each time, though it waited as long as it was told to. */
const maxLimited = 20;

export interface Options {
  settings: Settings;
  credential: string;
  userAgent: string;
  advice: Advice;
  rateHeaders: RateHeaders;
  lanes: Lanes;
}

/** One GET below the base URL. */
export interface Request {
  path: string;
  query: Record<string, string>;
  /** The parameters whose values may be shown. */
  public: ReadonlySet<string>;
}

/** An answer of 2xx, and what led to it. */
export interface Sent extends Answer {
  exchanges: Exchange[];
  rate: RateStatus | undefined;
}

/** Says what is being waited for. Waits that are worth telling at once have an end. */
export type Doing = (p: Progress) => void;

export class Client {
  constructor(private readonly o: Options) {}

  get advice(): Advice {
    return this.o.advice;
  }

  /** Sends a request until it succeeds, or nothing helps any more. */
  send(r: Request, call: Call, doing: Doing): Promise<Sent> {
    return this.o.lanes.use(this.o.settings, this.o.credential, (lane) => this.sendOn(lane, r, call, doing));
  }

  private async sendOn(lane: Lane, r: Request, call: Call, doing: Doing): Promise<Sent> {
    const exchanges: Exchange[] = [];
    let failures = 0;
    let limited = 0;
    let again = false;
    for (let attempt = 1; ; attempt++) {
      await this.pace(lane, call, doing);
      doing(progress(Activity.WAITING_FOR_UPSTREAM, `waiting for ${this.advice.host}`, attempt));
      const result = await this.once(lane, r, call, exchanges);
      if (!("error" in result)) return { ...result, exchanges };
      const { error, helps } = result;
      this.log(error, attempt);
      const asked = error.parts.retryAfter ?? 0;
      let pause = 0;
      switch (helps) {
        case "nothing":
          throw error;
        case "once":
          if (again) throw error;
          again = true;
          break;
        case "again":
          if (++failures >= tries) throw error;
          pause = Math.max(pauseAfter(failures), asked);
          if (asked > this.o.settings.maxWait || !fits(call, pause)) throw error;
          doing(progress(Activity.WAITING_TO_RETRY, `waiting before the next try: ${error.message}`, attempt + 1, pause));
          break;
        case "patience":
          limited++;
          pause = asked || pauseAfter(limited);
          if (limited > maxLimited || pause > this.o.settings.maxWait || !fits(call, pause)) throw error.with({ retryAfter: pause });
          lane.pacer.hold(clock() + pause);
          doing(progress(Activity.WAITING_FOR_RATE_LIMIT, `waiting for the rate limit of ${this.advice.host}`, attempt + 1, pause));
          break;
      }
      await sleep(pause, call.signal);
    }
  }

  /** Waits for the turn of a request. */
  private async pace(lane: Lane, call: Call, doing: Doing): Promise<void> {
    const limit = `the rate limit of ${this.advice.host}`;
    for (;;) {
      call.signal.throwIfAborted();
      const wait = lane.pacer.take(clock(), this.o.settings.pace);
      if (wait === 0) return;
      if (wait > this.o.settings.maxWait || !fits(call, wait)) {
        throw new ConnectorError("RATE_LIMITED", `${limit} is used up`, {
          retryAfter: wait,
          suggestion: "come back later, allow more time, or have the operator raise requests_per_minute or max_wait",
        });
      }
      doing(progress(Activity.WAITING_FOR_RATE_LIMIT, `waiting for ${limit}`, 0, wait));
      await sleep(wait, call.signal);
    }
  }

  /** One try, and how it ended. */
  private async once(lane: Lane, r: Request, call: Call, exchanges: Exchange[]): Promise<(Answer & { rate: RateStatus | undefined }) | Verdict> {
    const { settings, advice } = this.o;
    const url = new URL(settings.endpoint + r.path);
    for (const [name, value] of Object.entries(r.query)) url.searchParams.set(name, value);
    const exchange = create(ExchangeSchema, { method: "GET", url: advice.redact.url(url, r.public), startedAt: timestampFromMs(Date.now()) });
    const start = clock();
    exchanges.push(exchange);
    let t: Told | undefined;
    try {
      const answer = await this.timed(lane, url, call);
      t = settings.heed ? told(this.o.rateHeaders, answer.headers, Date.now()) : undefined;
      exchange.status = answer.status;
      exchange.requestId = requestID(advice, answer.headers);
      if (isOK(answer.status)) return { ...answer, rate: rateOf(t) };
      const verdict = judgeAnswer(advice, answer);
      exchange.requestId = verdict.error.parts.vendorRequestId ?? "";
      return verdict;
    } catch (e) {
      call.signal.throwIfAborted();
      if (!(e instanceof NoAnswer)) throw e;
      exchange.status = e.status;
      exchange.requestId = requestID(advice, e.headers);
      return judgeCause(advice, e);
    } finally {
      exchange.duration = durationFromMs(Math.round(clock() - start));
      lane.pacer.done(clock(), settings.pace, t);
    }
  }

  /** A request within its time, and the call's. */
  private async timed(lane: Lane, url: URL, call: Call): Promise<Answer> {
    const own = new AbortController();
    const end = (): void => own.abort(call.signal.reason);
    const timer = setTimeout(() => own.abort(new NoAnswer("timeout", "no whole answer in time")), timeout);
    call.signal.addEventListener("abort", end, { once: true });
    try {
      const headers = { authorization: `Bearer ${this.o.credential}`, accept: "application/json", "user-agent": this.o.userAgent };
      return await get(lane.agent, url, headers, own.signal);
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener("abort", end);
    }
  }

  /** The line of a request that failed: what the vendor's support asks for. A failure that matters is the call's error, too. */
  log(e: ConnectorError, attempt: number): void {
    log("info", "a request to the vendor failed", {
      host: this.advice.host, status: e.parts.upstreamStatus ?? 0, request_id: e.parts.vendorRequestId ?? "", try: attempt,
      reason: e.reason, error: e.message,
    });
  }
}

const progress = (activity: Activity, message: string, attempt: number, wait = 0): Progress =>
  create(ProgressSchema, { activity, message, attempt, ...(wait > 0 ? { waitUntil: timestampFromMs(Date.now() + Math.ceil(wait)) } : {}) });

const rateOf = (t: Told | undefined): RateStatus | undefined =>
  t && create(RateStatusSchema, { remaining: BigInt(t.left), resetAt: timestampFromMs(Math.ceil(Date.now() + t.in)) });

/** Whether a wait ends before the caller's deadline does. */
const fits = (call: Call, wait: number): boolean => Date.now() + wait < call.deadline;

/** After so many failures in a row; varied by a quarter, so that who failed together does not come back together. */
function pauseAfter(failures: number): number {
  const pause = Math.min(backoff * 2 ** (failures - 1), maxBackoff);
  return pause * (0.75 + Math.random() / 2);
}

/** What setTimeout takes at most; longer waits are looked at again. */
const maxTimer = 2 ** 31 - 1;

/** Waits, at most until the call's end, which throws. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const end = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, Math.min(Math.ceil(ms), maxTimer));
    signal.addEventListener("abort", end, { once: true });
  });
}

/** Whether a key is made of what a header may hold and a person can see. */
export const isToken = (key: string): boolean => byteLength(key) === key.length && /^[!-~]+$/.test(key);
