/** Random choices that follow from a seed, so that every run makes the same ones. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to a limit, without it. */
  below(limit: number): number {
    // The generator mulberry32.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** A number from one to another, both of them included. */
  from(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** Whether something is so that is in so many cases of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of several. */
  one<T>(...choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) {
      throw new Error("there is nothing to choose from");
    }
    return chosen;
  }
}
