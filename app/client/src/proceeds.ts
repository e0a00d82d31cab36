import {
  type Account,
  type Address,
  createNoopSigner,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { distributionAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { inControl } from "./control/powers.js";
import type { Prepared } from "./distribution.js";
import { ClientError, TransactionFailure } from "./errors.js";
import {
  getDrawProceedsInstruction,
  getReturnProceedsInstruction,
  getSweepVaultInstruction,
  SECURITIES_ERROR__INSUFFICIENT_FUNDS,
  type Security,
  type Vault,
} from "./generated/index.js";
import { randomNonce } from "./nonce.js";
import { simulate } from "./simulate.js";
import { mintsOfAccounts } from "./token.js";
import { withTranches } from "./tranche-metas.js";
import { destinationsOf, obligationsOf, vaultOf } from "./vaults-and-assets.js";

/** No limit, and no date by which drawing must have begun. */
export const UNLIMITED_DRAWS = { limit: 0n, period: 0n, beginBy: 0n, beginWith: 0n } as const;

/** A draw. */
export type DrawProceedsOptions<Signer = TransactionSigner> = Readonly<{
  sponsor: Signer;
  security: Account<Security>;
  destination: Address;
  /** Base units of the mint. */
  amount: bigint;
  /** The mint to draw; the settlement mint if left out. */
  mint?: Address | undefined;
  /**
   * Whether to draw from the reinvestment account, for new assets, instead of the proceeds: in the settlement mint, while
   * the deal revolves.
   */
  reinvestment?: boolean | undefined;
  /** The arbitrator, if the security requires its signature too. */
  arbitrator?: Signer | undefined;
}>;

/**
 * Draws proceeds, or what the reinvestment account holds, to one of the destinations that the security named. The program
 * tests the triggers itself, and refuses while one fails, in accelerated mode, while a debt is overdue, before a delivery
 * that the security awaits is confirmed, and beyond the vault's limit, which both count against.
 */
export async function drawProceeds(options: DrawProceedsOptions): Promise<Instruction[]> {
  const { sponsor, security, destination, amount, arbitrator, reinvestment = false } = options;
  if (isCoSigned(security.data) && arbitrator === undefined) {
    throw new ClientError(
      `drawing also requires the signature of the arbitrator, ${security.data.arbitrator}`,
    );
  }
  const { address: vault, mint, tokenProgram } = vaultOf(security.data, options.mint);
  const draw = getDrawProceedsInstruction({
    sponsor,
    ...(isCoSigned(security.data) && arbitrator !== undefined ? { arbitrator } : {}),
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    vault,
    destination,
    mint,
    tokenProgram,
    amount,
    reinvestment,
  });
  return [await withTranches(draw, security)];
}

/** The destinations that proceeds in a mint may be drawn to: those that are token accounts of it. */
export async function destinationsFor(
  cluster: Cluster,
  options: Readonly<{
    security: Security;
    /** The settlement mint if left out. */
    mint?: Address | undefined;
  }>,
): Promise<Address[]> {
  const { security, mint = vaultOf(security).mint } = options;
  const all = destinationsOf(security);
  const mints = await mintsOfAccounts(cluster, all);
  return all.filter((_, at) => mints[at] === mint);
}

/** Whether drawing requires the arbitrator's signature as well as the sponsor's. */
export function isCoSigned({ coSigned }: Security): boolean {
  return coSigned === 1;
}

/** How much a vault's limit lets the sponsor draw at a Unix time, base units; `undefined` if there is no limit. */
export function drawableOf({ draws: { limit, period, recent } }: Vault, now: bigint): bigint | undefined {
  if (limit === 0n) {
    return undefined;
  }
  const counting = recent.filter(({ at, amount }) => amount > 0n && now - at < period);
  const left = counting.reduce((rest, { amount }) => rest - amount, limit);
  return left > 0n ? left : 0n;
}

/** What the sponsor may draw for new assets while the deal revolves: the reinvestment account, less what tests trapped. */
export function reinvestableOf({ reinvestment, trapped }: Vault): bigint {
  return reinvestment - trapped;
}

/** Whether drawing from a vault had to begin by a date and did not: anyone may then return the proceeds. */
export function isDrawLate({ draws: { beginBy, beginWith }, drawn, spent }: Vault, now: bigint): boolean {
  return beginBy > 0n && now >= beginBy && drawn + spent < beginWith;
}

/**
 * Why the program would refuse a draw of one base unit of proceeds in settlement money now, in its words; `undefined` if
 * it would not. Conditions are tested first, so that they show while the money is still in a book. By a simulated
 * transaction.
 */
export async function whyNotDrawn(
  cluster: Cluster,
  security: Account<Security>,
): Promise<string | undefined> {
  return refusalOf(cluster, { security, reinvestment: false });
}

/** As {@link whyNotDrawn}, of a draw from the reinvestment account. */
export async function whyNotReinvested(
  cluster: Cluster,
  security: Account<Security>,
): Promise<string | undefined> {
  return refusalOf(cluster, { security, reinvestment: true });
}

async function refusalOf(
  cluster: Cluster,
  { security, reinvestment }: Readonly<{ security: Account<Security>; reinvestment: boolean }>,
): Promise<string | undefined> {
  const { sponsor, arbitrator } = security.data;
  const [destination = sponsor] = await destinationsFor(cluster, { security: security.data });
  const { address: vault, mint, tokenProgram, ...held } = vaultOf(security.data);
  const draw = getDrawProceedsInstruction({
    sponsor: createNoopSigner(inControl(security.data)),
    ...(isCoSigned(security.data) ? { arbitrator: createNoopSigner(arbitrator) } : {}),
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    vault,
    destination,
    mint,
    tokenProgram,
    amount: 1n,
    reinvestment,
  });
  try {
    await simulate(cluster, [await withTranches(draw, security)], sponsor);
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionFailure)) {
      throw error;
    }
    const there = reinvestment ? held.reinvestment : held.treasury;
    const isEmpty = there === 0n && error.isProgramError(SECURITIES_ERROR__INSUFFICIENT_FUNDS);
    const none = reinvestment ? "the reinvestment account is empty" : "none are in the vault";
    return isEmpty ? none : error.message;
  }
}

/**
 * Sends unused proceeds back to the holders, as a distribution of its own kind: debts come first, then the capital of
 * equities, then anything else that was paid in. By the sponsor at any time after the first lock; all of it by anyone,
 * if drawing had to begin by a date and did not, if a delivery was not confirmed by its date, and once the deal is
 * accelerated.
 */
export async function returnProceeds(
  options: Readonly<{
    /** Pays the rent of the record. */
    caller: TransactionSigner;
    security: Account<Security>;
    /** Base units of the mint; all of it if left out. */
    amount?: bigint | undefined;
    /** The mint to return; the settlement mint if left out. */
    mint?: Address | undefined;
    /** The caller's own number for the record; random if left out. */
    nonce?: bigint | undefined;
  }>,
): Promise<Prepared> {
  const { caller, security, amount = null, nonce = randomNonce() } = options;
  const { mint } = vaultOf(security.data, options.mint);
  const distribution = await distributionAddress({
    security: security.address,
    payer: caller.address,
    nonce,
  });
  const instruction = getReturnProceedsInstruction({
    caller,
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    distribution,
    mint,
    nonce,
    amount,
  });
  return { instructions: [await withTranches(instruction, security)], distribution, nonce };
}

/**
 * Turns unsolicited money in a vault into a distribution of income; before the first lock, and in another mint if there
 * is debt, into treasury. By anyone, who pays the record's rent.
 */
export async function sweepVault(
  options: Readonly<{
    /** Pays the rent of the record. */
    caller: TransactionSigner;
    security: Account<Security>;
    /** Of which vault; the settlement mint if left out. */
    mint?: Address | undefined;
    /** The caller's own number for the record; random if left out. */
    nonce?: bigint | undefined;
  }>,
): Promise<Prepared> {
  const { caller, security, nonce = randomNonce() } = options;
  const { address: vault, mint } = vaultOf(security.data, options.mint);
  const distribution = await distributionAddress({
    security: security.address,
    payer: caller.address,
    nonce,
  });
  const instruction = getSweepVaultInstruction({
    caller,
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    distribution,
    vault,
    mint,
    nonce,
  });
  return { instructions: [await withTranches(instruction, security)], distribution, nonce };
}

/** The part of a vault's token balance that nobody is owed, base units: money that was sent unsolicited. */
export function unsolicitedIn(vault: Vault, balance: bigint): bigint {
  const owed = obligationsOf(vault);
  return balance > owed ? balance - owed : 0n;
}
