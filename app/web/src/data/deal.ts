import {
  ClientError,
  type Cluster,
  clusterTime,
  type DealFacts,
  explain,
  findDisclosureCalendar,
  findReference,
  floatingOf,
  hasPending,
  listBooks,
  listDisclosures,
  listDistributions,
  listLosses,
  listPendingPayments,
  listProtocols,
  listRoleTransfers,
  listSeries,
  listSources,
  mintNames,
  type Phase,
  type PostedDisclosure,
  phaseOf,
  protocolTermsOf,
  readFacts,
  readMint,
  readSecurity,
  readTranches,
  readWaterfall,
  readWrapperState,
  type SeriesState,
  type SourceState,
  settlementVault,
  simulateCheckTriggers,
  tokenBalances,
  vaultsOf,
  type WrapperState,
  whyNotDrawn,
  whyNotReinvested,
  whyRetained,
} from "@defi-ready/securities";
import type {
  Book,
  DisclosureCalendar,
  Distribution,
  Loss,
  Protocol,
  ReferenceRate,
  RoleTransfer,
  Security,
  Tranche,
  Waterfall,
} from "@defi-ready/securities/program";
import { type Covenant, covenantsOf } from "@defi-ready/securities-charts";
import type { Account, Address } from "@solana/kit";
import { useCluster } from "../connection/connection.js";
import type { Announced } from "./announced.js";
import type { Live } from "./as-of.js";
import type { Converting } from "./converting.js";
import { type Decided, readDecided } from "./decided.js";
import { keys } from "./keys.js";
import { useLive } from "./live.js";
import { className, dealName, type Names } from "./names.js";
import { useRead } from "./query.js";

/** A class of a deal. */
export type DealClass = Readonly<{
  tranche: Account<Tranche>;
  /** As its share mint says. */
  name: string;
  /** Those that are not closed, by number. */
  books: readonly Readonly<{ book: Account<Book>; phase: Phase }>[];
  series: readonly SeriesState[];
  /** Its wrapper, if it has one, with the units that are out. */
  wrapper: WrapperState | undefined;
  /** Whether what an owner retains of it could be released now; `undefined` where nobody retains any. */
  retention: Retention | undefined;
}>;

/** Whether a retention could be released, and why not, in the program's words. */
type Retention = Readonly<{ why: string | undefined }>;

/** A deal as its page shows it: all of its state on chain but for tickets and holders. */
export type Deal = Readonly<{
  security: Account<Security>;
  /** What it is called. */
  name: string;
  names: Names;
  /** As its account is. */
  waterfall: Account<Waterfall>;
  /** As testing its triggers would leave it now. */
  tested: Waterfall;
  /** Why its triggers could not be tested now, so that `tested` is the last test; `undefined` if they could be. */
  untested: string | undefined;
  /** By rank. */
  classes: readonly DealClass[];
  /** In the order in which they ran. */
  distributions: readonly Account<Distribution>[];
  /** Payments that wait, the first due first. */
  pending: readonly Account<Distribution>[];
  sources: readonly SourceState[];
  losses: readonly Account<Loss>[];
  /** What the vaults' token accounts hold, vault by vault. */
  balances: readonly bigint[];
  /** Why no proceeds can be drawn now; `undefined` if they can be. */
  whyNotDrawn: string | undefined;
  /** The same of the reinvestment account. */
  whyNotReinvested: string | undefined;
  /** Reference rates that its classes follow, by address. */
  references: ReadonlyMap<Address, Account<ReferenceRate>>;
  /** Protocols that have registered themselves; what becomes valid latest comes first. */
  protocols: readonly Account<Protocol>[];
  /** Roles that are about to change hands. */
  transfers: readonly Account<RoleTransfer>[];
  covenants: readonly Covenant[];
  facts: DealFacts;
  /** What its holders are to be told, if a calendar says so. */
  told: Told | undefined;
  /** How its holders decide, if they do, and their resolutions. */
  decided: Decided | undefined;
  /** Exceptional measures that are not closed, by number. */
  measures: readonly Announced[];
  /** Conversions of its classes that are not closed, by class and number. */
  conversions: readonly Converting[];
  /** The cluster's time. */
  time: bigint;
}>;

/** A calendar of disclosures, and what was posted by it. */
type Told = Readonly<{
  calendar: Account<DisclosureCalendar>;
  posted: readonly Account<PostedDisclosure>[];
}>;

/** All of a deal. */
export function useDeal(security: Address): Live<Deal> {
  const { url } = useCluster();
  const key = keys.deal(url, security);
  const liveness = useLive({ accounts: [security], key });
  return { liveness, query: useRead({ key, liveness, read: (cluster) => readDeal(cluster, security) }) };
}

/** Reads a deal. */
async function readDeal(cluster: Cluster, address: Address): Promise<Deal> {
  const security = await readSecurity(cluster, address);
  const vaults = vaultsOf(security.data);
  const [
    time,
    waterfall,
    distributions,
    pending,
    sources,
    losses,
    balances,
    tranches,
    drawing,
    reinvesting,
    transfers,
    protocols,
  ] = await Promise.all([
    clusterTime(cluster),
    readWaterfall(cluster, address),
    listDistributions(cluster, address),
    hasPending(security.data) ? listPendingPayments(cluster, address) : [],
    listSources(cluster, address),
    listLosses(cluster, address),
    tokenBalances(
      cluster,
      vaults.map((vault) => vault.address),
    ),
    readTranches(cluster, security).then((all) => requireWhole(security.data, all)),
    whyNotDrawn(cluster, security),
    whyNotReinvested(cluster, security),
    listRoleTransfers(cluster, address),
    protocolTermsOf(security.data) === null ? [] : listProtocols(cluster, address),
  ]);
  const [names, references, { tested, untested }, found] = await Promise.all([
    mintNames(cluster, [settlementVault(security.data).mint, ...tranches.map(({ data }) => data.mint)]),
    readReferences(cluster, tranches),
    testNow(cluster, security, waterfall.data),
    Promise.all(tranches.map((tranche) => readOffered(cluster, security, tranche))),
  ]);
  const classes = found.map(({ tranche, books, series, wrapper, retention }) => ({
    tranche,
    name: className(tranche, names),
    books: books.map((book) => ({ book, phase: phaseOf(book.data, time) })),
    series,
    wrapper,
    retention,
  }));
  const facts = await readFacts(cluster, { security, waterfall, tranches: classes });
  return {
    security,
    name: dealName(
      { address, id: security.data.id },
      classes.map(({ name }) => name),
    ),
    names,
    waterfall,
    tested,
    untested,
    classes,
    distributions,
    pending,
    sources,
    losses,
    balances,
    whyNotDrawn: drawing,
    whyNotReinvested: reinvesting,
    references,
    protocols,
    transfers,
    covenants: covenantsOf({
      security: security.data,
      waterfall: tested,
      tranches: tranches.map(({ data }) => data),
      now: time,
      decimals: settlementVault(security.data).decimals,
      classes: classes.map(({ name, tranche }) => ({ name, kind: tranche.data.kind })),
    }),
    facts,
    // Most deals have no calendar: the facts know.
    told: facts.published.length === 0 ? undefined : await readTold(cluster, address),
    decided: facts.governance === null ? undefined : await readDecided(cluster, address),
    // What few deals have is loaded for them.
    measures:
      security.data.measures.kinds === 0
        ? []
        : await (await import("./announced.js")).readMeasures(cluster, address),
    conversions: classes.every(({ tranche }) => tranche.data.conversions.next === 0)
      ? []
      : await (await import("./converting.js")).readConversions(cluster, address, classes),
    time,
  };
}

async function readTold(cluster: Cluster, security: Address): Promise<Told | undefined> {
  const [calendar, posted] = await Promise.all([
    findDisclosureCalendar(cluster, security),
    listDisclosures(cluster, security),
  ]);
  return calendar === undefined ? undefined : { calendar, posted };
}

async function readOffered(cluster: Cluster, security: Account<Security>, tranche: Account<Tranche>) {
  const [books, series, wrapper, retention] = await Promise.all([
    listBooks(cluster, tranche.address),
    listSeries(cluster, tranche.address),
    readWrapperState(cluster, tranche.address),
    readRetention(cluster, security, tranche),
  ]);
  const states = series.map(async (one) => ({
    series: one,
    supply: (await readMint(cluster, one.data.mint)).supply,
  }));
  return { tranche, books, series: await Promise.all(states), wrapper, retention };
}

async function readRetention(
  cluster: Cluster,
  security: Account<Security>,
  { data: { rank, rules } }: Account<Tranche>,
): Promise<Retention | undefined> {
  return rules.retainedShares === 0n ? undefined : { why: await whyRetained(cluster, { security, rank }) };
}

/** All classes; a deal of which some are closed cannot be shown whole. */
function requireWhole(security: Security, tranches: Account<Tranche>[]): Account<Tranche>[] {
  if (tranches.length < security.trancheCount) {
    throw new ClientError("Classes of this deal are closed, so that it cannot be shown whole.");
  }
  return tranches;
}

/** Tests the triggers without changing anything. A draft without a structure, or a node that cannot, leaves the last test. */
async function testNow(cluster: Cluster, security: Account<Security>, waterfall: Waterfall) {
  if (waterfall.triggerCount === 0) {
    return { tested: waterfall, untested: undefined };
  }
  try {
    return { tested: await simulateCheckTriggers(cluster, { security }), untested: undefined };
  } catch (error) {
    return { tested: waterfall, untested: explain(error, cluster.url) };
  }
}

async function readReferences(cluster: Cluster, tranches: readonly Account<Tranche>[]) {
  const addresses = new Set(tranches.flatMap(({ data }) => floatingOf(data)?.reference ?? []));
  const found = await Promise.all([...addresses].map((address) => findReference(cluster, address)));
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.address, one] as const])));
}
