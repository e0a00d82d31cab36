import {
  cashIn,
  type Earnings,
  earningsOf,
  type HeldWarrants,
  isFixed,
  type Listed,
  listCredentials,
  listHoldings,
  listOwed,
  listOwnTickets,
  listWarrants,
  listWrappers,
  mintNames,
  type Phase,
  payoutsOf,
  qualifiersOf,
  readBytes,
  readMarket,
  settlementVault,
  shareAccountAddress,
  shareRateAddress,
  tokenBalances,
  valueAt,
  vaultsOf,
  wrapperValue,
} from "@defi-ready/securities";
import {
  type Book,
  type Credential,
  getReportedRateDecoder,
  type Holder,
  type Owed,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type Ticket,
  type Tranche,
  type Wrapper,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import type { AsOf } from "../data/as-of.js";
import { keys } from "../data/keys.js";
import { className, dealName } from "../data/names.js";
import { useRead } from "../data/query.js";

/** A class of a deal, as somebody knows it who holds it. */
export type Class = Readonly<{
  security: Account<Security>;
  tranche: Account<Tranche>;
  /** What the class is called, as its creator chose, and what its deal is called. */
  name: string;
  deal: string;
  /** Decimals of the deal's settlement mint. */
  decimals: number;
}>;

/** What a holder is owed in one of the deal's mints. */
export type Due = Earnings & Readonly<{ mint: Address; decimals: number }>;

/** Shares of a class that the wallet holds, or money that it is owed for shares that it held. */
export type Holding = Class &
  Readonly<{
    holder: Account<Holder>;
    /** Whether the shares are promote points: of a class with a fixed number of shares. */
    isPoints: boolean;
    /** Whether its shares can be wrapped. */
    isWrappable: boolean;
    due: readonly Due[];
  }>;

/** Units of a class's wrapper, and the cash that they hold. */
export type Units = Class &
  Readonly<{
    wrapper: Account<Wrapper>;
    /** Base units, as many as the shares behind them. */
    units: bigint;
    /** By the deal's vaults. */
    cash: readonly Readonly<{ mint: Address; decimals: number; amount: bigint }>[];
  }>;

/** Warrants, with what they are worth. */
export type Warrants = Class &
  HeldWarrants &
  Readonly<{
    /** The price of a whole share, in settlement base units, and where it is from; undefined where none is known. */
    price: Readonly<{ value: bigint; source: "reported" | "last book" }> | undefined;
  }>;

/** A ticket in line, or of a locked book. */
export type OpenTicket = Class & Readonly<{ ticket: Account<Ticket>; book: Account<Book>; phase: Phase }>;

/** A credential, and the deals whose shares it admits to. */
export type Held = Readonly<{ credential: Account<Credential>; admits: readonly Address[] }>;

/** All that a wallet holds or is owed. */
export type Holdings = Readonly<{
  holdings: readonly Holding[];
  tickets: readonly OpenTicket[];
  owed: readonly Account<Owed>[];
  warrants: readonly Warrants[];
  units: readonly Units[];
  credentials: readonly Held[];
  /** The cluster's time. */
  time: bigint;
}>;

/** All that an owner holds or is owed over all deals. */
export function useHoldings(owner: Address): UseQueryResult<AsOf<Holdings>> {
  const { url } = useCluster();
  return useRead<Holdings>({
    key: [...keys.owner(url, owner), "holdings"],
    read: async (cluster) => {
      const [{ listed, time }, holders, tickets, owed, warrants, credentials, wrappers] = await Promise.all([
        readMarket(cluster),
        listHoldings(cluster, owner),
        listOwnTickets(cluster, owner),
        listOwed(cluster, owner),
        listWarrants(cluster, owner),
        listCredentials(cluster, owner),
        listWrappers(cluster),
      ]);
      const unitBalances = await tokenBalances(
        cluster,
        await Promise.all(wrappers.map(({ data }) => shareAccountAddress(owner, data.mint))),
      );
      const units = wrappers
        .map((wrapper, at) => ({ wrapper, amount: unitBalances[at] ?? 0n }))
        .filter(({ amount }) => amount > 0n);
      const wrappable = new Set(wrappers.map(({ data }) => data.tranche));
      const classes = new Map(
        listed.flatMap(({ security, classes: of }) =>
          of.map(({ tranche, books }) => [tranche.address, { security, tranche, books }] as const),
        ),
      );
      const wanted = [
        ...holders.map(({ data }) => data.tranche),
        ...tickets.flatMap(({ data }) => trancheOf(listed, data.book) ?? []),
        ...warrants.map(({ series }) => series.data.tranche),
        ...units.map(({ wrapper }) => wrapper.data.tranche),
      ];
      const deals = new Set(wanted.flatMap((one) => classes.get(one)?.security.address ?? []));
      const named = listed.filter(({ security }) => deals.has(security.address));
      const names = await mintNames(
        cluster,
        named.flatMap(({ classes: of }) => of.map(({ tranche }) => tranche.data.mint)),
      );
      const dealNames = new Map(
        named.map(({ security: { address, data }, classes: of }) => [
          address,
          dealName(
            { address, id: data.id },
            of.map(({ tranche }) => className(tranche, names)),
          ),
        ]),
      );
      const classOf = (address: Address | undefined): Class[] => {
        const found = address === undefined ? undefined : classes.get(address);
        if (found === undefined) {
          return [];
        }
        const { security, tranche } = found;
        const { decimals } = settlementVault(security.data);
        const deal = dealNames.get(security.address) ?? "";
        return [{ security, tranche, name: className(tranche, names), deal, decimals }];
      };
      const rates = await readSharePrices(
        cluster,
        warrants.flatMap(({ series }) => classOf(series.data.tranche)),
      );
      return {
        time,
        owed,
        holdings: holders.flatMap((holder) =>
          classOf(holder.data.tranche).map((of) => ({
            ...holdingOf(of, holder, time),
            isWrappable: wrappable.has(holder.data.tranche),
          })),
        ),
        tickets: tickets.flatMap((ticket) =>
          classOf(trancheOf(listed, ticket.data.book)).flatMap((of) => {
            const found = classes
              .get(of.tranche.address)
              ?.books.find(({ book }) => book.address === ticket.data.book);
            return found === undefined ? [] : [{ ...of, ticket, book: found.book, phase: found.phase }];
          }),
        ),
        warrants: warrants.flatMap((held) =>
          classOf(held.series.data.tranche).map((of) => {
            const reported = rates.get(of.tranche.address);
            const last = classes.get(of.tranche.address)?.books.at(-1)?.book.data.price;
            const price =
              reported !== undefined
                ? ({ value: reported, source: "reported" } as const)
                : last !== undefined
                  ? ({ value: last, source: "last book" } as const)
                  : undefined;
            return { ...of, ...held, price };
          }),
        ),
        units: units.flatMap(({ wrapper, amount }) =>
          classOf(wrapper.data.tranche).map((of) => unitsOf(of, wrapper, { amount, now: time })),
        ),
        credentials: credentials.map((credential) => ({
          credential,
          admits: listed
            .filter(({ security }) => qualifiersOf(security.data).includes(credential.data.qualifier))
            .map(({ security }) => security.address),
        })),
      };
    },
  });
}

function unitsOf(
  of: Class,
  wrapper: Account<Wrapper>,
  { amount, now }: Readonly<{ amount: bigint; now: bigint }>,
): Units {
  const value = wrapperValue({ wrapper: wrapper.data, tranche: of.tranche.data, now });
  const cash = cashIn({ value, units: amount });
  return {
    ...of,
    wrapper,
    units: amount,
    cash: vaultsOf(of.security.data).map(({ mint, decimals }, vault) => ({
      mint,
      decimals,
      amount: cash[vault] ?? 0n,
    })),
  };
}

function holdingOf(of: Class, holder: Account<Holder>, now: bigint): Omit<Holding, "isWrappable"> {
  const { security, tranche } = of;
  const vaults = vaultsOf(security.data);
  return {
    ...of,
    holder,
    isPoints: isFixed(tranche.data),
    due: payoutsOf(tranche.data).flatMap((_, vault) => {
      const { mint, decimals } = vaults[vault] ?? {};
      return mint === undefined || decimals === undefined
        ? []
        : [{ ...earningsOf({ holder: holder.data, tranche: tranche.data, now, vault }), mint, decimals }];
    }),
  };
}

const trancheOf = (listed: readonly Listed[], book: Address): Address | undefined =>
  listed.flatMap(({ classes }) => classes).find(({ books }) => books.some((one) => one.book.address === book))
    ?.tranche.address;

/** What reporters say that a whole share of classes is worth, in settlement base units. */
async function readSharePrices(
  cluster: Parameters<typeof readBytes>[0],
  classes: readonly Class[],
): Promise<ReadonlyMap<Address, bigint>> {
  const addresses = await Promise.all(
    classes.map(({ security, tranche }) => shareRateAddress(security.address, tranche.address)),
  );
  const found = await readBytes(cluster, addresses);
  const decoder = getReportedRateDecoder();
  return new Map(
    classes.flatMap(({ tranche }, at) => {
      const account = found[at];
      if (account?.owner !== SECURITIES_PROGRAM_ADDRESS) {
        return [];
      }
      const { rate } = decoder.decode(account.data);
      return rate.denominator === 0n ? [] : [[tranche.address, valueAt(rate, tranche.data.unit)] as const];
    }),
  );
}
