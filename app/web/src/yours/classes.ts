import {
  type Cluster,
  type Listed,
  mintNames,
  type ProposalClass,
  settlementVault,
} from "@defi-ready/securities";
import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { className, dealName, nameWithin } from "../data/names.js";

/** A class of a deal, as somebody knows it who holds it. */
export type Class = Readonly<{
  security: Account<Security>;
  tranche: Account<Tranche>;
  /** What the class is called, as its creator chose, and what its deal is called. */
  name: string;
  deal: string;
  /** Decimals of the deal's settlement mint. */
  decimals: number;
  /** All classes of the deal, by rank. */
  among: readonly ProposalClass[];
}>;

/** The deals that somebody has to do with, by their names. */
export type Deals = Readonly<{
  /** A class of them; nothing for one that is not listed. */
  classOf(tranche: Address | undefined): readonly Class[];
  /** What one of them is called. */
  nameOf(security: Address): string;
}>;

/** Reads the names of deals and of their classes. */
export async function readDeals(
  cluster: Cluster,
  listed: readonly Listed[],
  securities: ReadonlySet<Address>,
): Promise<Deals> {
  const wanted = listed.filter(({ security }) => securities.has(security.address));
  const names = await mintNames(
    cluster,
    wanted.flatMap(({ classes }) => classes.map(({ tranche }) => tranche.data.mint)),
  );
  const deals = new Map(
    wanted.map(({ security: { address, data }, classes }) => [
      address,
      dealName(
        { address, id: data.id },
        classes.map(({ tranche }) => className(tranche, names)),
      ),
    ]),
  );
  const nameOf = (security: Address): string => deals.get(security) ?? "";
  const found = new Map(
    wanted.flatMap(({ security, classes }) => {
      const deal = nameOf(security.address);
      const among = classes.map(({ tranche }) => ({
        ...tranche.data,
        moneyDecimals: settlementVault(security.data).decimals,
        name: nameWithin(deal, className(tranche, names)),
      }));
      return classes.map(
        ({ tranche }) =>
          [
            tranche.address,
            {
              security,
              tranche,
              name: className(tranche, names),
              deal,
              decimals: settlementVault(security.data).decimals,
              among,
            },
          ] as const,
      );
    }),
  );
  return {
    nameOf,
    classOf: (tranche) => {
      const one = tranche === undefined ? undefined : found.get(tranche);
      return one === undefined ? [] : [one];
    },
  };
}
