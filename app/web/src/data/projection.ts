import {
  addMonths,
  ClientError,
  type Cluster,
  clusterTime,
  listConversions,
  parseAmount,
  readBytes,
  trancheAddress,
  waterfallAddress,
} from "@defi-ready/securities";
import {
  conversionsBetween,
  type Flow,
  type Start,
  type Step,
  type Turned,
  withConversions,
} from "@defi-ready/securities-projection";
import type { Address } from "@solana/kit";

/** The most months of a projection. */
export const MAX_MONTHS = 240;

/** What the worker plays. */
export type Request = Readonly<{ start: Start; steps: readonly Step[] }>;

/** What a deal would pay. */
export type Projected = Readonly<{
  /** What becomes what. */
  turned: readonly Turned[];
  /** Of each class by rank. */
  flows: readonly (readonly Flow[])[];
  /** How many payments the program refuses, and why the first of them; left out if none. */
  refusals?: Readonly<{ count: number; why: string }> | undefined;
}>;

/** What came of it, or why there is nothing. */
export type Played = Projected | Readonly<{ failed: string }>;

/** The same payment at the end of each of some months from now on, settlement base units. */
export type Assumed = Readonly<{ income: bigint; principal: bigint; months: number }>;

/** What was typed into the form of a projection. */
export function assumedOf(
  typed: Readonly<{ income: string; principal: string; months: string }>,
  decimals: number,
): Assumed {
  const months = Number(typed.months);
  if (!/^\d{1,3}$/.test(typed.months) || months < 1 || months > MAX_MONTHS) {
    throw new RangeError(`"${typed.months}" is no number of months from 1 to ${MAX_MONTHS}`);
  }
  return {
    income: parseAmount(typed.income, decimals),
    principal: parseAmount(typed.principal, decimals),
    months,
  };
}

/** The accounts of a deal that decide what it pays, as bytes; tranches by rank. */
export type Accounts = Readonly<{
  security: Uint8Array;
  waterfall: Uint8Array;
  tranches: readonly Uint8Array[];
}>;

/** Plays payments on a deal as it stands on chain, in a worker. */
export async function projectDeal(
  cluster: Cluster,
  options: Readonly<{
    security: Address;
    classes: number;
    assumed: Assumed;
    /** Makes other accounts of those on chain; they are played as they are if left out. */
    change?: ((accounts: Accounts) => Accounts) | undefined;
  }>,
): Promise<Projected> {
  const { security, classes, assumed, change = (accounts: Accounts) => accounts } = options;
  const ranks = Array.from({ length: classes }, (_, rank) => rank);
  const ofClasses = await Promise.all(ranks.map((rank) => trancheAddress(security, rank)));
  const addresses = [security, await waterfallAddress(security), ...ofClasses];
  const [found, now, converting] = await Promise.all([
    readBytes(cluster, addresses),
    clusterTime(cluster),
    listConversions(cluster, security),
  ]);
  const [bytes, rules, ...tranches] = found.map((account) => account?.data);
  if (bytes === undefined || rules === undefined || !tranches.every((one) => one !== undefined)) {
    throw new ClientError("the deal is not whole on this cluster");
  }
  const conversions = conversionsBetween(ofClasses, converting);
  const accounts = change({ security: bytes, waterfall: rules, tranches });
  const start: Start = { __kind: "Accounts", ...accounts, conversions };
  const played = await play({ start, steps: withConversions(start, stepsOf(assumed, now)) });
  if ("failed" in played) {
    throw new ClientError(played.failed);
  }
  return played;
}

function stepsOf({ income, principal, months }: Assumed, now: bigint): readonly Step[] {
  return Array.from({ length: months }, (_, month) => ({
    at: addMonths(now, month + 1),
    event: { __kind: "Pay", amount: income + principal, principal, recovery: false, clawback: null },
  }));
}

/** How long a projection may take, in milliseconds. */
const PATIENCE_MILLISECONDS = 30_000;

/** Each in a worker of its own, which goes with it. */
function play(request: Request): Promise<Played> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const worker = new Worker(new URL("./projection-worker.ts", import.meta.url), { type: "module" });
  return new Promise<Played>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<Played>) => resolve(data), { once: true });
    worker.addEventListener(
      "error",
      () => reject(new ClientError("the page's worker, which projects, did not start: load the page again")),
      { once: true },
    );
    timer = setTimeout(
      () => reject(new ClientError("the projection takes too long for a page: choose fewer months")),
      PATIENCE_MILLISECONDS,
    );
    worker.postMessage(request);
  }).finally(() => {
    clearTimeout(timer);
    worker.terminate();
  });
}
