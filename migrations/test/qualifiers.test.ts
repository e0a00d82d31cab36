import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { qualifiersOf, readBook, readSecurity, readTranche } from "@defi-ready/securities";
import type { KeyPairSigner } from "@solana/kit";
import { connect, NOBODY } from "../src/client.js";
import { ApplyError, applyDeal, type Deal, formatProblem, planDeal } from "../src/index.js";
import { crashing } from "./support/crash.js";
import { ADDRESS, dealFolder, type Edit, edited, goodDeal, problemsOf } from "./support/deal-text.js";
import { SOMEBODY, TestNode } from "./support/node.js";

const folder = dealFolder();
const naming = (...addresses: readonly string[]): Edit => [
  "min_distribution:",
  `qualifiers: [${addresses.join(", ")}]\nmin_distribution:`,
];
const restricted = () => goodDeal(folder, naming(ADDRESS, SOMEBODY));

const apply = (node: TestNode, signer: KeyPairSigner, deal: Deal, rpc = node.rpc) =>
  applyDeal({ rpc, signer, deal, createSettlementMint: true });

async function refusals(node: TestNode, signer: KeyPairSigner, deal: Deal): Promise<readonly string[]> {
  const options = { rpc: node.rpc, deal, sponsor: signer.address, createSettlementMint: true };
  const plan = await planDeal(options);
  return plan.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
}

describe("qualifiers in a file", () => {
  const mistakes: readonly (readonly [name: string, edits: readonly Edit[], problems: readonly string[]])[] =
    [
      [
        "an address twice, nobody's, and none",
        [naming(ADDRESS, ADDRESS, NOBODY, "nobody")],
        [
          `deal.yaml:10:60: qualifiers[1]: repeats qualifiers[0]: name each qualifier once`,
          "deal.yaml:10:106: qualifiers[2]: is nobody's address: name who signs the credentials",
          'deal.yaml:10:140: qualifiers[3]: found "nobody"; expected: the address that signs a qualifier\'s credentials',
        ],
      ],
      [
        "no qualifier",
        [naming()],
        [
          "deal.yaml:10:13: qualifiers: found an empty list; expected: one to four addresses whose credentials admit holders of the shares; anyone may hold if left out",
        ],
      ],
    ];
  for (const [name, edits, problems] of mistakes) {
    it(`refuses ${name}`, () => {
      assert.deepEqual(problemsOf(folder, edited(...edits)), problems);
    });
  }
});

describe("qualifiers on chain", () => {
  it("are named before the first tranche, wherever a run was cut short", async () => {
    const deal = restricted();
    for (const crash of ["before it is sent", "between sending and confirmation"] as const) {
      const node = await TestNode.start();
      const sponsor = await node.sponsor(1);
      await assert.rejects(apply(node, sponsor, deal, crashing(node, 3, crash)), ApplyError);
      const { addresses, done } = await apply(node, sponsor, deal);
      assert.equal(
        done.some(({ part }) => part === "qualifiers"),
        crash === "before it is sent",
      );
      assert.deepEqual((await apply(node, sponsor, deal)).done, []);
      const cluster = connect(node.url);
      const { data } = await readSecurity(cluster, addresses.security);
      assert.deepEqual(qualifiersOf(data), [ADDRESS, SOMEBODY]);
      for (const { tranche } of addresses.tranches) {
        assert.equal((await readTranche(cluster, tranche)).data.restricted, 1);
      }
      const books = await Promise.all(addresses.books.map(({ book }) => readBook(cluster, book)));
      assert.deepEqual(
        books.map((book) => book.data.restricted),
        [1, 1],
      );
      await node.validator.close();
    }
  });

  it("change before the first tranche, and stay from then on", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const deal = restricted();
    // It ends before the first tranche.
    await assert.rejects(apply(node, sponsor, deal, crashing(node, 4, "before it is sent")), ApplyError);
    const other = goodDeal(folder, naming(SOMEBODY));
    const { done } = await apply(node, sponsor, other);
    assert.deepEqual([done[0]?.part, done[0]?.action], ["qualifiers", "change"]);

    const stays = "Qualifiers are named before the first tranche: put the file right, or use another id";
    assert.deepEqual(await refusals(node, sponsor, deal), [
      `deal.yaml:10:13: qualifiers: on chain: ${SOMEBODY}; in the file: ${ADDRESS}, ${SOMEBODY}. ${stays}`,
    ]);
    assert.deepEqual(await refusals(node, sponsor, goodDeal(folder)), [
      `deal.yaml: qualifiers: on chain: ${SOMEBODY}; in the file: none. ${stays}`,
    ]);
  });
});
