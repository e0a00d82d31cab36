import {
  assetsOf,
  attestorOf,
  disclosureItems,
  findRate,
  type HeldRole,
  isPar,
  type Listed,
  listDisclosureCalendars,
  listDisclosures,
  listLosses,
  listProposedRoles,
  listProtocols,
  listRoleTransfers,
  listSources,
  type MintName,
  mintNames,
  type PeriodState,
  periodStates,
  protocolTermsOf,
  qualifiersOf,
  type RoleAnswers,
  readMarket,
  readWaterfall,
  roleAnswers,
  rolesOf,
  type SourceState,
  settlementVault,
} from "@defi-ready/securities";
import type {
  DisclosureCalendar,
  Loss,
  Protocol,
  ReportedRate,
  Waterfall,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import type { AsOf } from "../data/as-of.js";
import { keys } from "../data/keys.js";
import { useRead } from "../data/query.js";

/** A rate that the reporter of a deal reports: what a mint is worth in settlement money. */
export type Rated = Readonly<{
  rate: Account<ReportedRate>;
  mint: Address;
  decimals: number;
  name: MintName | undefined;
}>;

/** A deal in which somebody has a role, with what its roles act upon. */
export type Desk = Readonly<{
  listed: Listed;
  /** The roles that the address holds. */
  roles: readonly HeldRole[];
  waterfall: Account<Waterfall>;
  losses: readonly Account<Loss>[];
  /** Role transfers that are under way, and what the address may do about each. */
  transfers: readonly RoleAnswers[];
  /** Protocols that have registered themselves; what becomes valid latest comes first. */
  protocols: readonly Account<Protocol>[];
  sources: readonly SourceState[];
  rates: readonly Rated[];
  /** What the address has to post of its disclosures, up to the present period, and has not; by due date. */
  unposted: readonly PeriodState[];
  names: ReadonlyMap<Address, MintName>;
  /** Decimals of the settlement mint. */
  decimals: number;
  /** The cluster's time. */
  time: bigint;
}>;

/** The desks of an address: every deal in which it has a role, or is proposed for one. */
export function useDesks(owner: Address): UseQueryResult<AsOf<readonly Desk[]>> {
  const { url } = useCluster();
  return useRead<readonly Desk[]>({
    key: [...keys.owner(url, owner), "desks"],
    read: async (cluster) => {
      const [{ listed, time }, proposed, found] = await Promise.all([
        readMarket(cluster),
        listProposedRoles(cluster, owner),
        listDisclosureCalendars(cluster),
      ]);
      const calendars = new Map(found.map(({ data }) => [data.security, data]));
      const itemsOf = (one: DisclosureCalendar | undefined) =>
        one === undefined ? [] : disclosureItems(one);
      const isAttestor = ({ security: { address, data } }: Listed): boolean =>
        itemsOf(calendars.get(address)).some((item) => attestorOf(item, data) === owner);
      const isOwn = (one: Listed): boolean => isAttestor(one) || hasRole(one);
      const hasRole = ({ security: { address, data } }: Listed): boolean =>
        [
          data.sponsor,
          data.servicer,
          data.reporter,
          data.arbitrator,
          data.escheat,
          ...data.control.agents,
          ...qualifiersOf(data),
        ].includes(owner) || proposed.some((one) => one.data.security === address);
      return await Promise.all(
        listed
          .filter(isOwn)
          .map((one) => deskOf(cluster, one, { owner, time, calendar: calendars.get(one.security.address) })),
      );
    },
  });
}

type Cluster = Parameters<typeof readMarket>[0];

async function deskOf(
  cluster: Cluster,
  listed: Listed,
  {
    owner,
    time,
    calendar,
  }: Readonly<{ owner: Address; time: bigint; calendar: DisclosureCalendar | undefined }>,
): Promise<Desk> {
  const { security } = listed;
  const [waterfall, transfers] = await Promise.all([
    readWaterfall(cluster, security.address),
    listRoleTransfers(cluster, security.address),
  ]);
  // Of a destination the sponsor names another, but nobody holds it: it is a token account.
  const roles = rolesOf({ security: security.data, waterfall: waterfall.data }).filter(
    ({ key }) => key === owner,
  );
  const mints = listed.classes.map(({ tranche }) => tranche.data.mint);
  const [losses, sources, names, answers, protocols] = await Promise.all([
    listLosses(cluster, security.address),
    listSources(cluster, security.address),
    mintNames(cluster, mints),
    roleAnswers(cluster, { security, waterfall, transfers, who: owner, now: time }),
    protocolTermsOf(security.data) === null ? [] : listProtocols(cluster, security.address),
  ]);
  return {
    listed,
    roles,
    waterfall,
    losses,
    transfers: answers,
    protocols,
    sources,
    rates: await ratesOf(cluster, listed, names),
    unposted: calendar === undefined ? [] : await unpostedOf(cluster, { listed, owner, time, calendar }),
    names,
    decimals: settlementVault(security.data).decimals,
    time,
  };
}

async function unpostedOf(
  cluster: Cluster,
  options: Readonly<{ listed: Listed; owner: Address; time: bigint; calendar: DisclosureCalendar }>,
): Promise<PeriodState[]> {
  const { listed, owner, time, calendar } = options;
  const { address, data } = listed.security;
  const posted = await listDisclosures(cluster, address);
  return periodStates({ security: data, calendar, posted, now: time })
    .filter((one) => one.attestor === owner && one.posted === undefined)
    .sort((a, b) => (a.due === b.due ? a.kind - b.kind : a.due < b.due ? -1 : 1));
}

async function ratesOf(
  cluster: Cluster,
  { security, classes }: Listed,
  names: ReadonlyMap<Address, MintName>,
): Promise<Rated[]> {
  const shares = classes.map(({ tranche: { data } }) => [data.mint, data.decimals] as const);
  const assets = classes.flatMap(({ books }) =>
    books.flatMap(({ book }) =>
      assetsOf(book.data)
        .filter((asset) => !isPar(asset))
        .map(({ mint, decimals }) => [mint, decimals] as const),
    ),
  );
  const found = await Promise.all(
    [...new Map([...shares, ...assets])].map(async ([mint, decimals]) => ({
      rate: await findRate(cluster, { security: security.address, mint }),
      mint,
      decimals,
      name: names.get(mint),
    })),
  );
  return found.flatMap(({ rate, ...rest }) => (rate === undefined ? [] : [{ rate, ...rest }]));
}
