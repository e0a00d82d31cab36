import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  type CategoryMovesArgs,
  getReleaseRetentionInstruction,
  getSetTransferRulesInstruction,
  type RetentionArgs,
  type Security,
  type Tranche,
  type TransferRules,
  type TransferRulesTermsArgs,
  type WindowTermsArgs,
} from "../generated/index.js";
import { withTranches } from "../tranche-metas.js";

/** Kinds of disclosures that a window can wait for: 0 to 7. */
const KINDS = 8;

/** The numbers whose bits are set, from 0 to 7: kinds of disclosures, or categories. */
export const numbersOf = (bits: number): number[] =>
  Array.from({ length: KINDS }, (_, number) => number).filter((number) => ((bits >> number) & 1) === 1);

/** The bits of numbers from 0 to 7. */
export const bitsOf = (numbers: readonly number[]): number =>
  numbers.reduce((bits, number) => bits | (1 << number), 0);

/** The rules of a class for transfers; none of those that are optional: `null`. */
export type TransferRuleSet = Omit<
  TransferRulesTermsArgs,
  "moves" | "retained" | "dailyShares" | "maxShares"
> &
  Readonly<{
    moves: CategoryMovesArgs | null;
    retained: RetentionArgs | null;
    /** Share base units; 0: no limit. */
    dailyShares: bigint;
    /** The most of one person, share base units; 0: no limit. */
    maxShares: bigint;
  }>;

/** The rules of shares that move freely. */
export const FREE_TRANSFERS: TransferRuleSet = {
  window: { __kind: "Always" },
  needs: 0,
  moves: null,
  refusedCountries: [],
  senderQualified: false,
  insiderLockDays: 0,
  retained: null,
  dailyShares: 0n,
  maxHolders: 0,
  maxShares: 0n,
};

/**
 * Sets the rules of a class for transfers, all of them: what is left out is no rule. By the sponsor, while no book is open
 * and before the first lock.
 */
export async function setTransferRules(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    tranche: Address;
    rules: Partial<TransferRuleSet>;
  }>,
): Promise<Instruction[]> {
  const { sponsor, security, tranche, rules } = options;
  return [
    getSetTransferRulesInstruction({ sponsor, security, tranche, rules: { ...FREE_TRANSFERS, ...rules } }),
  ];
}

/**
 * Ends what an owner must keep of a class, once the deal has begun, no book is open and its debts are owed nothing. By
 * anyone.
 */
export async function releaseRetention(
  options: Readonly<{
    security: Account<Security>;
    /** The class, 0 for the most senior. */
    rank: number;
  }>,
): Promise<Instruction[]> {
  const { security, rank } = options;
  return [await withTranches(getReleaseRetentionInstruction({ security: security.address, rank }), security)];
}

/** The rules of a tranche for transfers, as the sponsor set them; a retention that was released is none. */
export function transferRulesOf({ rules }: Pick<Tranche, "rules">): TransferRuleSet {
  return {
    window: windowOf(rules),
    needs: rules.window.needs,
    moves:
      rules.hasMoves === 1
        ? { always: rules.moves, later: rules.laterMoves, laterFrom: rules.laterFrom }
        : null,
    refusedCountries: rules.refusedCountries.filter((country) => country > 0),
    senderQualified: rules.senderQualified === 1,
    insiderLockDays: rules.insiderLockDays,
    retained:
      rules.retainedShares === 0n ? null : { owner: rules.retainedOwner, shares: rules.retainedShares },
    dailyShares: rules.dailyShares,
    maxHolders: rules.maxHolders,
    maxShares: rules.maxShares,
  };
}

function windowOf({ window }: TransferRules): WindowTermsArgs {
  const { kind, months, anchor, days, ranges } = window;
  switch (kind) {
    case 0:
      return { __kind: "Always" };
    case 1:
      return { __kind: "Never" };
    case 2:
      return { __kind: "Periodic", months, anchor, days };
    default:
      return { __kind: "Custom", ranges: ranges.filter(({ until }) => until > 0) };
  }
}

/** Whether a class limits its holders, so that a record receives shares only up to its allotment. */
export const limitsHolders = ({
  maxHolders,
  maxShares,
}: Pick<TransferRuleSet, "maxHolders" | "maxShares">): boolean => maxHolders > 0 || maxShares > 0n;

/** Whether a class has any rule of transfers. */
export function hasRules(terms: TransferRuleSet): boolean {
  const { window, moves, refusedCountries, senderQualified, insiderLockDays, retained, dailyShares } = terms;
  return (
    window.__kind !== "Always" ||
    moves !== null ||
    refusedCountries.length > 0 ||
    senderQualified ||
    insiderLockDays > 0 ||
    retained !== null ||
    BigInt(dailyShares) > 0n ||
    limitsHolders(terms)
  );
}
