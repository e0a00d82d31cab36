import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lockBook, readBook, settleTicket } from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import { connect, send } from "../src/client.js";
import { applyDeal, formatProblem, PlanRefused, planDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal, second } from "./support/deal-text.js";
import { invest } from "./support/investor.js";
import { later, ROOM } from "./support/later-books.js";
import { TestNode } from "./support/node.js";

const DAY = 86_400n;
const folder = dealFolder();
const node = await TestNode.start();
const cluster = connect(node.url);
let keys = 0;

function newSponsor(): Promise<KeyPairSigner> {
  keys += 1;
  return node.sponsor(keys);
}

const deal = (...edits: readonly Edit[]) => goodDeal(folder, ...ROOM, ...edits);
const apply = (signer: KeyPairSigner, ...edits: readonly Edit[]) =>
  applyDeal({ rpc: node.rpc, deal: deal(...edits), signer, createSettlementMint: true });
const refusals = async (sponsor: KeyPairSigner, ...edits: readonly Edit[]) => {
  const options = { rpc: node.rpc, sponsor: sponsor.address, createSettlementMint: true };
  const { refusals } = await planDeal({ ...options, deal: deal(...edits), voidCommitments: true });
  return refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
};

/** A reward in the first book. */
const reward = (lines: string): Edit => [
  "    line_places: 1000\n",
  `    line_places: 1000\n    rewards: [{ ${lines} }]\n`,
];
/** Warrants on the junior shares. */
const warrants = (strike: string) =>
  reward(
    `pay: warrants, tranche: Junior, strike: "${strike}", expires: +30d, curve: [{ money: "10", reward: "1" }]`,
  );
const BONUS = '    rewards: [{ pay: bonus-shares, curve: [{ money: "30", reward: "1" }] }]\n';

describe("sales below the price that others paid, or are asked, are refused before anything is sent", () => {
  it("warrants beside an open book of their tranche", async () => {
    const sponsor = await newSponsor();
    assert.deepEqual(await refusals(sponsor, warrants("2")), [], "before that book opens");
    await apply(sponsor);
    assert.deepEqual(await refusals(sponsor, warrants("2.49")), [
      'deal.yaml:46:57: books[0].rewards[0].strike: 2.49 is below the least price of shares of "Junior" while others hold them or are in line for them: use at least 2.50',
    ]);
    await assert.rejects(apply(sponsor, warrants("2.49")), PlanRefused);
    assert.equal((await apply(sponsor, warrants("2.50"))).signatures.length, 2);
  });

  it("another price than beside an open book of the same tranche", async () => {
    const sponsor = await newSponsor();
    const first: Edit = ['price: "1.00"', 'price: "0.50"'];
    await apply(sponsor, later("Senior", "1.00"));
    assert.deepEqual(await refusals(sponsor, later("Senior", "1.00"), first), [
      'deal.yaml:37:12: books[0].price: 0.50 is below the least price of shares of "Senior" while others hold them or are in line for them: use at least 1.00',
    ]);
    const other: Edit = ['price: "1.00"', 'price: "1.25"'];
    assert.deepEqual(await refusals(sponsor, later("Senior", "1.25"), other), []);
  });

  it("bonus shares of a book beside an open one of the same tranche, or more than a higher price pays for", async () => {
    const sponsor = await newSponsor();
    const least = (price: string) =>
      `deal.yaml:70:43: books[2].rewards[0].curve: with it the first in line pays less for shares of "Junior" than ${price}, their least price while others hold them or are in line for them: use less, or leave the reward out`;
    assert.deepEqual(await refusals(sponsor, later("Junior", "2.50", BONUS)), [least("2.50")]);
    // Of the tranche's only book they are what the sponsor likes.
    assert.deepEqual(await refusals(sponsor, second(BONUS.trim())), []);
    // The dearest of the open books says what a share costs, and that is this one.
    assert.deepEqual(await refusals(sponsor, later("Junior", "3.00", BONUS)), [least("3.00")]);
  });

  it("of a tranche that has holders", async () => {
    const sponsor = await newSponsor();
    const { addresses } = await apply(sponsor);
    const [senior, junior] = addresses.books.map(({ book }) => book) as [Address, Address];
    const tickets = [
      [senior, await invest(node, sponsor, addresses, { book: senior, amount: 150_000_000n })],
      [junior, await invest(node, sponsor, addresses, { book: junior, amount: 50_000_000n })],
    ] as const;
    await node.pass(DAY + 60n);
    for (const [book, ticket] of tickets) {
      await send(cluster, {
        instructions: await lockBook({ caller: sponsor, book: await readBook(cluster, book) }),
        payer: sponsor,
      });
      const settled = await settleTicket({
        cluster,
        payer: sponsor,
        book: await readBook(cluster, book),
        ticket,
      });
      await send(cluster, { instructions: settled, payer: sponsor });
    }
    // Par is the floor of the debt, and the last price that of the equity.
    const bonus = (tranche: string, price: string) => refusals(sponsor, later(tranche, price, BONUS));
    assert.deepEqual(await bonus("Senior", "1.00"), [
      'deal.yaml:70:43: books[2].rewards[0].curve: others hold shares of "Senior" and are entitled to their principal, so nobody gets one for nothing: leave the reward out',
    ]);
    assert.deepEqual(await bonus("Junior", "2.50"), [
      'deal.yaml:70:43: books[2].rewards[0].curve: with it the first in line pays less for shares of "Junior" than 2.50, their least price while others hold them or are in line for them: use less, or leave the reward out',
    ]);
    // 10 shares and a bonus of 1 for 30.00 are 2.73 each.
    assert.deepEqual(await bonus("Junior", "3.00"), []);
    assert.deepEqual(
      await refusals(
        sponsor,
        later(
          "Senior",
          "1.00",
          '    rewards: [{ pay: promote-points, tranche: Junior, curve: [{ money: "30", reward: "1" }] }]\n',
        ),
      ),
      [
        'deal.yaml:70:62: books[2].rewards[0].curve: no more points of "Junior" are promised once somebody holds some: leave the reward out',
      ],
    );
    const strike = (price: string) =>
      refusals(
        sponsor,
        later(
          "Senior",
          "1.00",
          `    rewards: [{ pay: warrants, tranche: Junior, strike: "${price}", expires: +60d, curve: [{ money: "30", reward: "1" }] }]\n`,
        ),
      );
    assert.match(
      (await strike("2.49")).join("\n"),
      /rewards\[0\]\.strike: 2\.49 is below .* at least 2\.50$/,
    );
    assert.deepEqual(await strike("2.50"), []);
    assert.ok(
      (await apply(sponsor, later("Junior", "3.00", BONUS))).signatures.length > 0,
      "what the plan lets through the program takes",
    );
  });
});
