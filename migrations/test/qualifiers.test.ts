import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  qualifiersOf,
  readBook,
  readSecurity,
  readTranche,
} from "@defi-ready/securities/src/client/index.js";
import type { KeyPairSigner } from "@solana/kit";
import { connect, NOBODY } from "../src/client.js";
import { ApplyError, applyDeal, type Deal, formatProblem, planDeal } from "../src/index.js";
import { crashing } from "./support/crash.js";
import {
  ADDRESS,
  dealFolder,
  type Edit,
  edited,
  first,
  goodDeal,
  problemsOf,
  second,
} from "./support/deal-text.js";
import { NOW, SOMEBODY, TestNode } from "./support/node.js";

const DAY = 86_400n;
const LATER = "2030-02-01T00:00:00Z";
const folder = dealFolder();
const naming = (...addresses: readonly string[]): Edit => [
  "min_distribution:",
  `qualifiers: [${addresses.join(", ")}]\nmin_distribution:`,
];
const BOOKS = [first("qualify_by: +30d"), second(`qualify_by: ${LATER}`)];
const restricted = (...edits: readonly Edit[]) =>
  goodDeal(folder, naming(ADDRESS, SOMEBODY), ...BOOKS, ...edits);

const apply = (node: TestNode, signer: KeyPairSigner, deal: Deal, rpc = node.rpc) =>
  applyDeal({ rpc, signer, deal, createSettlementMint: true });

async function refusals(node: TestNode, signer: KeyPairSigner, deal: Deal): Promise<readonly string[]> {
  const options = { rpc: node.rpc, deal, sponsor: signer.address, createSettlementMint: true };
  const plan = await planDeal(options);
  return plan.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
}

describe("qualifiers and qualify_by in a file", () => {
  const mistakes: readonly (readonly [name: string, edits: readonly Edit[], problems: readonly string[]])[] =
    [
      [
        "qualifiers without qualify_by",
        [naming(ADDRESS), BOOKS[0] as Edit],
        [
          "deal.yaml:48:5: books[1].qualify_by: is missing: the security has qualifiers, so say from when a locked ticket goes back whose owner has no credential",
        ],
      ],
      [
        "qualify_by without qualifiers",
        [BOOKS[0] as Edit],
        [
          "deal.yaml:45:17: books[0].qualify_by: needs qualifiers of the security, or nobody has to qualify: add them, or leave this out",
        ],
      ],
      [
        "qualify_by before the deadline",
        [naming(ADDRESS), first("qualify_by: +1d"), second("qualify_by: 2030-01-01T23:59:59Z")],
        [
          "deal.yaml:46:17: books[0].qualify_by: lies before the deadline: use the same time or a later one",
          "deal.yaml:57:17: books[1].qualify_by: lies before the deadline: use the same time or a later one",
        ],
      ],
      [
        "an address twice, nobody's, and none",
        [naming(ADDRESS, ADDRESS, NOBODY, "nobody"), ...BOOKS],
        [
          `deal.yaml:10:60: qualifiers[1]: repeats qualifiers[0]: name each qualifier once`,
          "deal.yaml:10:106: qualifiers[2]: is nobody's address: name who signs the credentials",
          'deal.yaml:10:140: qualifiers[3]: found "nobody"; expected: the address that signs a qualifier\'s credentials',
        ],
      ],
      [
        "no qualifier",
        [naming(), ...BOOKS],
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

  it("an offset before a time is refused when the book would open", async () => {
    const node = await TestNode.start();
    const deal = restricted(["deadline: +2d", "deadline: 2030-01-01T00:00:00Z"]);
    assert.deepEqual(await refusals(node, await node.sponsor(1), deal), [
      "deal.yaml:46:17: books[0].qualify_by: would be 2025-01-31, before the deadline, 2030-01-01: use a later time",
    ]);
  });
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
        books.map((book) => book.data.qualifyBy),
        [NOW + 30n * DAY, BigInt(Date.parse(LATER)) / 1000n],
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
    const other = goodDeal(folder, naming(SOMEBODY), ...BOOKS);
    const { done } = await apply(node, sponsor, other);
    assert.deepEqual([done[0]?.part, done[0]?.action], ["qualifiers", "change"]);

    const stays = "Qualifiers are named before the first tranche: put the file right, or use another id";
    assert.deepEqual(await refusals(node, sponsor, deal), [
      `deal.yaml:10:13: qualifiers: on chain: ${SOMEBODY}; in the file: ${ADDRESS}, ${SOMEBODY}. ${stays}`,
    ]);
    assert.deepEqual(await refusals(node, sponsor, goodDeal(folder)), [
      `deal.yaml: qualifiers: on chain: ${SOMEBODY}; in the file: none. ${stays}`,
      "deal.yaml:36:5: books[0].qualify_by: on chain: 2025-01-31; in the file: none. The book cannot be changed: put the file right, or use another id",
      "deal.yaml:46:5: books[1].qualify_by: on chain: 2030-02-01; in the file: none. The book cannot be changed: put the file right, or use another id",
    ]);
    const moved = goodDeal(
      folder,
      naming(SOMEBODY),
      BOOKS[0] as Edit,
      second("qualify_by: 2030-03-01T00:00:00Z"),
    );
    assert.deepEqual(await refusals(node, sponsor, moved), [
      "deal.yaml:57:17: books[1].qualify_by: on chain: 2030-02-01; in the file: 2030-03-01. The book cannot be changed: put the file right, or use another id",
    ]);
  });
});
