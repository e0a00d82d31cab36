import type { ChainState } from "../chain/state.js";
import { counted, LINE_GROWTH, lineSize, lineSteps } from "../client.js";
import { item, type Parts, type PlanItem } from "./item.js";

/**
 * The steps in which the line of a book grows, a transaction each. `book` is what all parts of the book have; an item's
 * `inner` is the number of places after it.
 */
export function lineItems(
  book: Omit<Parts, "part">,
  state: ChainState,
  from: number,
  to: number,
): PlanItem[] {
  return lineSteps(from, to).map((places, step) =>
    item("change", {
      ...book,
      part: "line",
      field: `${book.field}.line_places`,
      inner: places,
      note: counted(places, "place"),
      cost: state.rent(lineSize(places)) - state.rent(lineSize(from + step * LINE_GROWTH)),
    }),
  );
}
