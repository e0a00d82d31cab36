import type { Field } from "./field.js";
import { neverHolds } from "./fillings.js";
import type { Deal } from "./model.js";

/** A group that requires the tests of the structure has some, and can be filled so that they hold. */
export function checkTests(
  { books: list, triggers: tests }: Readonly<{ books: Field; triggers: Field }>,
  deal: Pick<Deal, "tranches" | "books" | "triggers" | "waterfall">,
): void {
  const at = deal.books.findIndex(({ requiresTests }) => requiresTests);
  if (at < 0) {
    return;
  }
  const isTested =
    deal.triggers.some(({ test }) => test.kind === "subordination" || test.kind === "collateral") ||
    deal.waterfall.some(({ kind }) => kind === "collateral test");
  if (!isTested) {
    list
      .items()
      [at]?.get("requires_tests")
      .refuse(
        "asks for tests, and this deal has none: give it a trigger of subordination or of collateral or a test of collateral, or leave this out",
      );
  }
  for (const [index, { test }] of deal.triggers.entries()) {
    if (neverHolds(deal, test)) {
      tests
        .items()
        [index]?.refuse(
          "holds at no filling of the books, which require it: they could never be locked, so raise the caps behind what it protects, lower the minimums ahead, or ask for less",
        );
    }
  }
}
