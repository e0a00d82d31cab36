import type { Field } from "./field.js";
import type { TrancheKind } from "./model.js";
import type { NamedTier } from "./named-tier.js";
import { ENTITLEMENTS, REPAYS, type Tier } from "./tier.js";

/** Those that all peers have, if one has it. */
const SHARED: readonly Tier["kind"][] = [...REPAYS, "deficiency"];

const joins = (tranche: Field | undefined) => tranche?.get("pari_passu").flag() === true;
const nameOf = (tranche: Field | undefined) => `"${tranche?.get("name").text()}"`;

/** The ranks of the classes that are pari passu with the class of a rank, and its own. */
function peersOf(rank: number, tranches: readonly Field[]): readonly number[] {
  let first = rank;
  while (first > 0 && joins(tranches[first])) {
    first -= 1;
  }
  let last = rank;
  while (joins(tranches[last + 1])) {
    last += 1;
  }
  return tranches.flatMap((_, at) => (at >= first && at <= last ? at : []));
}

/** Refuses a test that protects some peers and not others, and otherwise returns the rank. */
export function checkProtected(field: Field, rank: number | undefined, tranches: Field): number | undefined {
  const all = tranches.items();
  const last = rank === undefined ? undefined : peersOf(rank, all).at(-1);
  return last === rank || last === undefined
    ? rank
    : field.refuse(
        `${nameOf(all[last])} is pari passu with it, which is protected as a whole: name that tranche`,
      );
}

/**
 * Checks the pari passu tranches by the rules of the program's `math/structure.rs`: they are debt or equity with a par
 * alike, their tiers of a kind stand in a row in their order, and each has the same tiers that repay it.
 */
export function checkPariPassu(list: Field, tiers: readonly NamedTier[], tranches: Field): void {
  const all = tranches.items();
  const good = all.map((tranche, rank) => !joins(tranche) || checkPair(tranche, all[rank - 1]));
  if (good.includes(false)) {
    return;
  }
  for (const [at, { field, tier }] of tiers.entries()) {
    if (tier !== undefined) {
      checkRow(field, tier, { before: tiers.slice(0, at), all });
    }
  }
  checkRepaid(list, tiers, all);
}

/** Whether a tranche can be pari passu with the one before it. */
function checkPair(tranche: Field, before: Field | undefined): boolean {
  const field = tranche.get("pari_passu");
  if (before === undefined) {
    field.refuse("is of the first tranche, which none is before: leave it out");
    return false;
  }
  const [kind, other] = [tranche, before].map((one) => one.get("kind").choice<TrancheKind>());
  if (kind !== undefined && other !== undefined && kind !== other) {
    field.refuse(
      `${nameOf(before)} before it is ${other}, and this is ${kind}: only tranches of one kind are pari passu`,
    );
    return false;
  }
  if (other === "equity" && !before.get("par").given) {
    field.refuse(`${nameOf(before)} before it has no capital: give it a par, or leave this out`);
    return false;
  }
  return true;
}

type Row = Readonly<{ before: readonly NamedTier[]; all: readonly Field[] }>;

/** Tiers of one kind that pay peers stand in a row, in order of the tranches. */
function checkRow(field: Field, tier: Tier, { before, all }: Row): void {
  if (!ENTITLEMENTS.includes(tier.kind) || !("rank" in tier)) {
    return;
  }
  const peers = peersOf(tier.rank, all);
  const isPeer = ({ tier: other }: NamedTier) =>
    other?.kind === tier.kind && "rank" in other && other.rank !== tier.rank && peers.includes(other.rank);
  const other = before.findLast(isPeer);
  const last = before.at(-1);
  const goesOn =
    last?.tier !== undefined && isPeer(last) && "rank" in last.tier && last.tier.rank < tier.rank;
  if (other?.tier === undefined || goesOn || !("rank" in other.tier)) {
    return;
  }
  field
    .get("tranche")
    .refuse(
      `${nameOf(all[tier.rank])} is pari passu with ${nameOf(all[other.tier.rank])}, whose ${tier.kind} ${other.field.name} pays: put these tiers in a row, in the order of the tranches`,
    );
}

/** Pari passu tranches are repaid by the same kinds of tiers. */
function checkRepaid(list: Field, tiers: readonly NamedTier[], all: readonly Field[]): void {
  const repays = (kind: Tier["kind"], rank: number) =>
    tiers.some(({ tier }) => tier?.kind === kind && "rank" in tier && tier.rank === rank);
  for (const [rank, tranche] of all.entries()) {
    const differs = SHARED.find((kind) => joins(tranche) && repays(kind, rank) !== repays(kind, rank - 1));
    if (differs !== undefined) {
      const [has, lacks] = repays(differs, rank) ? [rank, rank - 1] : [rank - 1, rank];
      list.refuse(
        `pays ${differs} of ${nameOf(all[has])} and not of ${nameOf(all[lacks])}, which is pari passu with it: repay both by the same kinds of tiers`,
      );
    }
  }
}
