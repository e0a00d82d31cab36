import { principalOf } from "@defi-ready/securities";
import { type Tranche, TrancheKind } from "@defi-ready/securities/program";

/**
 * Capital that is paid before each class, by rank, settlement base units: that of all classes before it but for those of
 * its own rank. `undefined` for covers, which bear losses before all others.
 */
export function aheadOf(
  tranches: readonly Pick<Tranche, "kind" | "pariPassu" | "principalIssued" | "principalRepaid" | "loss">[],
): readonly (bigint | undefined)[] {
  let [before, here] = [0n, 0n];
  return tranches.map((tranche) => {
    if (tranche.kind === TrancheKind.Cover) {
      return undefined;
    }
    if (tranche.pariPassu !== 1) {
      before += here;
      here = 0n;
    }
    here += principalOf(tranche as Tranche);
    return before;
  });
}
