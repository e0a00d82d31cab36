import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import { readDayOrOffset } from "./read-day.js";
import { refuseRepeated } from "./repeated.js";
import type { Category, CategoryMove, TransferTerms } from "./transfers.js";

/** The categories of investors, and which may transfer to which. */
export function readMoves(field: Field): {
  [K in "categories" | "moves"]: TransferTerms[K] | undefined;
} {
  const list = field.get("categories");
  const fields = list.items();
  for (const what of ["name", "number"]) {
    refuseRepeated(
      fields.map((one) => one.get(what)),
      "each category",
    );
  }
  const categories = wholeList(
    fields.map((one) =>
      whole<Category>({ name: one.get("name").shortText(32), number: one.get("number").count() }),
    ),
  );
  const moves = field.get("moves");
  if (list.given && !moves.given) {
    list.refuse(
      "allow nothing and refuse nothing: say with moves which may transfer to which, or leave them out",
    );
  }
  return { categories, moves: moves.or([], (given) => readList(given, categories)) };
}

function readList(
  list: Field,
  categories: readonly Category[] | undefined,
): readonly CategoryMove[] | undefined {
  const items = list.items();
  const moves = wholeList(
    items.map((item) =>
      whole<CategoryMove>({
        by: categoryOf(item.get("by"), categories),
        to: wholeList(
          item
            .get("to")
            .items()
            .map((one) => categoryOf(one, categories)),
        ),
        from: item.get("from").or(null, readDayOrOffset),
      }),
    ),
  );
  const later = items.map((item) => item.get("from")).filter(({ given }) => given);
  const [first] = later;
  const other = later.find((one) => one.text() !== first?.text());
  if (first !== undefined && other !== undefined) {
    return other.refuse(
      `differs from ${first.name}: a tranche has one day from which more moves are allowed`,
    );
  }
  refuseRepeats(items, moves ?? []);
  return moves;
}

/** What a category is allowed already need not be allowed again, nor later. */
function refuseRepeats(items: readonly Field[], moves: readonly CategoryMove[]): void {
  for (const [at, { by, to, from }] of moves.entries()) {
    for (const [which, receiver] of to.entries()) {
      const first = moves.findIndex(
        (other, before) =>
          other.by === by &&
          other.to.includes(receiver) &&
          (other.from === null || from !== null) &&
          before !== at,
      );
      const isRepeated = first >= 0 && (first < at || (from !== null && moves[first]?.from === null));
      if (isRepeated || to.indexOf(receiver) < which) {
        items[at]
          ?.get("to")
          .items()
          [which]?.refuse(`is allowed by ${items[Math.max(first, 0)]?.name} already: say it once`);
      }
    }
  }
}

function categoryOf(field: Field, categories: readonly Category[] | undefined): number | undefined {
  const name = field.text();
  if (name === undefined || categories === undefined) {
    return undefined;
  }
  const names = categories.map((one) => `"${one.name}"`).join(", ");
  return (
    categories.find((one) => one.name === name)?.number ??
    field.refuse(
      categories.length === 0
        ? `no category is named "${name}": name it in categories, with the number that credentials state`
        : `no category is named "${name}": the categories are ${names}`,
    )
  );
}
