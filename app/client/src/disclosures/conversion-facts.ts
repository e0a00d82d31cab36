import type { Account, Address } from "@solana/kit";
import { readTranche } from "../accounts.js";
import type { Cluster } from "../cluster.js";
import { conversionBy } from "../conversions/outcome.js";
import { listConversions } from "../conversions/read.js";
import type { Conversion, Tranche } from "../generated/index.js";
import type { ConversionFacts } from "./facts.js";

/** A conversion, with the decimals of the shares that are received. */
export type FoundConversion = Readonly<{ conversion: Conversion; intoDecimals: number }>;

/** The conversions of a security that are not closed; nothing is asked of the cluster if none stands. */
export async function readConversions(
  cluster: Cluster,
  security: Address,
  tranches: readonly Account<Tranche>[],
): Promise<readonly FoundConversion[]> {
  if (tranches.every(({ data }) => data.conversions.standing === 0)) {
    return [];
  }
  const known = new Map(tranches.map(({ address, data }) => [address, data.decimals]));
  return Promise.all(
    (await listConversions(cluster, security)).map(async ({ data }) => ({
      conversion: data,
      intoDecimals: known.get(data.into) ?? (await readTranche(cluster, data.into)).data.decimals,
    })),
  );
}

/** The facts of conversions, by the rank of the class that is given and by number. */
export const conversionFacts = (
  conversions: readonly FoundConversion[],
  ranks: ReadonlyMap<Address, number>,
): readonly ConversionFacts[] =>
  conversions
    .toSorted((a, b) => a.conversion.number - b.conversion.number)
    .map((one) => factsOf(one, ranks))
    .toSorted((a, b) => a.from - b.from);

function factsOf(
  { conversion, intoDecimals }: FoundConversion,
  ranks: ReadonlyMap<Address, number>,
): ConversionFacts {
  const { tranche, into, trigger, opensAt, closesAt, setAside, approved, done } = conversion;
  const { rule, ratioTo, ratioFrom, floor, cap, discountBps, withInterest } = conversion;
  return {
    field: "",
    from: ranks.get(tranche) ?? 0,
    into: ranks.get(into) ?? null,
    intoDecimals,
    by: conversionBy(conversion),
    isApproved: approved === 1,
    trigger,
    rule: { rule, ratioTo, ratioFrom, floor, cap, discountBps, withInterest },
    opens: { kind: "at", time: opensAt },
    closes: { kind: "at", time: closesAt },
    shares: setAside,
    isDone: done === 1,
  };
}
