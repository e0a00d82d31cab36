import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { protocolTermsOf, qualifiersOf, readBook, readSecurity, readTranche } from "@defi-ready/securities";
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
const letting = (protocols: string): Edit => [
  "min_distribution:",
  `protocols: ${protocols}\nmin_distribution:`,
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
      [
        "protocols where anyone may hold",
        [letting("{ days: 7 }")],
        [
          "deal.yaml:10:12: protocols: is for shares that require a credential, and this deal has no qualifiers: name some, or leave it out",
        ],
      ],
      [
        "protocols after no day or a month, of a category and a country that there are not",
        [naming(ADDRESS), letting("{ days: 31, category: 8, country: ZZ }")],
        [
          "deal.yaml:11:20: protocols.days: found 31; expected: days from a registration until it is valid, during which it can be vetoed, 1 to 30",
          "deal.yaml:11:34: protocols.category: found 8; expected: the category of investors that registered protocols count as, 0 to 7; none if left out",
          "deal.yaml:11:46: protocols.country: ZZ is no country of ISO 3166-1: use its two letters, like US, or its number, like 840",
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

  it("let protocols register as the file says", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const deal = goodDeal(folder, naming(ADDRESS), letting("{ days: 7, country: CH }"));
    const { addresses } = await apply(node, sponsor, deal);
    assert.deepEqual((await apply(node, sponsor, deal)).done, []);
    const { data } = await readSecurity(connect(node.url), addresses.security);
    assert.deepEqual(protocolTermsOf(data), { days: 7, category: null, country: 756 });
    const stays = "Qualifiers are named before the first tranche: put the file right, or use another id";
    assert.deepEqual(await refusals(node, sponsor, goodDeal(folder, naming(ADDRESS))), [
      `deal.yaml: protocols: on chain: valid after 7 days, of no category and CH (756); in the file: none. ${stays}`,
    ]);
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
