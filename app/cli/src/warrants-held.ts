import {
  type Cluster,
  exerciseCost,
  findRate,
  listAllSeries,
  mintNames,
  printable,
  readSecurity,
  readTranche,
  settlementVault,
  shareAccountAddress,
  tokenBalances,
  valueAt,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { moment, money, table } from "./format.js";

/** Warrants of a series that an owner holds. */
export type HeldWarrants = Readonly<{
  series: Address;
  security: Address;
  tranche: Address;
  symbol: string | null;
  /** Base units of the shares. */
  amount: bigint;
  shareDecimals: number;
  /** Price of a share, settlement base units. */
  strike: bigint;
  decimals: number;
  expiresAt: bigint;
  isExpired: boolean;
  /** What it costs to exercise all of them. */
  cost: bigint;
  /**
   * What the shares are worth above their cost by the price that is reported for them, not below 0; null where none is.
   */
  worth: bigint | null;
}>;

/** The warrants in an owner's associated accounts. */
export async function warrantsOf(cluster: Cluster, owner: Address, now: bigint): Promise<HeldWarrants[]> {
  const all = await listAllSeries(cluster);
  const accounts = await Promise.all(all.map(({ data }) => shareAccountAddress(owner, data.mint)));
  const balances = await tokenBalances(cluster, accounts);
  const held = all.flatMap((series, at) => {
    const amount = balances[at] ?? 0n;
    return amount === 0n ? [] : [{ series, amount }];
  });
  return await Promise.all(
    held.map(async ({ series: { address, data }, amount }) => {
      const tranche = await readTranche(cluster, data.tranche);
      const security = await readSecurity(cluster, data.security);
      const { mint } = tranche.data;
      const [names, rate] = await Promise.all([
        mintNames(cluster, [mint]),
        findRate(cluster, { security: security.address, mint }),
      ]);
      const cost = exerciseCost({ series: data, tranche: tranche.data, amount });
      const reported = rate !== undefined && rate.data.rate.denominator > 0n;
      const gain = reported ? valueAt(rate.data.rate, amount) - cost : null;
      return {
        series: address,
        security: security.address,
        tranche: tranche.address,
        symbol: names.get(mint)?.symbol ?? null,
        amount,
        shareDecimals: tranche.data.decimals,
        strike: data.strike,
        decimals: settlementVault(security.data).decimals,
        expiresAt: data.expiresAt,
        isExpired: data.expiresAt <= now,
        cost,
        worth: gain === null ? null : gain > 0n && data.expiresAt > now ? gain : 0n,
      };
    }),
  );
}

/** Warrants for people; empty if there are none. */
export function warrantsSection(held: readonly HeldWarrants[]): string {
  const rows = held.map((one) => [
    printable(one.symbol ?? "-"),
    one.series,
    money(one.amount, one.shareDecimals),
    money(one.strike, one.decimals),
    one.isExpired ? "expired" : moment(one.expiresAt),
    money(one.cost, one.decimals),
    one.worth === null ? "no price is reported" : money(one.worth, one.decimals),
  ]);
  const columns = [{ right: "Held" }, { right: "Strike" }, "Until", { right: "Cost" }, { right: "Worth" }];
  return rows.length === 0 ? "" : table(["Warrants on", "Series", ...columns], rows);
}
