import {
  type Account,
  type Address,
  createNoopSigner,
  type Instruction,
  type ReadonlyUint8Array,
  type TransactionSigner,
} from "@solana/kit";
import { associatedTokenAddress } from "./addresses.js";
import { formatGroupedAmount } from "./amount.js";
import type { Cluster } from "./cluster.js";
import { ClientError, TransactionFailure } from "./errors.js";
import {
  type Distribution,
  getPayFeeFromTreasuryInstruction,
  getPayFeeInstruction,
  getSecurityDecoder,
  getSubmitExpenseInstruction,
  type Security,
  type TierState,
  type Waterfall,
} from "./generated/index.js";
import { shownUrl } from "./shown-url.js";
import { simulate } from "./simulate.js";
import { isFee, tierKindOf, tiersOf } from "./tiers.js";
import { createAssociatedTokenAccount } from "./token.js";
import { withTranches } from "./tranche-metas.js";
import { settlementVault } from "./vaults-and-assets.js";

const YEAR_DAYS = 365n;
const DAY_SECONDS = 86_400n;

/** A tier of fees or expenses and its money, in settlement base units. */
export type Fee = Readonly<{
  /** Its place in the waterfall, from 0. */
  tier: number;
  /** The wallet that is paid. */
  payee: Address;
  /** Whether it is for expenses that the sponsor submits. */
  isExpense: boolean;
  /** Whether it may be paid out of the treasury too. */
  fromTreasury: boolean;
  /** Taken and not yet paid to the payee. */
  owed: bigint;
  /** Ever paid to the payee, out of the treasury too; the total that is told of it stops at 64 bits. */
  paid: bigint;
  /**
   * Due, and neither taken nor paid. A fee that accrues by the day is due up to the last distribution, or payment out of
   * the treasury.
   */
  unmet: bigint;
}>;

/** The fees and expenses of a waterfall. */
export function feesOf(waterfall: Waterfall): Fee[] {
  return tiersOf(waterfall)
    .map((tier, place) => ({ tier, place }))
    .filter(({ tier }) => isFee(tier))
    .map(({ tier, place }) => ({
      tier: place,
      payee: tier.payee,
      isExpense: tierKindOf(tier) === "expense",
      fromTreasury: tier.fromTreasury === 1,
      owed: tier.owed,
      paid: tier.taken - tier.owed,
      unmet: tier.due,
    }));
}

/**
 * Since when a fee is owed to its payee, Unix time: when the first of the payments ran out of which its tier took what is
 * owed. `undefined` if nothing is, or if the payments do not account for it.
 */
export function owedSince({
  fee,
  distributions,
}: Readonly<{
  fee: Pick<Fee, "tier" | "owed">;
  /** All of the security, by number. */
  distributions: readonly Pick<Account<Distribution>, "data">[];
}>): bigint | undefined {
  let left = fee.owed;
  // A payee is paid all that it is owed at once, so that what is owed is what the last payments took.
  for (const { data } of distributions.toReversed()) {
    // Fees are settlement money.
    const taken = data.vault === 0 ? (data.tiers[fee.tier] ?? 0n) : 0n;
    if (left > 0n && taken >= left) {
      return data.postedAt;
    }
    left -= taken;
  }
  return undefined;
}

type FeeOptions = Readonly<{
  /** Pays the rent of the payee's account, if it has to be opened. */
  payer: TransactionSigner;
  security: Account<Security>;
  waterfall: Account<Waterfall>;
  /** Its place in the waterfall, from 0. */
  tier: number;
}>;

/** Pays a payee what the tier took, and opens its token account if it is missing. By anyone. */
export async function payFee(options: FeeOptions): Promise<Instruction[]> {
  const { open, accounts } = await paymentOf(options);
  return [...open, getPayFeeInstruction(accounts)];
}

/**
 * Pays what is due of a fee or of expenses out of the treasury, where the deal allows it, as far as the treasury goes. By
 * anyone. The program brings the fee up to date, and refuses under the same conditions as a draw of proceeds.
 */
export async function payFeeFromTreasury(options: FeeOptions): Promise<Instruction[]> {
  const { open, accounts } = await paymentOf(options);
  return [...open, await withTranches(getPayFeeFromTreasuryInstruction(accounts), options.security)];
}

async function paymentOf({ payer, security, waterfall, tier }: FeeOptions) {
  const fee = feesOf(waterfall.data).find((one) => one.tier === tier);
  if (fee === undefined) {
    throw new ClientError(`tier ${tier} of the waterfall is not a fee`);
  }
  const { address: vault, mint, tokenProgram } = settlementVault(security.data);
  return {
    open: await createAssociatedTokenAccount({ payer, owner: fee.payee, mint, tokenProgram }),
    accounts: {
      security: security.address,
      waterfall: waterfall.address,
      payeeAccount: await associatedTokenAddress({ owner: fee.payee, mint, tokenProgram }),
      vault,
      settlementMint: mint,
      tokenProgram,
      tier,
    },
  };
}

/**
 * What {@link payFeeFromTreasury} would pay now, settlement base units, by the program itself in a simulated transaction;
 * or why it would refuse, in its words.
 */
export async function simulateFeeFromTreasury(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    waterfall: Account<Waterfall>;
    tier: number;
    /** An account with SOL, which is not charged; the security's sponsor if left out. */
    payer?: Address | undefined;
  }>,
): Promise<Readonly<{ amount: bigint; whyNot: string | undefined }>> {
  const { security, payer = security.data.sponsor } = options;
  const treasuryOf = (data: Security) => settlementVault(data).treasury;
  try {
    const instructions = await payFeeFromTreasury({ ...options, payer: createNoopSigner(payer) });
    const [bytes] = await simulate(cluster, instructions, payer, [security.address]);
    if (bytes === undefined) {
      throw new ClientError(`${shownUrl(cluster.url)} returns no accounts of simulated transactions`);
    }
    const after = getSecurityDecoder().decode(bytes);
    return { amount: treasuryOf(security.data) - treasuryOf(after), whyNot: undefined };
  } catch (error) {
    if (!(error instanceof TransactionFailure)) {
      throw error;
    }
    return { amount: 0n, whyNot: error.message };
  }
}

/** What may still be submitted at an expense tier in the current year of 365 days since the first lock. */
export function expenseLeft({
  tier,
  security: { beganAt },
  now,
}: Readonly<{
  tier: Pick<TierState, "amount" | "reached" | "year">;
  security: Pick<Security, "beganAt">;
  /** The cluster's time, in Unix seconds. */
  now: bigint;
}>): bigint {
  if (beganAt === 0n) {
    return 0n;
  }
  const year = (now / DAY_SECONDS - beganAt / DAY_SECONDS) / YEAR_DAYS;
  return BigInt(tier.year) === year ? tier.amount - tier.reached : tier.amount;
}

/** Submits an expense against a document, so that it is due at its tier. By the sponsor, within the tier's cap of the year. */
export async function submitExpense(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Account<Security>;
    /** As it was read: an expense counts for the tier that stands at the place in this version of the structure. */
    waterfall: Account<Waterfall>;
    /** Its place in the waterfall, from 0. */
    tier: number;
    /** Settlement base units. */
    amount: bigint;
    documentSha256: ReadonlyUint8Array;
    /** What the expense is, at most 64 bytes of UTF-8. */
    note: string;
    /** The cluster's time, in Unix seconds. */
    now: bigint;
  }>,
): Promise<Instruction[]> {
  const { sponsor, security, waterfall, tier, amount, documentSha256, note, now } = options;
  const state = tiersOf(waterfall.data)[tier];
  if (state === undefined || tierKindOf(state) !== "expense") {
    throw new ClientError(`tier ${tier} of the waterfall is not for expenses`);
  }
  const left = expenseLeft({ tier: state, security: security.data, now });
  if (security.data.beganAt > 0n && amount > left) {
    const { decimals } = settlementVault(security.data);
    const money = (value: bigint) => formatGroupedAmount(value, decimals);
    throw new ClientError(
      `${money(amount)} is above the ${money(left)} that is left of this year's cap: submit at most that`,
    );
  }
  return [
    getSubmitExpenseInstruction({
      sponsor,
      security: security.address,
      waterfall: waterfall.address,
      structureVersion: waterfall.data.structureVersion,
      tier,
      amount,
      documentSha256: Uint8Array.from(documentSha256),
      note,
    }),
  ];
}
