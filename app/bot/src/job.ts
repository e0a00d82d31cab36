import type { Cluster, ScanOptions } from "@defi-ready/securities";
import { type Address, createNoopSigner, type TransactionSigner } from "@solana/kit";
import { leastAmount } from "./least.js";
import type { Memory } from "./memory.js";
import { type BotEvent, type Progress, Reporter } from "./report.js";

const DEFAULT_CONCURRENCY = 4;
/** How many times a transaction that expires is sent. All of the bot's work may be repeated. */
const ATTEMPTS = 4;

/** How the bot works. */
export type CrankOptions = Readonly<{
  /** Pays fees, and rents that the program refunds later. */
  payer: TransactionSigner;
  /** The securities to work on; all of the program's if left out. */
  securities?: readonly Address[] | undefined;
  /** Transactions under way at once. */
  concurrency?: number | undefined;
  /** Sends nothing, and reports what it would do. */
  dryRun?: boolean | undefined;
  /** Creates lookup tables for payments if there are none; without it, only existing ones are used. */
  lookupTables?: boolean | undefined;
  /**
   * Pays rents that are not refunded: of the records of collections, sweeps and returns, of refunds that are owed, and of missing
   * accounts of fee payees, escheat owners and managers; with `openAccounts`, of holders. If left out it does so only for
   * securities that are named: otherwise a sponsor could make other people's bots pay for any number of them. A payment of
   * nothing, whose record costs rent too, is made for named securities only, whatever this says.
   */
  rents?: boolean | undefined;
  /** The least amount for which a source is collected, as a decimal in units of its mint. */
  collectLeast?: string | undefined;
  /** The least that a holder is paid, as a decimal in units of its mint; less stays owed, and can be claimed. */
  payLeast?: string | undefined;
  /**
   * From which payment on the bot opens a holder's missing token account at its own cost, as a decimal in units of its
   * mint; it opens none if left out, and where it pays no rents.
   */
  openAccounts?: string | undefined;
  /** Sends money that holders cannot be paid to the escheat owner when that is due. */
  escheat?: boolean | undefined;
  /** Executes resolutions that are due, and closes votes and resolutions that are over, so that their rents return. */
  resolutions?: boolean | undefined;
  /** Moves control one stage on where a covenant says so. */
  control?: boolean | undefined;
  /** Takes exceptional measures that are due, and closes those that are over, so that their rents return. */
  measures?: boolean | undefined;
  /** Runs what is left of deals that are being wound down, ends them, and closes the accounts of those that have ended. */
  windDown?: boolean | undefined;
  /** Converts classes that are due, collects for owners what their shares became, and closes conversions that are over. */
  conversions?: boolean | undefined;
  /** Copies attestations into credentials, and what credentials and registrations say now into records. */
  credentials?: boolean | undefined;
  /** Milliseconds from the end of this pass to the next one; no other follows if left out. */
  every?: number | undefined;
  /** Stops once work under way is finished. */
  signal?: AbortSignal | undefined;
  /** The findings of earlier passes. */
  memory?: Memory | undefined;
  /** How long lists are read in parts. */
  scan?: ScanOptions | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  onEvent?: ((event: BotEvent) => void) | undefined;
}>;

/** The context of every task of a pass. */
export type Job = Readonly<{
  cluster: Cluster;
  payer: TransactionSigner;
  report: Reporter;
  /** Transactions under way at once. */
  concurrency: number;
  dryRun: boolean;
  lookupTables: boolean;
  rents: boolean;
  collectLeast: string | undefined;
  payLeast: string | undefined;
  openAccounts: string | undefined;
  /** The accounts of holders that it has opened, or in a dry run would have: one for each owner and mint, whatever it holds. */
  opened: Set<Address>;
  escheat: boolean;
  resolutions: boolean;
  control: boolean;
  measures: boolean;
  windDown: boolean;
  conversions: boolean;
  credentials: boolean;
  every: number | undefined;
  /** Whether it works on securities that were named. */
  isNamed: boolean;
  signal: AbortSignal | undefined;
  memory: Memory | undefined;
  scan: ScanOptions;
}>;

/** Makes a pass's job from options. */
export function jobFor(cluster: Cluster, options: CrankOptions): Job {
  const { payer, dryRun = false, onProgress, onEvent } = options;
  const rents = options.rents ?? options.securities !== undefined;
  for (const amount of [options.collectLeast, options.payLeast, options.openAccounts]) {
    // A wrong one is wrong before the first pass, whatever mints there are.
    leastAmount(amount ?? "0", 0);
  }
  return {
    // Its transactions are told as events, when they are done.
    cluster: { attempts: ATTEMPTS, ...cluster, onSigned: undefined },
    // Anything that a dry run sent by mistake would be unsigned.
    payer: dryRun ? createNoopSigner(payer.address) : payer,
    report: new Reporter({ onProgress, onEvent, dryRun }),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    dryRun,
    lookupTables: options.lookupTables ?? false,
    rents,
    collectLeast: options.collectLeast,
    payLeast: options.payLeast,
    openAccounts: rents ? options.openAccounts : undefined,
    opened: new Set(),
    escheat: options.escheat ?? false,
    resolutions: options.resolutions ?? false,
    control: options.control ?? false,
    measures: options.measures ?? false,
    windDown: options.windDown ?? false,
    conversions: options.conversions ?? false,
    credentials: options.credentials ?? false,
    every: options.every,
    isNamed: options.securities !== undefined,
    signal: options.signal,
    memory: options.memory,
    scan: options.scan ?? {},
  };
}

/** Whether the bot has been told to stop. */
export function isStopped({ signal }: Job): boolean {
  return signal?.aborted === true;
}
