import { principalOf, settlementVault } from "@defi-ready/securities";
import { type Security, type Tranche, TrancheKind } from "@defi-ready/securities/program";
import type { ClassLabel } from "../flow/names.js";

/** A class in the stack; settlement base units. */
export type StackedClass = Readonly<{
  rank: number;
  name: string;
  kind: TrancheKind;
  /** Principal outstanding, of a cover the capital that pays for losses; of equity without a par, what its shares were sold for, less what was returned of it. */
  amount: bigint;
  /** Whether `amount` is what shares were sold for, not principal. */
  isSoldFor: boolean;
  /** What is repaid before it: the capital of all classes senior to it. */
  ahead: bigint;
  /** What stands before those who bear losses first: its capital, that of its peers and of all senior to it. */
  protected: bigint;
  /** What bears losses before it: all classes junior to it, and the covers. */
  behind: bigint;
  /** What is yours of it. */
  yours: bigint;
}>;

/** The capital of a security, from the most senior; settlement base units. */
export type Structure = Readonly<{
  /** Pari passu classes together. */
  rows: readonly (readonly StackedClass[])[];
  covers: readonly StackedClass[];
  reserve: bigint;
  reinvestment: bigint;
  /** Capital of all classes, without covers. */
  total: bigint;
}>;

/** The structure of a security to scale, from its accounts. */
export function structureOf(
  options: Readonly<{
    security: Security;
    /** All of the security, by rank. */
    tranches: readonly Tranche[];
    classes: readonly ClassLabel[];
    /** What of each class is yours, settlement base units by rank. */
    yours?: readonly bigint[] | undefined;
  }>,
): Structure {
  const { security, tranches, classes, yours = [] } = options;
  const isCover = ({ kind }: Tranche) => kind === TrancheKind.Cover;
  const stacked = tranches.filter((tranche) => !isCover(tranche));
  const capital = (list: readonly Tranche[]) => list.reduce((sum, one) => sum + capitalOf(one).amount, 0n);
  const groups: Tranche[][] = [];
  for (const tranche of stacked) {
    const last = groups.at(-1);
    if (tranche.pariPassu === 1 && last !== undefined) {
      last.push(tranche);
    } else {
      groups.push([tranche]);
    }
  }
  const total = capital(stacked);
  const covered = capital(tranches.filter(isCover));
  const named = (tranche: Tranche, ahead: bigint, junior: bigint): StackedClass => ({
    rank: tranche.rank,
    name: classes[tranche.rank]?.name ?? `class ${tranche.rank}`,
    kind: tranche.kind,
    ...capitalOf(tranche),
    ahead,
    protected: total - junior,
    behind: junior + covered,
    yours: yours[tranche.rank] ?? 0n,
  });
  let ahead = 0n;
  const rows = groups.map((group) => {
    const before = ahead;
    ahead += capital(group);
    return group.map((tranche) => named(tranche, before, total - ahead));
  });
  const { reserve, reinvestment } = settlementVault(security);
  const covers = tranches.filter(isCover).map((tranche) => ({
    ...named(tranche, 0n, 0n),
    protected: 0n,
    behind: 0n,
  }));
  return { rows, covers, reserve, reinvestment, total };
}

function capitalOf(tranche: Tranche): Readonly<{ amount: bigint; isSoldFor: boolean }> {
  return tranche.par === 0n
    ? { amount: tranche.invested, isSoldFor: true }
    : { amount: principalOf(tranche) - tranche.unfunded, isSoldFor: false };
}
