/** Where the money of a payment comes from. */
export type Pot = "income" | "principal" | "reserve" | "reinvestment";

/** The money of a payment, taken pot by pot until nothing is left. */
export class Pots {
  readonly #left: Map<Pot, bigint>;
  #missing = 0n;

  constructor({
    gross,
    principal,
    reserve,
    reinvestment,
  }: Readonly<Record<"gross" | "principal" | "reserve" | "reinvestment", bigint>>) {
    this.#left = new Map([
      ["income", gross - principal],
      ["principal", principal],
      ["reserve", reserve],
      ["reinvestment", reinvestment],
    ]);
  }

  /** Takes an amount, from the first of the pots as far as it goes, then from the next. */
  take(amount: bigint, order: readonly Pot[]): readonly (readonly [Pot, bigint])[] {
    const taken: (readonly [Pot, bigint])[] = [];
    let needed = amount;
    for (const pot of order) {
      const left = this.#left.get(pot) ?? 0n;
      const part = left < needed ? left : needed;
      if (part > 0n) {
        this.#left.set(pot, left - part);
        taken.push([pot, part]);
        needed -= part;
      }
    }
    this.#missing += needed;
    return taken;
  }

  /** What nothing took, less what was taken without being there: 0 when all goes out that came in, and no more. */
  left(): bigint {
    const left = [...this.#left.values()].reduce((sum, amount) => sum + amount, 0n);
    return this.#missing > 0n ? -this.#missing : left;
  }
}
