import type { Cluster, ScanOptions } from "@defi-ready/securities";
import { type Address, createNoopSigner, type TransactionSigner } from "@solana/kit";
import type { Memory } from "./memory.js";
import { type BotEvent, type Progress, Reporter } from "./report.js";

const DEFAULT_CONCURRENCY = 4;
/** How often a transaction is sent when it expires. All of the bot's work may be repeated. */
const ATTEMPTS = 4;

/** How the bot works. */
export type CrankOptions = Readonly<{
  /** Pays fees, and rents that the program returns to it later. */
  payer: TransactionSigner;
  /** The securities to look at; all of the program's if left out. */
  securities?: readonly Address[] | undefined;
  /** Transactions under way at once. */
  concurrency?: number | undefined;
  /** Sends nothing, and reports what it would do. */
  dryRun?: boolean | undefined;
  /** Makes lookup tables for payments where there are none; without it those that are there are used. */
  lookupTables?: boolean | undefined;
  /**
   * Pays rents that do not come back: of the records of what is collected, swept and sent back, and of missing accounts of fee payees and
   * escheat owners. If left out it does so for securities that are named, and for no others: a sponsor may have the bot of
   * others pay for as many records as it likes.
   */
  rents?: boolean | undefined;
  /** Collects sources only from so much on, as a decimal in units of their mint. */
  collectLeast?: string | undefined;
  /** Sends what holders cannot be paid to the escheat owner when that is due. */
  escheat?: boolean | undefined;
  /** Stops after what is under way. */
  signal?: AbortSignal | undefined;
  /** What the passes before have found. */
  memory?: Memory | undefined;
  /** How long lists are read. */
  scan?: ScanOptions | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  onEvent?: ((event: BotEvent) => void) | undefined;
}>;

/** What every task of a pass works with. */
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
  escheat: boolean;
  signal: AbortSignal | undefined;
  memory: Memory | undefined;
  scan: ScanOptions;
}>;

/** Makes a pass's job from options. */
export function jobFor(cluster: Cluster, options: CrankOptions): Job {
  const { payer, dryRun = false, onProgress, onEvent } = options;
  return {
    cluster: { attempts: ATTEMPTS, ...cluster },
    // What a dry run would send by mistake nobody has signed.
    payer: dryRun ? createNoopSigner(payer.address) : payer,
    report: new Reporter({ onProgress, onEvent, dryRun }),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    dryRun,
    lookupTables: options.lookupTables ?? false,
    rents: options.rents ?? options.securities !== undefined,
    collectLeast: options.collectLeast,
    escheat: options.escheat ?? false,
    signal: options.signal,
    memory: options.memory,
    scan: options.scan ?? {},
  };
}

/** Whether the bot has been told to stop. */
export function isStopped({ signal }: Job): boolean {
  return signal?.aborted === true;
}
