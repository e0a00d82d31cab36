import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderPlan } from "../src/index.js";
import { apply, folder, newSponsor, plan, ROOM } from "./support/changing.js";
import { edited, goodDeal } from "./support/deal-text.js";

/** Takes the good deal's second book out. */
const text = edited();
const second = text.slice(text.indexOf("  - tranche: Junior\n"), text.indexOf("roles: {"));

describe("a plan says of each difference that it does not carry out", () => {
  it("that an offset moved since its book was opened", async () => {
    const sponsor = await newSponsor();
    await apply(goodDeal(folder), sponsor);
    assert.deepEqual((await plan(goodDeal(folder), sponsor)).notes, []);
    const moved = await plan(
      goodDeal(folder, ["deadline: +2d", "deadline: +60d"], ["offer_ends: +1d", "offer_ends: +30d"]),
      sponsor,
    );
    assert.deepEqual(
      moved.notes.map(({ field, inFile }) => [field, inFile]),
      [
        ["books[0].offer_ends", "+30d"],
        ["books[0].deadline", "+60d"],
      ],
    );
    assert.match(
      renderPlan(moved),
      /note: books\[0\]\.deadline: on chain 2025-01-03.*, in the file \+60d; it is left as it is: an offset counts from when the book was opened/,
    );
    assert.match(renderPlan(moved), /what differs is left as it is: nothing to do\./);
    assert.deepEqual(moved.refusals, []);
  });

  it("that a book left the file", async () => {
    const sponsor = await newSponsor();
    const { addresses } = await apply(goodDeal(folder, ...ROOM), sponsor);
    const planned = await plan(goodDeal(folder, ...ROOM, [second, ""]), sponsor);
    assert.deepEqual(planned.notes, [
      {
        field: "books",
        onChain: `book 0 of Junior, ${addresses.books[1]?.book}`,
        inFile: "not named",
        why: "a book that the file leaves out stays open until it is locked or fails",
      },
    ]);
  });

  it("that a source left the file", async () => {
    const sponsor = await newSponsor();
    const source = "sources:\n  - note: rents\n";
    await apply(goodDeal(folder, ["roles: {", `${source}roles: {`]), sponsor);
    const planned = await plan(goodDeal(folder), sponsor);
    assert.deepEqual(
      planned.notes.map(({ field, onChain, inFile }) => [field, onChain, inFile]),
      [["sources", "1 source", "0"]],
    );
  });
});
