import { formatAmount, MAX_AMOUNT, sharesFor } from "../client.js";
import type { Field } from "./field.js";

/** The shares that are set aside of a tranche. */
export type Shares = Readonly<{
  rank: number;
  /** Share base units in one whole share. */
  unit: bigint;
  /** Principal of one whole share, for debt. */
  par: bigint | undefined;
}>;

/**
 * Counts the shares that the books and rewards of each tranche could issue: with all shares set aside before, they must
 * fit into the program's 64 bits, and so must their principal.
 */
export class SetAside {
  readonly #offered = new Map<number, bigint>();

  /** The shares set aside of each rank. */
  get offered(): ReadonlyMap<number, bigint> {
    return this.#offered;
  }

  /** The shares that a full book issues at its lowest price. */
  book(
    field: Field,
    shares: Shares,
    {
      cap,
      price,
      decimals,
    }: Readonly<{
      cap: bigint;
      price: bigint;
      decimals: number;
    }>,
  ): void {
    const room = this.#room(shares);
    const problem = this.#add(shares, sharesFor({ ahead: 0n, accepted: cap, price, unit: shares.unit }));
    if (problem === "shares") {
      const most = formatAmount((room.shares * price) / shares.unit, decimals);
      field.refuse(
        `at this price a full book issues more shares than the program can count${room.note}: use at most ${most}`,
      );
    } else if (problem === "principal") {
      field.refuse(
        `at this par a full book issues more principal than the program can count${room.note}: use less`,
      );
    }
  }

  /** The shares that a reward could pay. */
  reward(field: Field, shares: Shares, budget: bigint): void {
    const room = this.#room(shares);
    const problem = this.#add(shares, budget);
    if (problem !== undefined) {
      field.refuse(`sets aside more ${problem} than the program can count${room.note}: use less`);
    }
  }

  #room({ rank }: Shares): Readonly<{ shares: bigint; note: string }> {
    const before = this.#offered.get(rank) ?? 0n;
    return { shares: MAX_AMOUNT - before, note: before > 0n ? ", with what is set aside before" : "" };
  }

  #add({ rank, unit, par }: Shares, more: bigint): "shares" | "principal" | undefined {
    const before = this.#offered.get(rank) ?? 0n;
    this.#offered.set(rank, before);
    const all = before + more;
    if (all > MAX_AMOUNT) {
      return "shares";
    }
    if (par !== undefined && (all * par) / unit > MAX_AMOUNT) {
      return "principal";
    }
    this.#offered.set(rank, all);
    return undefined;
  }
}
