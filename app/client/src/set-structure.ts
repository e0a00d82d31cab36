import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { listBooks, readSecurity, readTranches, readWaterfall } from "./accounts.js";
import { trancheAddress, waterfallAddress } from "./addresses.js";
import { businessDaysOf } from "./business-days.js";
import type { Cluster } from "./cluster.js";
import { countedIrregular } from "./counted.js";
import { ClientError } from "./errors.js";
import { customPartsOf, floatingOf, stepUpsOf } from "./floating.js";
import {
  type Book,
  getSetStructureInstruction,
  type Tranche,
  type TrancheTermsArgs,
  type WaterfallRulesArgs,
} from "./generated/index.js";
import { pikTermsOf } from "./in-kind.js";

/** How far reports of the pool's worth may move in a day by default, in basis points. */
export const POOL_DAILY_BPS = 1_000;
/** The status of a security none of whose books was locked: its structure is negotiable. */
const DRAFT = 0;
const LOCKED = 2;

/**
 * A waterfall's terms. Left out, there are no triggers and no revolving period; principal repays the most senior first
 * and pays no interest; the pool's worth moves by at most {@link POOL_DAILY_BPS} a day.
 */
export type WaterfallTerms = Pick<WaterfallRulesArgs, "tiers"> & Partial<WaterfallRulesArgs>;

/** The new terms of a class; those that are left out stay as they are. */
export type ClassChange = Readonly<{ rank: number; terms: Partial<TrancheTermsArgs> }>;

/** A change of a security's structure, as the program takes it. */
export type SetStructureOptions = Readonly<{
  sponsor: TransactionSigner;
  security: Address;
  /** The waterfall's structureVersion that it replaces; 0 where none was set. */
  replaces: number;
  /** SHA-256 of the offering document, the present one where that still describes it. */
  documentSha256: Uint8Array;
  /** All terms of the classes that change, by rank. */
  classes?: readonly Readonly<{ rank: number; terms: TrancheTermsArgs }>[];
  /** The whole new waterfall; it stays as it is if left out. */
  waterfall?: WaterfallTerms | undefined;
  /** Every open book of the security: all that is neither locked nor closed. */
  books?: readonly Address[];
}>;

/** Whether the structure of a security may still change: no book of it was ever locked. */
export const isNegotiable = ({ status }: Readonly<{ status: number }>): boolean => status === DRAFT;

/** Whether a book is open: neither locked nor closed. */
export const isOpenBook = ({ stage }: Pick<Book, "stage">): boolean => stage !== LOCKED;

/** The terms of a class that may change until a book is locked, as they are. */
export function trancheTerms(tranche: Tranche): TrancheTermsArgs {
  const { ratePpm, dayCount, amortisation, compounding, periodMonths, smoothingDays, lossCap } = tranche;
  const { firstDue, firstInstalment, prepayments, defaultMarginPpm, lossBps, maturity, par } = tranche;
  const custom = customPartsOf(tranche);
  return {
    ratePpm,
    floating: floatingOf(tranche) ?? null,
    stepUps: stepUpsOf(tranche),
    dayCount,
    amortisation,
    compounding: compounding === 1,
    periodMonths,
    firstDue,
    // A custom schedule begins with the first of its parts.
    firstInstalment: custom.length === 0 ? firstInstalment : 0n,
    custom,
    businessDays: businessDaysOf(tranche),
    pik: pikTermsOf(tranche),
    prepayments,
    defaultMarginPpm,
    smoothingDays,
    lossCap,
    lossBps,
    coversEquity: tranche.coversEquity === 1,
    pariPassu: tranche.pariPassu === 1,
    maturity,
    par,
  };
}

/**
 * Sets the structure of a security, or changes it: tiers and triggers, all at once, and terms of classes. It is the next
 * version of the offer of every open book: commitments are void, places are kept. By the sponsor, until a book is locked.
 */
export async function setStructure(options: SetStructureOptions): Promise<Instruction[]> {
  const { sponsor, security, replaces, documentSha256, classes = [], waterfall, books = [] } = options;
  const inOrder = [...classes].sort((one, other) => one.rank - other.rank);
  const tranches = await Promise.all(inOrder.map(({ rank }) => trancheAddress(security, rank)));
  const instruction = getSetStructureInstruction({
    sponsor,
    security,
    waterfall: await waterfallAddress(security),
    replaces,
    documentSha256,
    classes: inOrder.map(({ rank, terms }) => ({ rank, terms })),
    rules: waterfall === undefined ? null : wholeWaterfall(waterfall),
  });
  const all: AccountMeta[] = [...tranches, ...books].map((address) => ({
    address,
    role: AccountRole.WRITABLE,
  }));
  return [{ ...instruction, accounts: [...instruction.accounts, ...all] }];
}

function wholeWaterfall(terms: WaterfallTerms): WaterfallRulesArgs {
  const { tiers, triggers = [], revolvingUntil = 0n, poolDailyBps = POOL_DAILY_BPS } = terms;
  const { proRataFrom = 0n, principalPaysInterest = false } = terms;
  return { tiers, triggers, revolvingUntil, proRataFrom, principalPaysInterest, poolDailyBps };
}

/** As {@link setStructure}, reading the structureVersion, the open books and the remaining terms from the cluster. */
export async function changeStructure(
  options: Readonly<{
    cluster: Cluster;
    sponsor: TransactionSigner;
    security: Address;
    classes?: readonly ClassChange[];
    waterfall?: WaterfallTerms | undefined;
    /** SHA-256 of the document that describes the change; the present one if left out. */
    documentSha256?: Uint8Array | undefined;
  }>,
): Promise<Instruction[]> {
  const { cluster, sponsor, classes = [], waterfall } = options;
  const security = await readSecurity(cluster, options.security);
  if (!isNegotiable(security.data)) {
    throw new ClientError("a book has been locked: classes and waterfall stay as its investors bought them");
  }
  const [found, tranches] = await Promise.all([
    readWaterfall(cluster, security.address),
    readTranches(cluster, security),
  ]);
  const books = (await Promise.all(tranches.map(({ address }) => listBooks(cluster, address)))).flat();
  return setStructure({
    sponsor,
    security: security.address,
    replaces: found.data.structureVersion,
    documentSha256: options.documentSha256 ?? Uint8Array.from(security.data.document.sha256),
    classes: classes.map(({ rank, terms }) => ({
      rank,
      terms: { ...trancheTerms(trancheOf(tranches, rank)), ...terms },
    })),
    waterfall,
    books: books.map(({ address }) => address),
  });
}

function trancheOf(tranches: readonly Account<Tranche>[], rank: number): Tranche {
  const found = tranches[rank];
  if (found === undefined) {
    throw new ClientError(
      `the security has ${countedIrregular({ count: tranches.length, one: "class", many: "classes" })}, and none of rank ${rank}`,
    );
  }
  return found.data;
}
