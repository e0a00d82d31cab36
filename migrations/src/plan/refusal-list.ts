import type { Deal } from "../deal/model.js";
import { type Problem, positionOf } from "../deal/problem.js";

/** Notes why a deal cannot be applied, each with the field that it is about. */
export class Refusals {
  readonly problems: Problem[] = [];

  constructor(private readonly deal: Deal) {}

  /** Notes a problem of a field. */
  add(field: string, message: string): void {
    this.problems.push({ file: this.deal.file, ...positionOf(this.deal.positions, field), field, message });
  }
}
