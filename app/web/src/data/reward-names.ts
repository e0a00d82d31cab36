import { RewardKind } from "@defi-ready/securities/program";

const NAMES: Readonly<Record<number, string>> = {
  [RewardKind.Warrants]: "warrants",
  [RewardKind.BonusShares]: "bonus shares",
  [RewardKind.PromotePoints]: "promote points",
};

/** What a book's rewards are called, each by a name of its own: of several of a kind, `warrants 1` and `warrants 2`. */
export function rewardNames(curves: readonly Readonly<{ kind: number }>[]): readonly string[] {
  return curves.map(({ kind }, at) => {
    const name = NAMES[kind] ?? "an unknown reward";
    const before = curves.slice(0, at).filter((one) => one.kind === kind).length;
    return curves.filter((one) => one.kind === kind).length > 1 ? `${name} ${before + 1}` : name;
  });
}
