import type { FeeBaseName, ReservePurposeName } from "../client.js";
import type { Party } from "./party.js";

/** The entitlements of a tranche that a tier can pay. */
export type EntitlementKind =
  | "interest"
  | "arrears"
  | "principal"
  | "service"
  | "sweep"
  | "capital"
  | "deficiency"
  | "cover"
  | "residual";

/** A tier of the waterfall; tranches are named by rank, parts are in basis points, money in settlement base units. */
export type Tier =
  | Readonly<{ kind: EntitlementKind; rank: number }>
  /** A part of the money that comes in, or of the income in it. */
  | Readonly<{ kind: "fee"; bps: number; incomeOnly: boolean; to: Party }>
  /** A part of its base a year and a flat amount a year, between limits that are 0 if there are none. */
  | Readonly<{
      kind: "annual fee";
      feeBase: FeeBaseName;
      bps: number;
      amount: bigint;
      min: bigint;
      max: bigint;
      to: Party;
      fromTreasury: boolean;
    }>
  /** What the sponsor submits against documents, up to an amount a year. */
  | Readonly<{ kind: "expense"; amount: bigint; to: Party; fromTreasury: boolean }>
  /** Filled up to an amount and a part of the debt that is not repaid in cash. */
  | Readonly<{ kind: "reserve"; purpose: ReservePurposeName; amount: bigint; bps: number }>
  /** A part of the profit of a tranche. */
  | Readonly<{
      kind: "carry";
      rank: number;
      base: number;
      bps: number;
      catchUpBps: number;
      /** Of the capital issued of the base, 0: no such hurdle; and whether it is paid while that is outstanding. */
      multipleBps: number;
      dealByDeal: boolean;
    }>
  | Readonly<{ kind: "split"; rank: number; bps: number }>
  /** A part by capital, against that of other ranks; how often its own counts, and what it leaves to the tiers behind. */
  | Readonly<{
      kind: "participation";
      rank: number;
      with: readonly number[];
      multiplierBps: number;
      givesUpBps: number;
    }>
  /** While the pool is worth less than a part of the debts down to a rank, money repays them. `maxAge` in days. */
  | Readonly<{ kind: "collateral test"; rank: number; bps: number; maxAge: number; traps: boolean }>
  /** While income is less than a part of the interest of the debts down to a rank, money repays them. */
  | Readonly<{ kind: "interest test"; rank: number; bps: number; traps: boolean }>;

/** What a tier pays or tests. */
export type TierKind = Tier["kind"];

/** Tiers that pay what a class is owed, which pari passu classes share. */
export const ENTITLEMENTS: readonly TierKind[] = [
  "interest",
  "arrears",
  "principal",
  "service",
  "sweep",
  "capital",
  "deficiency",
];

/** Tiers that pay interest of a class, of the period or of earlier ones. */
export const INTEREST: readonly TierKind[] = ["interest", "arrears", "service"];

/** Tiers that repay capital of a class. */
export const REPAYS: readonly TierKind[] = ["principal", "service", "sweep", "capital"];

/** Whether a tier repays capital of a class. */
export const isPrincipal = ({ kind }: Tier): boolean => REPAYS.includes(kind);

/** Whether a tier tests something and pays nobody. */
export const isTest = (tier: Tier): tier is Tier & { kind: "collateral test" | "interest test" } =>
  tier.kind === "collateral test" || tier.kind === "interest test";

/** The rank of the class that a tier pays or protects; `undefined` if it names none. */
export const rankOf = (tier: Tier): number | undefined => ("rank" in tier ? tier.rank : undefined);
