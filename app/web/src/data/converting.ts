import {
  type Cluster,
  type ConversionState,
  conversionState,
  listConversions,
  mintNames,
  readSecurity,
  readTranche,
} from "@defi-ready/securities";
import type { Conversion, Security, Tranche, Waterfall } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { className, nameWithin } from "./names.js";

/** A class of the deal. */
type Own = Readonly<{ tranche: Account<Tranche>; name: string }>;

/** A conversion of a class, with the class that is received, which may be another deal's. */
export type Converting = Readonly<{
  conversion: Account<Conversion>;
  from: Own;
  into: Readonly<{
    tranche: Account<Tranche>;
    name: string;
    /** The other deal's security; `undefined` within one deal. */
    security: Account<Security> | undefined;
  }>;
}>;

/** Reads the conversions of a security's classes. */
export async function readConversions(
  cluster: Cluster,
  security: Address,
  classes: readonly Own[],
): Promise<readonly Converting[]> {
  const found = await listConversions(cluster, security);
  const all = found.map(async (conversion): Promise<readonly Converting[]> => {
    const from = classes.find(({ tranche }) => tranche.address === conversion.data.tranche);
    const own = classes.find(({ tranche }) => tranche.address === conversion.data.into);
    if (from === undefined) {
      return [];
    }
    if (own !== undefined) {
      return [{ conversion, from, into: { tranche: own.tranche, name: own.name, security: undefined } }];
    }
    const tranche = await readTranche(cluster, conversion.data.into);
    const [names, other] = await Promise.all([
      mintNames(cluster, [tranche.data.mint]),
      readSecurity(cluster, tranche.data.security),
    ]);
    return [{ conversion, from, into: { tranche, name: className(tranche, names), security: other } }];
  });
  return (await Promise.all(all)).flat();
}

/** What can be done with a conversion now. */
export const stateOf = (
  { conversion, from }: Converting,
  deal: Readonly<{ tested: Waterfall; time: bigint }>,
): ConversionState =>
  conversionState(conversion.data, from.tranche.data, { waterfall: deal.tested, now: deal.time });

/** What the classes of a conversion are called in a deal. */
export const namesOf = ({ from, into }: Converting, deal: Readonly<{ name: string }>) => ({
  from: { name: nameWithin(deal.name, from.name), decimals: from.tranche.data.decimals },
  into: {
    name: into.security === undefined ? nameWithin(deal.name, into.name) : into.name,
    decimals: into.tranche.data.decimals,
  },
});
