import { tierKindOf, tiersOf } from "@defi-ready/securities";
import { type Distribution, type Source, TrancheKind, type Waterfall } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ClassState } from "../chain/snapshot.js";
import { addressIn, amountIn, amountsIn, type Happening } from "./happenings.js";

const BPS = 10_000n;

/** What the chain says of a security besides its events. */
export type CreditFacts = Readonly<{
  waterfall: Waterfall;
  classes: readonly ClassState[];
  distributions: ReadonlyMap<string, Account<Distribution>>;
  sources: ReadonlyMap<string, Source>;
}>;

/** What one event did to the losses of the classes, by rank. Amounts are settlement base units. */
export type LossStep = Readonly<{
  /** What was written off of a class, or a cover paid, less what was written up, made good or restored. */
  borne: readonly bigint[];
  /** What a cover paid of what it could not pay before, for want of capital. */
  late: readonly bigint[];
  /** What that repaid of a debt. */
  reinstated: readonly bigint[];
}>;

/** Plays the losses of a security again: what each event did to them, of those that did something. */
export function lossesOf(
  history: readonly Happening[],
  facts: CreditFacts,
): ReadonlyMap<Happening, LossStep> {
  const played = new Played(facts);
  return new Map(
    history.flatMap((happening) => {
      const step = played.step(happening);
      return step === undefined ? [] : [[happening, step] as const];
    }),
  );
}

/** What was lost, what covers would still pay, and what they have, as the program counts it from event to event. */
class Played {
  readonly #facts: CreditFacts;
  readonly #losses: bigint[];
  readonly #short: bigint[];
  readonly #capital: bigint[];

  constructor(facts: CreditFacts) {
    this.#facts = facts;
    this.#losses = facts.classes.map(() => 0n);
    this.#short = facts.classes.map(() => 0n);
    this.#capital = facts.classes.map(({ data }) => data.principalIssued);
  }

  step(happening: Happening): LossStep | undefined {
    const { name, data } = happening;
    const none = this.#losses.map(() => 0n);
    if (name === "LossRecorded") {
      const [covered, writtenOff] = [amountsIn(data, "covered"), amountsIn(data, "writtenOff")];
      this.#noteShort(amountIn(data, "amount"), covered);
      const borne = none.map((_, rank) => (covered[rank] ?? 0n) + (writtenOff[rank] ?? 0n));
      this.#bear(borne);
      for (const rank of this.#covers()) {
        this.#capital[rank] = (this.#capital[rank] ?? 0n) - (covered[rank] ?? 0n);
      }
      this.#lowerShort();
      return { borne, late: none, reinstated: none };
    }
    if (name === "LossCorrected") {
      const borne = amountsIn(data, "writtenUp")
        .slice(0, none.length)
        .map((amount) => -amount);
      this.#bear(borne);
      this.#lowerShort();
      return { borne, late: none, reinstated: none };
    }
    return name === "Distributed" ? this.#distribute(happening) : undefined;
  }

  #distribute({ data }: Happening): LossStep {
    const { distributions, waterfall } = this.#facts;
    const [up, good, tiers] = ["writtenUp", "madeGood", "tiers"].map((field) => amountsIn(data, field));
    const restored = this.#losses.map((_, rank) =>
      tiersOf(waterfall).reduce(
        (sum, tier, at) =>
          tierKindOf(tier) === "cover" && tier.rank === rank ? sum + (tiers?.[at] ?? 0n) : sum,
        this.#isCover(rank) ? (good?.[rank] ?? 0n) : 0n,
      ),
    );
    const healed = this.#losses.map(
      (_, rank) => (up?.[rank] ?? 0n) + (this.#isCover(rank) ? (restored[rank] ?? 0n) : (good?.[rank] ?? 0n)),
    );
    this.#bear(healed.map((amount) => -amount));
    this.#lowerShort();
    const late = this.#losses.map(() => 0n);
    let lost = sum(this.#debts().map((rank) => this.#losses[rank] ?? 0n));
    const outstanding = distributions.get(addressIn(data, "distribution"))?.data.outstanding;
    for (const rank of this.#covers().toReversed()) {
      const capital = (this.#capital[rank] ?? 0n) + (restored[rank] ?? 0n);
      const after = outstanding?.[rank] ?? capital;
      // What a cover has less afterwards has gone home, once it had paid what it was short of.
      const pays = after < capital ? least(capital, this.#short[rank] ?? 0n, lost) : 0n;
      late[rank] = pays;
      lost -= pays;
      this.#short[rank] = (this.#short[rank] ?? 0n) - pays;
      this.#capital[rank] = after;
    }
    const reinstated = this.#seniorFirst(sum(late));
    this.#bear(late.map((amount, rank) => amount - (reinstated[rank] ?? 0n)));
    this.#lowerShort();
    const borne = late.map((amount, rank) => amount - (reinstated[rank] ?? 0n) - (healed[rank] ?? 0n));
    return { borne, late, reinstated };
  }

  /** What covers would have paid of a loss, had they had the capital. */
  #noteShort(amount: bigint, covered: readonly bigint[]): void {
    let left = amount;
    const short = new Map<number, bigint>();
    for (const rank of this.#covers().toReversed()) {
      const { lossCap, lossBps } = this.#class(rank).data;
      const part = lossBps === 0 ? amount : (amount * BigInt(lossBps)) / BPS;
      const wanted = least(lossCap === 0n ? amount : lossCap, part, left);
      const paid = covered[rank] ?? 0n;
      left -= paid;
      short.set(rank, wanted - paid);
    }
    for (const [rank, missing] of short) {
      this.#short[rank] = (this.#short[rank] ?? 0n) + least(missing, left);
    }
  }

  #bear(amounts: readonly bigint[]): void {
    for (const [rank, amount] of amounts.entries()) {
      this.#losses[rank] = (this.#losses[rank] ?? 0n) + amount;
    }
  }

  /** What covers would still pay is at most what is written off the debts. */
  #lowerShort(): void {
    const lost = sum(this.#debts().map((rank) => this.#losses[rank] ?? 0n));
    for (const rank of this.#covers()) {
      this.#short[rank] = least(this.#short[rank] ?? 0n, lost);
    }
  }

  /** Repays what is written off the debts, the most senior first, peers in proportion. */
  #seniorFirst(amount: bigint): bigint[] {
    const entitlements = this.#losses.map((lost, rank) => (this.#debts().includes(rank) ? lost : 0n));
    const parts = entitlements.map(() => 0n);
    let left = amount;
    for (let first = 0; first < entitlements.length; ) {
      let end = first + 1;
      while (end < entitlements.length && this.#class(end).data.pariPassu === 1) {
        end += 1;
      }
      for (const [at, part] of inProportion(left, entitlements.slice(first, end)).entries()) {
        parts[first + at] = part;
        left -= part;
      }
      first = end;
    }
    return parts;
  }

  #class(rank: number): ClassState {
    return this.#facts.classes[rank] as ClassState;
  }

  #isCover(rank: number): boolean {
    return this.#class(rank).data.kind === TrancheKind.Cover;
  }

  #covers(): number[] {
    return [...this.#losses.keys()].filter((rank) => this.#isCover(rank));
  }

  #debts(): number[] {
    return [...this.#losses.keys()].filter((rank) => this.#class(rank).data.kind === TrancheKind.Debt);
  }
}

/** Shares an amount in proportion to what each is owed, rounded down; what is left over goes to those who lost most by that. */
function inProportion(amount: bigint, entitlements: readonly bigint[]): bigint[] {
  const all = sum(entitlements);
  if (amount >= all) {
    return [...entitlements];
  }
  const parts = entitlements.map((entitlement) => (amount * entitlement) / all);
  const rests = entitlements.map((entitlement, at) => ({ at, rest: (amount * entitlement) % all }));
  rests.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const { at } of rests.slice(0, Number(amount - sum(parts)))) {
    parts[at] = (parts[at] ?? 0n) + 1n;
  }
  return parts;
}

const least = (...amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => (a < b ? a : b));

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
