// Connections and pace of credentials, which the accounts and calls of one share. A lane that nobody has used for a while and
// that knows nothing that matters is given up, so that thousands of accounts leave nothing behind.

import { createHash } from "node:crypto";
import type { Agent } from "node:https";
import { clock, Pacer } from "./pacer";
import type { Settings } from "./settings";
import { newAgent } from "./transport";

export interface Lane {
  readonly agent: Agent;
  readonly pacer: Pacer;
}

interface Kept extends Lane {
  used: number;
  users: number;
}

/** How long a lane is kept that has no request under way. */
const idle = 60_000;
const sweepEvery = 10_000;

export class Lanes {
  private readonly lanes = new Map<string, Kept>();
  private swept = 0;

  /** Runs work on the lane of a credential. */
  async use<R>(s: Settings, credential: string, work: (lane: Lane) => Promise<R>): Promise<R> {
    const key = createHash("sha256").update([s.base.origin, s.ca ?? "", credential].join("\0")).digest("hex");
    this.sweep(clock());
    let lane = this.lanes.get(key);
    if (!lane) this.lanes.set(key, (lane = { agent: newAgent(s.ca), pacer: new Pacer(), used: 0, users: 0 }));
    lane.users++;
    try {
      return await work(lane);
    } finally {
      lane.users--;
      lane.used = clock();
    }
  }

  private sweep(now: number): void {
    if (now - this.swept < sweepEvery) return;
    this.swept = now;
    for (const [key, lane] of this.lanes) {
      if (lane.users > 0 || now - lane.used < idle || lane.pacer.inUse(now)) continue;
      lane.agent.destroy();
      this.lanes.delete(key);
    }
  }
}
