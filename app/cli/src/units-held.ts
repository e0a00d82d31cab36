import {
  type Cluster,
  cashIn,
  listUnits,
  mintNames,
  printable,
  readSecurity,
  readTranche,
  type SecurityState,
  vaultsOf,
  wrapperValue,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { money, short, table } from "./format.js";
import { cashWords } from "./wrapper.js";

/** Units of a wrapper that an owner holds. */
export type UnitsHeld = Readonly<{
  wrapper: Address;
  mint: Address;
  security: Address;
  tranche: Address;
  symbol: string | null;
  /** What people are told: the symbol, or that of the shares. */
  called: string;
  /** Base units, as many as the shares behind them. */
  amount: bigint;
  shareDecimals: number;
  /** What they hold, by the security's vaults. */
  cash: readonly Readonly<{ mint: Address; decimals: number; amount: bigint }>[];
  /** The same in words. */
  words: string;
}>;

/** The units in an owner's associated accounts, with what they hold. */
export async function unitsOf(cluster: Cluster, owner: Address, now: bigint): Promise<UnitsHeld[]> {
  const held = await Promise.all(
    (await listUnits(cluster, owner)).map(async (one) => ({
      ...one,
      tranche: await readTranche(cluster, one.wrapper.data.tranche),
    })),
  );
  const names = await mintNames(
    cluster,
    held.flatMap(({ wrapper, tranche }) => [wrapper.data.mint, tranche.data.mint]),
  );
  return await Promise.all(
    held.map(async ({ wrapper: { address, data }, tranche, amount }) => {
      const security = await readSecurity(cluster, data.security);
      const value = wrapperValue({ wrapper: data, tranche: tranche.data, now });
      const cash = cashIn({ value, units: amount });
      const [own, ofShares] = [data.mint, tranche.data.mint].map((mint) => names.get(mint)?.symbol);
      return {
        wrapper: address,
        mint: data.mint,
        security: data.security,
        tranche: data.tranche,
        symbol: own ?? null,
        // Units of SPL Token have no name of their own.
        called: own ?? `wrapped ${ofShares ?? short(tranche.data.mint)}`,
        amount,
        shareDecimals: tranche.data.decimals,
        cash: cashObject(security.data, cash),
        words: cashWords(security.data, cash),
      };
    }),
  );
}

function cashObject(security: Security, cash: readonly bigint[]): UnitsHeld["cash"] {
  return vaultsOf(security).map(({ mint, decimals }, vault) => ({
    mint,
    decimals,
    amount: cash[vault] ?? 0n,
  }));
}

/** Units for people; empty if there are none. */
export function unitsSection(held: readonly UnitsHeld[]): string {
  const rows = held.map((one) => [
    printable(one.called),
    one.tranche,
    money(one.amount, one.shareDecimals),
    one.words,
    one.security,
  ]);
  return rows.length === 0
    ? ""
    : table(
        ["Units of", "Tranche", { right: "Held, a share each" }, { right: "And cash" }, "Security"],
        rows,
      );
}

/** The wrappers of a security, for people; empty if there are none. */
export function wrappersSection({ security, tranches, time }: SecurityState): string {
  const rows = tranches.flatMap(({ tranche, wrapper: state }) => {
    if (state === undefined) {
      return [];
    }
    const { data } = state.wrapper;
    const value = wrapperValue({ wrapper: data, tranche: tranche.data, now: time });
    return [
      [
        String(tranche.data.rank),
        data.mint,
        money(data.units, tranche.data.decimals),
        cashWords(security.data, cashIn({ value, units: tranche.data.unit })),
        data.bearer === 1 ? "yes" : "no",
      ],
    ];
  });
  const columns = [{ right: "Units" }, { right: "Cash in a unit" }, "Bearer"];
  return rows.length === 0 ? "" : table(["Wrapped, rank", "Mint of units", ...columns], rows);
}
