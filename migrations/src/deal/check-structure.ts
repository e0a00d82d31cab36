import { checkCarry } from "./check-carry.js";
import type { Field } from "./field.js";
import { type NamedTier, type Shape, shapesOf } from "./named-tier.js";
import { ENTITLEMENTS, INTEREST, isPrincipal, isTest, rankOf, type Tier } from "./tier.js";
import { formatRate } from "./values.js";

const WHOLE = 10_000;

/** What a service tier stands for. */
const SERVED: readonly Tier["kind"][] = ["interest", "arrears", "principal"];
/** Whether two tiers pay the same sort of entitlement, of whichever tranche. */
const isSort = (one: Tier, other: Tier) =>
  one.kind === other.kind ||
  (isPrincipal(one) && isPrincipal(other)) ||
  (one.kind === "service" && INTEREST.includes(other.kind)) ||
  (other.kind === "service" && INTEREST.includes(one.kind));
const isFee = ({ kind }: Tier) => kind === "fee" || kind === "annual fee" || kind === "expense";
const purposeOf = (tier: Tier) => (tier.kind === "reserve" ? tier.purpose : undefined);

function isSame(one: Tier, other: Tier): boolean {
  // Carries of a tranche are steps of one, which have rules of their own.
  return (
    !isFee(one) &&
    one.kind !== "carry" &&
    one.kind === other.kind &&
    rankOf(one) === rankOf(other) &&
    purposeOf(one) === purposeOf(other)
  );
}

/**
 * Checks that the tiers form a structure, by the rules of the program's `math/structure.rs`: each tier except fees
 * and steps of a carry occurs once; there is one residual, in last place; interest, arrears and principal are in order of rank; every entitlement
 * of every tranche is reached; splits do not exceed the whole; a carry comes after the reserve and all entitlements of
 * the tranche whose profit it takes; a test protects a debt, and interest and arrears of all that it protects come
 * before it; and a reserve or a cover has something to protect.
 */
export function checkStructure(list: Field, tiers: readonly NamedTier[], tranches: Field): void {
  new StructureCheck(shapesOf(tranches)).check(list, tiers, tranches);
}

class StructureCheck {
  /** Whether a tier was refused: a missing entitlement is then not worth a second message. */
  #refused = false;

  constructor(private readonly shapes: readonly Shape[]) {}

  check(list: Field, tiers: readonly NamedTier[], tranches: Field): void {
    for (const [at, { field, tier }] of tiers.entries()) {
      if (tier === undefined) {
        continue;
      }
      const before = tiers.slice(0, at);
      const repeated = before.findIndex((other) => other.tier !== undefined && isSame(other.tier, tier));
      if (repeated >= 0) {
        this.#refuse(field, `repeats ${list.name}[${repeated}]: leave one of them out`);
      }
      if (tier.kind === "residual" && at < tiers.length - 1) {
        this.#refuse(
          field,
          "the residual takes all that is left, so nothing reaches the tiers after it: have one, and put it last",
        );
      }
      this.#checkFit(field, tier);
      this.#checkOrder(field, tier, before);
      if (tier.kind === "carry") {
        checkCarry(field, tier, {
          before,
          after: tiers.slice(at + 1),
          shapes: this.shapes,
          refuse: (of, message) => this.#refuse(of, message),
        });
      } else if (isTest(tier)) {
        this.#checkCoverage(field, tier, tiers.slice(at + 1));
      } else if (tier.kind === "reserve") {
        this.#checkPurpose(field, tier, before);
      }
    }
    this.#checkSplits(tiers);
    const last = tiers.at(-1);
    if (last?.tier !== undefined && last.tier.kind !== "residual") {
      this.#refuse(
        last.field.get(isTest(last.tier) ? "test" : "pay"),
        "the last tier must pay the residual, or some money would have nowhere to go",
      );
    }
    this.#checkProtection(tiers, tranches);
    const read = tiers.flatMap(({ tier }) => tier ?? []);
    if (read.length === tiers.length && tiers.length > 0) {
      this.#checkServed(list, read);
    }
  }

  #refuse(field: Field, message: string): void {
    this.#refused = true;
    field.refuse(message);
  }

  #name(rank: number | undefined): string {
    return `"${this.shapes[rank ?? -1]?.name}"`;
  }

  /** Whether a tier fits the tranche that it pays. */
  #checkFit(field: Field, tier: Tier): void {
    const rank = rankOf(tier);
    const shape = this.shapes[rank ?? -1];
    if (shape?.kind === undefined) {
      return;
    }
    const refuse = (message: string) => this.#refuse(field.get("pay"), message);
    const { kind, hasPar, hasRate } = shape;
    if (kind === "equity" && !hasPar && ENTITLEMENTS.includes(tier.kind)) {
      const what = isPrincipal(tier) ? "principal" : tier.kind;
      refuse(`an equity tranche without par has no ${what}: leave the tier out, or give it a par`);
    } else if ((tier.kind === "interest" || tier.kind === "arrears") && hasRate === false) {
      const rate = kind === "equity" ? "preferred_return" : "rate";
      refuse(`${this.#name(rank)} bears no interest: leave the tier out, or give the tranche a ${rate}`);
    } else if (isPrincipal(tier) && kind === "cover") {
      refuse(
        `${this.#name(rank)} is a cover, whose capital goes back by itself once all debt is repaid: leave the tier out, or pay cover to make good what it paid for losses`,
      );
    } else if (tier.kind === "capital" && kind === "debt") {
      refuse(
        `${this.#name(rank)} is debt, which income repays too: use principal or sweep, as capital is of equity`,
      );
    } else if (tier.kind === "cover" && kind !== "cover") {
      refuse(`${this.#name(rank)} is not a cover: such a tier makes good only what a cover paid for losses`);
    }
  }

  /**
   * Senior tranches come before junior ones: in interest, in arrears, and in the first tiers that repay each tranche.
   */
  #checkOrder(field: Field, tier: Tier, before: readonly NamedTier[]): void {
    const rank = rankOf(tier);
    if (rank === undefined || !ENTITLEMENTS.includes(tier.kind)) {
      return;
    }
    const rankAt = ({ tier: one }: NamedTier) => (one === undefined ? undefined : rankOf(one));
    const own = before.filter((one) => rankAt(one) === rank);
    const served = own.find(
      ({ tier: one }) =>
        one !== undefined &&
        ((tier.kind === "service" && SERVED.includes(one.kind)) ||
          (one.kind === "service" && SERVED.includes(tier.kind))),
    );
    if (served !== undefined) {
      this.#refuse(
        field.get("pay"),
        `service stands for interest, arrears and principal of ${this.#name(rank)}, and ${served.field.name} pays it too: leave one of them out`,
      );
      return;
    }
    const other = own.find(({ tier: one }) => one !== undefined && isPrincipal(one));
    const isRepaid = isPrincipal(tier) && other !== undefined;
    if (isRepaid && (tier.kind === "capital" || other.tier?.kind === "capital")) {
      this.#refuse(
        field.get("pay"),
        `capital is repaid out of principal only, and ${other.field.name} repays it too: leave one of them out`,
      );
      return;
    }
    // What repays it already is in order; a service behind that is still one of interest and arrears.
    const ofSort = before.filter(({ tier: one }) => one !== undefined && isSort(one, tier));
    const counted = isRepaid
      ? ofSort.filter(({ tier: one }) => tier.kind === "service" && INTEREST.includes(one?.kind ?? "fee"))
      : ofSort;
    const junior = counted.find((one) => (rankAt(one) ?? 0) > rank);
    if (junior !== undefined) {
      const paid = tier.kind === "service" ? (junior.tier?.kind ?? tier.kind) : tier.kind;
      const what = isPrincipal(tier) && tier.kind !== "service" ? "principal" : paid;
      this.#refuse(
        field.get("tranche"),
        `${this.#name(rank)} is senior to ${this.#name(rankAt(junior))}, whose ${what} ${junior.field.name} pays: put this tier before that`,
      );
    }
  }

  /** A test diverts what passes it to debts, so it comes after the interest of those that it protects. */
  #checkCoverage(field: Field, tier: Tier & { rank: number }, after: readonly NamedTier[]): void {
    const protects = field.get("protects");
    const kind = this.shapes[tier.rank]?.kind;
    if (kind !== undefined && kind !== "debt") {
      const what = kind === "cover" ? "a cover" : "equity";
      this.#refuse(
        protects,
        `${this.#name(tier.rank)} is ${what}, which such a test cannot protect: name a debt`,
      );
      return;
    }
    const late = after.find(({ tier: one }) => {
      const rank =
        one !== undefined && INTEREST.includes(one.kind) ? (rankOf(one) ?? tier.rank + 1) : tier.rank + 1;
      return rank <= tier.rank && this.shapes[rank]?.kind === "debt";
    });
    if (late?.tier !== undefined) {
      this.#refuse(
        field.get("test"),
        `${this.#name(rankOf(late.tier))} is paid ${late.tier.kind} after it, by ${late.field.name}: put the test after interest and arrears of all debts that it protects`,
      );
    }
  }

  /** A reserve with a purpose stands behind something that it may pay. */
  #checkPurpose(field: Field, tier: Tier & { kind: "reserve" }, before: readonly NamedTier[]): void {
    const isDebts = (one: Tier) =>
      INTEREST.includes(one.kind) && ["debt", undefined].includes(this.shapes[rankOf(one) ?? -1]?.kind);
    const pays = tier.purpose === "interest" ? isDebts : isFee;
    if (tier.purpose !== "all" && !before.some(({ tier: one }) => one === undefined || pays(one))) {
      const what = tier.purpose === "interest" ? "interest or arrears of a debt" : "fee or expenses";
      this.#refuse(
        field.get("purpose"),
        `is for entitlements ahead of the reserve, and there is no ${what} there: put the reserve behind what it shall pay, or leave purpose out`,
      );
    }
  }

  /** A reserve or a cover stays until what it protects is repaid: debt or, without any, the capital of equity. */
  #checkProtection(tiers: readonly NamedTier[], tranches: Field): void {
    const isProtected = ({ kind, hasPar }: Shape) =>
      kind === undefined || kind === "debt" || (kind === "equity" && hasPar);
    if (this.shapes.some(isProtected)) {
      return;
    }
    const remedy = "leave it out, or add a debt, or equity with a par";
    const reserve = tiers.find(({ tier }) => tier?.kind === "reserve");
    if (reserve !== undefined) {
      this.#refuse(
        reserve.field.get("pay"),
        `a reserve protects debt or the capital of equity, and there is neither: ${remedy}`,
      );
    }
    const cover = this.shapes.findIndex(({ kind }) => kind === "cover");
    if (cover >= 0) {
      const kind = tranches.items()[cover]?.get("kind");
      kind?.refuse(`a cover protects debt or the capital of equity, and there is neither: ${remedy}`);
    }
  }

  /** Adjacent splits divide one amount. */
  #checkSplits(tiers: readonly NamedTier[]): void {
    let sum = 0;
    for (const { field, tier } of tiers) {
      const left = WHOLE - sum;
      sum = tier?.kind === "split" ? sum + tier.bps : 0;
      if (sum > WHOLE) {
        this.#refuse(
          field.get("percent"),
          `makes ${formatRate(sum)} % with the splits before it, of one amount: at most ${formatRate(left)} is left`,
        );
        return;
      }
    }
  }

  /** Checks that every tranche is paid all its entitlements. */
  #checkServed(list: Field, tiers: readonly Tier[]): void {
    const pays = (rank: number, ...kinds: readonly Tier["kind"][]) =>
      tiers.some(
        (tier) => !isTest(tier) && rankOf(tier) === rank && (kinds.length === 0 || kinds.includes(tier.kind)),
      );
    const unreached = this.shapes.flatMap((_, rank) => (pays(rank) ? [] : this.#name(rank)));
    if (unreached.length > 0) {
      this.#refuse(list, `pays nothing to ${unreached.join(", ")}: add a tier for each tranche`);
    }
    if (this.#refused) {
      return;
    }
    for (const [rank, { kind, hasPar, hasRate }] of this.shapes.entries()) {
      const bears = hasRate === true;
      const missing = [
        ...(bears && !pays(rank, "interest", "service") ? ["interest"] : []),
        ...(bears && !pays(rank, "arrears", "service") ? ["arrears"] : []),
        ...(hasPar && kind !== "cover" && !pays(rank, "principal", "service", "sweep", "capital")
          ? [kind === "equity" ? "principal, sweep or capital" : "principal or sweep"]
          : []),
      ];
      if (missing.length > 0) {
        list.refuse(`lacks a tier for ${this.#name(rank)} that pays ${missing.join(", and one that pays ")}`);
      }
    }
  }
}
