import type { Security } from "../generated/index.js";

/** How far a deal is, in the order of `Security.status`. */
export const DEAL_STAGES = ["draft", "active", "winding", "ended"] as const;

/** How far a deal is; `closed` once nothing of it is left but what keeps its address taken. */
export type DealStage = (typeof DEAL_STAGES)[number] | "closed";

/** Seconds that a deal which has begun is wound down at least. */
export const WINDING_TIME = 30n * 86_400n;

/** Seconds that money in another mint waits at most for debts that are owed something, once a deal is being wound down. */
export const OTHER_MINT_TIME = 365n * 86_400n;

/** How far a deal is. */
export const stageOf = ({ status }: Pick<Security, "status">): DealStage => DEAL_STAGES[status] ?? "ended";

/** From when a deal that is being wound down can end, in Unix seconds; `undefined` while it is not. */
export function endsFrom({ winding, beganAt }: Pick<Security, "winding" | "beganAt">): bigint | undefined {
  if (winding.from === 0n) {
    return undefined;
  }
  return beganAt === 0n ? winding.from : winding.from + WINDING_TIME;
}

/** How far a deal is, in words. */
export function describeStage(stage: DealStage): string {
  return {
    draft: "draft: the structure is negotiable",
    active: "active",
    winding: "being wound down: nothing new begins, and what is in it goes out",
    ended: "ended: what is owed is still paid, and its accounts close",
    closed: "closed",
  }[stage];
}
