import type { Distribution, Waterfall } from "@defi-ready/securities/program";
import { type Receipts, receiptsOf } from "../flow/flow.js";
import type { ClassLabel } from "../flow/names.js";

const NOTHING: Receipts = { interest: 0n, principal: 0n, other: 0n };

/** What classes received, or would receive, at a time; base units of one mint. */
export type Paid = Readonly<{
  /** Unix time. */
  at: bigint;
  /** The security's number of the payment; `undefined` of what is projected, and of what no payment brought. */
  number: number | undefined;
  /** What it is called where it has no number, such as what covers paid for a loss. */
  name?: string | undefined;
  /** By rank. */
  receipts: readonly Receipts[];
}>;

/** What happened: the payments of a security in one mint, in the order in which they ran. */
export function paidOf(
  options: Readonly<{
    distributions: readonly Distribution[];
    waterfall: Waterfall;
    classes: readonly ClassLabel[];
    /** The vault of the mint; the settlement mint's if left out. */
    vault?: number;
  }>,
): readonly Paid[] {
  const { distributions, waterfall, classes, vault = 0 } = options;
  return distributions
    .filter((one) => one.vault === vault)
    .map((record) => ({
      at: record.postedAt,
      number: record.number,
      receipts: receiptsOf({ record, waterfall, classes }),
    }));
}

/** What a projection says that a class receives on a day; `Flow` of the projection's package is one. */
export type ProjectedFlow = Readonly<{ at: bigint; interest: bigint; principal: bigint; other: bigint }>;

/** What would happen: the flows of a projection by rank, those of one time together. */
export function projectedOf(flows: readonly (readonly ProjectedFlow[])[]): readonly Paid[] {
  const times = new Map<bigint, Receipts[]>();
  for (const [rank, list] of flows.entries()) {
    for (const { at, interest, principal, other } of list) {
      const receipts = times.get(at) ?? flows.map(() => NOTHING);
      const before = receipts[rank] ?? NOTHING;
      receipts[rank] = {
        interest: before.interest + interest,
        principal: before.principal + principal,
        other: before.other + other,
      };
      times.set(at, receipts);
    }
  }
  return [...times]
    .map(([at, receipts]) => ({ at, number: undefined, receipts }))
    .filter(({ receipts }) => totalOf(receipts) > 0n)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** All that classes received together. */
export function totalOf(receipts: readonly Receipts[]): bigint {
  return receipts.reduce((sum, { interest, principal, other }) => sum + interest + principal + other, 0n);
}
