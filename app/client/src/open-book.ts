import {
  type Account,
  type Address,
  generateKeyPairSigner,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { getCreateAccountInstruction } from "@solana-program/system";
import { bookAddress, rateAddress, shareRateAddress, vaultAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import type { CurvePoint } from "./curve.js";
import {
  AllocationRule,
  type Book,
  getAddAssetInstruction,
  getOpenBookInstruction,
  getSetCurveInstruction,
  type OpenBookInstructionDataArgs,
  RateAdapter,
  RewardKind,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type Tranche,
} from "./generated/index.js";
import { leastLineCapacity, lineSize } from "./line.js";
import { NOBODY } from "./phase.js";
import { readMint } from "./token.js";
import { settlementVault } from "./vaults-and-assets.js";

type AllTerms = Omit<OpenBookInstructionDataArgs, "number">;
type Essential =
  | "price"
  | "minimum"
  | "cap"
  | "minTicket"
  | "opensAt"
  | "offerEnds"
  | "deadline"
  | "termsSha256";

/** How long a later offer stays open before it can be locked by default, in seconds: three days. */
export const OFFER_PERIOD = 259_200n;

/**
 * The terms of a new book; its number is the tranche's next. By default a book is plain: first come, first served, at a
 * fixed price, without a lead, limits, votes or tips.
 */
export type BookTerms = Pick<AllTerms, Essential> & Partial<AllTerms>;

/** How long proceeds stay in escrow after the lock by default, in seconds: three days. */
export const DEFAULT_DRAW_DELAY = 259_200n;

/** All terms of a book, of which some may have been left out. */
export function completeTerms(terms: BookTerms): AllTerms {
  return {
    allocation: AllocationRule.FirstCome,
    priceMin: terms.price,
    priceMaxAge: 0n,
    maxTicket: 0n,
    ownerLimit: 0n,
    latestDeadline: terms.deadline,
    offerPeriod: OFFER_PERIOD,
    rightsUntil: 0n,
    group: 0,
    groupSize: 0,
    groupRequiresTests: false,
    drawDelay: DEFAULT_DRAW_DELAY,
    cliffDays: 0,
    vestingDays: 0,
    gated: false,
    extensionBps: 0,
    lead: NOBODY,
    leadMinimum: 0n,
    tip: 0n,
    acceptsFreeze: false,
    ...terms,
  };
}

/**
 * Opens a tranche's next book. A program cannot create an account of a line's size, so the same transaction does it
 * first, with a key that signs once and is then forgotten.
 */
export async function openBook(
  options: Readonly<{
    cluster: Cluster;
    sponsor: TransactionSigner;
    security: Account<Security>;
    tranche: Account<Tranche>;
    terms: BookTerms;
    /**
     * Places in line, from 16 to 65,536, and enough that the smallest tickets cannot fill it before the cap; the fewest
     * that suffice if left out. `growLine` adds more.
     */
    linePlaces?: number | undefined;
    line?: TransactionSigner | undefined;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; book: Address; line: Address }>> {
  const { cluster, sponsor, security, tranche, terms } = options;
  const least = leastLineCapacity(BigInt(terms.cap), BigInt(terms.minTicket));
  const space = lineSize(options.linePlaces ?? least);
  const line = options.line ?? (await generateKeyPairSigner());
  const number = tranche.data.nextBook;
  const book = await bookAddress(tranche.address, number);
  const vault = settlementVault(security.data);
  const rent = await cluster.rpc.getMinimumBalanceForRentExemption(space).send();
  return {
    instructions: [
      getCreateAccountInstruction({
        payer: sponsor,
        newAccount: line,
        lamports: rent,
        space,
        programAddress: SECURITIES_PROGRAM_ADDRESS,
      }),
      getOpenBookInstruction({
        sponsor,
        security: security.address,
        waterfall: await waterfallAddress(security.address),
        tranche: tranche.address,
        shareRate: await shareRateAddress(security.address, tranche.address),
        book,
        line: line.address,
        settlementMint: vault.mint,
        escrow: await vaultAddress(book, vault.mint),
        tokenProgram: vault.tokenProgram,
        ...completeTerms(terms),
        number,
      }),
    ],
    book,
    line: line.address,
  };
}

/** Accepts another asset in a book that has no deposit yet; the security must have a vault for it. By the sponsor. */
export async function addAsset(
  options: Readonly<{
    cluster: Cluster;
    sponsor: TransactionSigner;
    /** The security. */
    security: Address;
    book: Address;
    mint: Address;
    /** Where its value is read; 1:1 if left out. */
    adapter?: RateAdapter | undefined;
    /** How old a reported rate may be, seconds. */
    maxAge?: bigint | undefined;
    /** The stake pool, where the adapter reads one. */
    pool?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const {
    cluster,
    sponsor,
    security,
    book,
    mint,
    adapter = RateAdapter.OneToOne,
    maxAge = 0n,
    pool,
  } = options;
  const { tokenProgram } = await readMint(cluster, mint);
  const source = adapter === RateAdapter.Reported ? await rateAddress(security, mint) : pool;
  return [
    getAddAssetInstruction({
      sponsor,
      security,
      book,
      mint,
      escrow: await vaultAddress(book, mint),
      ...(source === undefined ? {} : { rateSource: source }),
      tokenProgram,
      adapter,
      maxAge,
    }),
  ];
}

/**
 * Promises a reward by place in line, or changes one: if there is an offer, by its next version, replacing the one that
 * `book` holds. By the sponsor, until the deadline.
 */
export async function setCurve(
  options: Readonly<{
    sponsor: TransactionSigner;
    book: Account<Book>;
    kind: RewardKind;
    knots: readonly CurvePoint[];
    /** The tranche of the warrants' shares or of the promote points; bonus shares are of the book's own. */
    tranche?: Address | undefined;
    /** The series, of warrants. */
    series?: Address | undefined;
    /** Which curve; the next if left out. */
    curve?: number | undefined;
  }>,
): Promise<Instruction[]> {
  const { sponsor, book, kind, knots, series, curve = book.data.curveCount } = options;
  const { security } = book.data;
  const tranche = options.tranche ?? book.data.tranche;
  return [
    getSetCurveInstruction({
      sponsor,
      security,
      book: book.address,
      tranche,
      shareRate: await shareRateAddress(security, tranche),
      ...(kind === RewardKind.Warrants && series !== undefined ? { series } : {}),
      replaces: book.data.offerVersion,
      curve,
      kind,
      knots: knots.map(({ money, reward, bend = 0n }) => ({ money, reward, bend })),
    }),
  ];
}
