import {
  type Allotment,
  allotmentOf,
  cashIn,
  type Earnings,
  earningsOf,
  escheatedOf,
  findPerson,
  type HeldWarrants,
  hasPoints,
  isFixed,
  keptWords,
  type Listed,
  limitsHolders,
  listCredentials,
  listHoldings,
  listOwedRefunds,
  listOwnTickets,
  listWarrants,
  listWaterfalls,
  listWrappers,
  overpaidCarries,
  type Phase,
  type PointsDue,
  payoutsOf,
  pointsDue,
  qualifiersOf,
  readBytes,
  readMarket,
  shareRateAddress,
  type ThawState,
  thawState,
  tokenBalances,
  unitAccountAddress,
  valueAt,
  vaultsOf,
  waitsForClaim,
  wrapperValue,
} from "@defi-ready/securities";
import {
  type Book,
  type Credential,
  getReportedRateDecoder,
  type Holder,
  type OwedRefund,
  type Person,
  SECURITIES_PROGRAM_ADDRESS,
  type Ticket,
  type Tranche,
  type Waterfall,
  type Wrapper,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import type { AsOf } from "../data/as-of.js";
import { keys } from "../data/keys.js";
import { useRead } from "../data/query.js";
import { type Class, type Deals, readDeals } from "./classes.js";
import { type OwnFee, readOwnFees } from "./payee.js";

/** What a holder is owed in one of the deal's mints. */
export type Due = Earnings &
  Readonly<{
    mint: Address;
    decimals: number;
    /** What went to the deal's escheat account instead, and was not restored. */
    escheated: bigint;
    /** Whether it waits until its owner, an address of a program, claims it. */
    waits: boolean;
  }>;

/** Shares of a class that the wallet holds, or money that it is owed for shares that it held. */
export type Holding = Class &
  Readonly<{
    holder: Account<Holder>;
    /** Whether the shares are promote points: of a class with a fixed number of shares. */
    isPoints: boolean;
    /** Whether its shares can be wrapped. */
    isWrappable: boolean;
    due: readonly Due[];
    /** What keeps its shares from being transferred, and how many can be now, in clauses; none where all can be. */
    kept: readonly string[];
    /** What of it is thawed; `undefined` of a hooked class. */
    thaw: ThawState | undefined;
    /** What its record may receive; `undefined` where the class limits no holders. */
    allotment: Allotment | undefined;
    /** What the class has taken too much of its carry, which it owes back, in settlement base units. */
    overpaid: bigint;
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

/** Points of a class with a fixed number of shares that no book grants: its manager can take them. */
export type PointsToTake = Class & Readonly<{ due: PointsDue }>;

/** All that a wallet holds or is owed. */
export type Holdings = Readonly<{
  holdings: readonly Holding[];
  tickets: readonly OpenTicket[];
  points: readonly PointsToTake[];
  fees: readonly OwnFee[];
  owed: readonly Account<OwedRefund>[];
  warrants: readonly Warrants[];
  units: readonly Units[];
  credentials: readonly Held[];
  /** What the deals are called. */
  nameOf: Deals["nameOf"];
  /** The cluster's time. */
  time: bigint;
}>;

/** All that an owner holds or is owed over all deals. */
export function useHoldings(owner: Address): UseQueryResult<AsOf<Holdings>> {
  const { url } = useCluster();
  return useRead<Holdings>({
    key: [...keys.owner(url, owner), "holdings"],
    read: async (cluster) => {
      const [{ listed, time }, holders, tickets, owed, warrants, credentials, found, wrappers] =
        await Promise.all([
          readMarket(cluster),
          listHoldings(cluster, owner),
          listOwnTickets(cluster, owner),
          listOwedRefunds(cluster, owner),
          listWarrants(cluster, owner),
          listCredentials(cluster, owner),
          listWaterfalls(cluster),
          listWrappers(cluster),
        ]);
      const waterfalls = new Map(found.map((one) => [one.data.security, one]));
      const unitBalances = await tokenBalances(
        cluster,
        await Promise.all(wrappers.map(({ data }) => unitAccountAddress(data, owner))),
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
      const points = [...classes.values()].flatMap(({ security, tranche }) => {
        const due = pointsDue({ security: security.data, tranche: tranche.data, now: time });
        return tranche.data.manager === owner && hasPoints(due) ? [{ tranche: tranche.address, due }] : [];
      });
      const persons = await readPersons(
        cluster,
        holders.filter(({ data }) => {
          const rules = classes.get(data.tranche)?.tranche.data.rules;
          return rules !== undefined && limitsHolders(rules);
        }),
      );
      const thaws = await readThaws(cluster, holders, {
        trancheOf: (one) => classes.get(one)?.tranche,
        now: time,
      });
      const fees = await readOwnFees(cluster, { listed, waterfalls, payee: owner, now: time });
      const held = [
        ...holders.map(({ data }) => data.tranche),
        ...tickets.flatMap(({ data }) => trancheOf(listed, data.book) ?? []),
        ...warrants.map(({ series }) => series.data.tranche),
        ...units.map(({ wrapper }) => wrapper.data.tranche),
        ...points.map(({ tranche }) => tranche),
      ].flatMap((one) => classes.get(one)?.security.address ?? []);
      const { classOf, nameOf } = await readDeals(
        cluster,
        listed,
        new Set([
          ...held,
          ...fees.map(({ security }) => security.address),
          ...owed.map(({ data }) => data.security),
        ]),
      );
      const rates = await readSharePrices(
        cluster,
        warrants.flatMap(({ series }) => classOf(series.data.tranche)),
      );
      return {
        time,
        owed,
        fees,
        nameOf,
        points: points.flatMap(({ tranche, due }) => classOf(tranche).map((of) => ({ ...of, due }))),
        holdings: holders.flatMap((holder) =>
          classOf(holder.data.tranche).map((of) => ({
            ...holdingOf(of, holder, {
              now: time,
              overpaid: overpaidOf(of, listed, waterfalls),
              person: persons.get(holder.address),
            }),
            isWrappable: wrappable.has(holder.data.tranche),
            thaw: thaws.get(holder.address),
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
        warrants: warrants.flatMap((one) =>
          classOf(one.series.data.tranche).map((of) => {
            const reported = rates.get(of.tranche.address);
            const last = classes.get(of.tranche.address)?.books.at(-1)?.book.data.price;
            const price =
              reported !== undefined
                ? ({ value: reported, source: "reported" } as const)
                : last !== undefined
                  ? ({ value: last, source: "last book" } as const)
                  : undefined;
            return { ...of, ...one, price };
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

/** What of records in the frozen form is thawed, by the records' addresses. */
async function readThaws(
  cluster: Parameters<typeof findPerson>[0],
  holders: readonly Account<Holder>[],
  {
    trancheOf: find,
    now,
  }: Readonly<{ trancheOf: (tranche: Address) => Account<Tranche> | undefined; now: bigint }>,
): Promise<ReadonlyMap<Address, ThawState>> {
  const found = await Promise.all(
    holders.map(async (holder) => {
      const tranche = find(holder.data.tranche);
      const state = tranche === undefined ? undefined : await thawState(cluster, { tranche, holder, now });
      return state === undefined ? [] : [[holder.address, state] as const];
    }),
  );
  return new Map(found.flat());
}

/** What the persons of records are allotted, by the records' addresses. */
async function readPersons(
  cluster: Parameters<typeof findPerson>[0],
  holders: readonly Account<Holder>[],
): Promise<ReadonlyMap<Address, Person>> {
  const found = await Promise.all(
    holders.map(async ({ address, data: { tranche, person } }) => ({
      address,
      account: await findPerson(cluster, { tranche, person }),
    })),
  );
  return new Map(
    found.flatMap(({ address, account }) =>
      account === undefined ? [] : [[address, account.data] as const],
    ),
  );
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

/** What a class owes back of its carry, in settlement base units. */
function overpaidOf(
  { security, tranche }: Class,
  listed: readonly Listed[],
  waterfalls: ReadonlyMap<Address, Account<Waterfall>>,
): bigint {
  const waterfall = waterfalls.get(security.address);
  const all = listed.find((one) => one.security.address === security.address)?.classes ?? [];
  return waterfall === undefined
    ? 0n
    : overpaidCarries({
        security: security.data,
        waterfall: waterfall.data,
        tranches: all.map((one) => one.tranche.data),
      })
        .filter(({ rank }) => rank === tranche.data.rank)
        .reduce((sum, { amount }) => sum + amount, 0n);
}

function holdingOf(
  of: Class,
  holder: Account<Holder>,
  { now, overpaid, person }: Readonly<{ now: bigint; overpaid: bigint; person: Person | undefined }>,
): Omit<Holding, "isWrappable" | "thaw"> {
  const { security, tranche } = of;
  const vaults = vaultsOf(security.data);
  return {
    ...of,
    holder,
    isPoints: isFixed(tranche.data),
    overpaid,
    kept: keptWords({ tranche: tranche.data, holder: holder.data, now }),
    allotment: allotmentOf({ tranche: tranche.data, holder: holder.data, person }),
    due: payoutsOf(tranche.data).flatMap((_, vault) => {
      const { mint, decimals } = vaults[vault] ?? {};
      if (mint === undefined || decimals === undefined) {
        return [];
      }
      const earnings = earningsOf({ holder: holder.data, tranche: tranche.data, now, vault });
      const escheated = escheatedOf({ security: security.data, holder: holder.data, mint });
      const waits = waitsForClaim(holder.data, vault);
      // What went to the escheat account counts as paid to the program, and not to the holder.
      return [{ ...earnings, paid: earnings.paid - escheated, escheated, mint, decimals, waits }];
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
