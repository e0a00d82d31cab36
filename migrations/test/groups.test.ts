import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readBook, readSecurity } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { connect } from "../src/client.js";
import { type Applied, applyDeal, type Deal, formatProblem, planDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { NOW, TestNode } from "./support/node.js";

const DAY = 86_400n;
const folder = dealFolder();
const node = await TestNode.start();
const cluster = connect(node.url);
const sponsor = await node.sponsor(1);

const WITH: Edit = [
  "    opens_at: +0s\n    offer_ends: +1d\n    deadline: +2d\n",
  "    opens_at: +0s\n    offer_ends: +1d\n    deadline: +20d\n    group: 2\n",
];
const AND: Edit = [
  "    opens_at: 2025-01-01T00:00:00Z\n    offer_ends: 2030-01-01T01:30:00+01:30\n    deadline: 2030-01-02T00:00:00Z\n",
  "    opens_at: +0s\n    offer_ends: +20d\n    deadline: +20d\n    group: 2\n",
];
const DELIVERY: Edit = ["min_distribution:", "delivery_by: +90d\nmin_distribution:"];
const together = (...edits: readonly Edit[]) => goodDeal(folder, WITH, AND, DELIVERY, ...edits);

const apply = (deal: Deal): Promise<Applied> =>
  applyDeal({ rpc: node.rpc, deal, signer: sponsor, createSettlementMint: true });
const refusals = async (deal: Deal) =>
  (await planDeal({ rpc: node.rpc, deal, sponsor: sponsor.address })).refusals.map((problem) =>
    formatProblem(problem).replaceAll(`${folder}/`, ""),
  );

describe("a deal whose books close together, and whose proceeds wait for a delivery", async () => {
  const planned = await planDeal({
    rpc: node.rpc,
    deal: together(),
    sponsor: sponsor.address,
    createSettlementMint: true,
  });
  const applied = await apply(together());
  const books = await Promise.all(
    applied.addresses.books.map(({ book }) => readBook(cluster, book as Address)),
  );
  const security = await readSecurity(cluster, applied.addresses.security);

  it("says so before it is applied", () => {
    const notes = planned.items.filter(({ part }) => part === "book").map(({ note }) => note);
    for (const note of notes) {
      assert.match(note, /closes together with group 2, of 2 books/);
    }
    assert.equal(notes.length, 2);
  });

  it("opens its books with one opening and one deadline, though one after the other", () => {
    const group = security.data.groups[1];
    assert.deepEqual([group?.size, group?.opened, group?.offered, group?.failed], [2, 2, 2, 0]);
    for (const { data } of books) {
      assert.deepEqual(
        [data.group, data.opensAt, data.deadline, data.latestDeadline],
        [2, group?.opensAt, group?.deadline, group?.deadline],
      );
    }
    assert.ok(books.every(({ data }) => data.offerEnds <= data.deadline));
  });

  it("awaits the delivery by the day of the file", () => {
    const { by, confirmedAt } = security.data.delivery;
    assert.ok(by >= NOW + 90n * DAY && by < NOW + 91n * DAY);
    assert.equal(confirmedAt, 0n);
  });

  it("has nothing to do when it is applied again", async () => {
    assert.equal((await apply(together())).signatures.length, 0);
  });

  it("does not ask less of one book when the others rely on it", async () => {
    const [refusal = ""] = await refusals(together(['    minimum: "25"', '    minimum: "5"']));
    assert.match(refusal, /books\[1\]\.minimum: .*price and minimum can only be raised, and the cap lowered/);
  });

  it("does not change the group, or the delivery", async () => {
    const alone = await refusals(
      goodDeal(
        folder,
        [WITH[0], WITH[1].replace("    group: 2\n", "")],
        [AND[0], AND[1].replace("    group: 2\n", "")],
        DELIVERY,
      ),
    );
    assert.ok(
      alone.some((line) => /books\[0\]\.group: .*2, of 2 books/.test(line)),
      alone.join("\n"),
    );
    const none = await refusals(goodDeal(folder, WITH, AND));
    assert.ok(
      none.some((line) => /delivery_by: /.test(line)),
      none.join("\n"),
    );
  });

  it("takes no third book into a group of two", async () => {
    const third = together([
      "roles: { arbitrator",
      '  - tranche: Junior\n    price: "2.50"\n    minimum: "25"\n    cap: "250"\n    min_ticket: "2.5"\n    opens_at: +0s\n    offer_ends: +20d\n    deadline: +20d\n    group: 2\n    line_places: 100\n    terms: { file: paper.txt }\nroles: { arbitrator',
    ]);
    const said = await refusals(third);
    assert.ok(
      said.some((line) => /books\[0\]\.group: .*2, of 2 books.*2, of 3 books/.test(line)),
      said.join("\n"),
    );
  });
});
