import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assetsOf, readBook } from "@defi-ready/securities";
import { RateAdapter } from "@defi-ready/securities/program";
import { type Address, address, getAddressEncoder, type KeyPairSigner } from "@solana/kit";
import { connect, TOKEN_2022_PROGRAM } from "../src/client.js";
import { WRAPPED_SOL } from "../src/deal/read-assets.js";
import { applyDeal, type Deal, formatProblem, PlanRefused, planDeal } from "../src/index.js";
import { ADDRESS, dealFolder, type Edit, first, goodDeal } from "./support/deal-text.js";
import { BILL, DOLLAR, FUND, writeMint } from "./support/full-deal.js";
import { invest } from "./support/investor.js";
import { SOMEBODY, TestNode } from "./support/node.js";

const STAKE_POOL_PROGRAM = address("SPoo1Ku8WFXoNDMHPsrGSTSG1Y47rzgn41SLUNakuHy");
const folder = dealFolder();
const node = await TestNode.start();
let keys = 0;

function newSponsor(): Promise<KeyPairSigner> {
  keys += 1;
  return node.sponsor(keys);
}

async function refused(deal: Deal): Promise<readonly string[]> {
  const sponsor = await newSponsor();
  const options = { rpc: node.rpc, deal, createSettlementMint: true };
  const { refusals } = await planDeal({ ...options, sponsor: sponsor.address });
  const transactions = await node.transactionCount();
  await assert.rejects(applyDeal({ ...options, signer: sponsor }), PlanRefused);
  assert.equal(await node.transactionCount(), transactions);
  return refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
}

const takes = (mint: Address, more = "adapter: one-to-one"): Edit =>
  first(`assets: [{ mint: ${mint}, ${more} }]`);
const settlesIn = (mint: Address, decimals = 6): Edit => [
  "  create: { decimals: 6 }",
  `  address: ${mint}\n  decimals: ${decimals}`,
];

describe("a mint that a book would take", () => {
  it("and that is not there, or is none", async () => {
    assert.deepEqual(await refused(goodDeal(folder, takes(SOMEBODY))), [
      `deal.yaml:45:22: books[0].assets[0].mint: ${SOMEBODY} is not on this cluster: give the mint's address on the cluster of --url`,
    ]);
    const { address: wallet } = await newSponsor();
    assert.deepEqual(await refused(goodDeal(folder, takes(wallet))), [
      `deal.yaml:45:22: books[0].assets[0].mint: ${wallet} is an account, but not a mint: give the mint's address on the cluster of --url`,
    ]);
  });

  it("and whose extensions could take from a vault", async () => {
    const extensions = [1, 12, 0, 32, 0, ...new Uint8Array(32)];
    await writeMint(node, BILL, { tokenProgram: TOKEN_2022_PROGRAM, extensions });
    assert.deepEqual(await refused(goodDeal(folder, takes(BILL))), [
      `deal.yaml:45:22: books[0].assets[0].mint: the mint ${BILL} has a permanent delegate, which the program does not accept: use a plain mint`,
    ]);
  });

  it("at 1:1, with other decimals", async () => {
    await writeMint(node, DOLLAR, { decimals: 9 });
    assert.deepEqual(await refused(goodDeal(folder, takes(DOLLAR))), [
      `deal.yaml:45:77: books[0].assets[0].adapter: one-to-one needs the 6 decimals of the settlement mint, and ${DOLLAR} has 9`,
    ]);
  });

  it("and that somebody can freeze, as can be the settlement mint", async () => {
    const authority = "CktRuQ2mttgRGkXJtyksdKHjUdc2C4TgDzyB98oEzy8";
    await writeMint(node, FUND, { freezable: true });
    const why = `the mint ${FUND} has a freeze authority, ${authority}, who can stop its payments: set this to true to accept that`;
    assert.deepEqual(await refused(goodDeal(folder, takes(FUND))), [
      `deal.yaml:36:5: books[0].accepts_freeze_authority: ${why}`,
    ]);
    assert.deepEqual(await refused(goodDeal(folder, settlesIn(FUND))), [
      `deal.yaml:37:5: books[0].accepts_freeze_authority: ${why}`,
      `deal.yaml:47:5: books[1].accepts_freeze_authority: ${why}`,
    ]);
    const accepts = (end: string): Edit => [`${end}\n`, `${end}\n    accepts_freeze_authority: true\n`];
    const deal = goodDeal(
      folder,
      settlesIn(FUND),
      accepts("line_places: 1000"),
      accepts("line_places: 1001"),
    );
    await applyDeal({ rpc: node.rpc, deal, signer: await newSponsor() });
  });

  it("and that no asset can be any more, since money has been deposited", async () => {
    await writeMint(node, ADDRESS as Address);
    const sponsor = await newSponsor();
    const options = { rpc: node.rpc, createSettlementMint: true };
    const { addresses } = await applyDeal({ ...options, deal: goodDeal(folder), signer: sponsor });
    const book = addresses.books[0]?.book as Address;
    await invest(node, sponsor, addresses, { book, amount: 10_000_000n });
    const deal = goodDeal(folder, takes(ADDRESS as Address));
    const { refusals } = await planDeal({ ...options, deal, sponsor: sponsor.address });
    assert.deepEqual(
      refusals.map(({ field, message }) => [field, message]),
      [
        [
          "books[0].assets[0]",
          `on chain: none; in the file: ${ADDRESS}. Money has been deposited in the book, so no asset can be added: put the file right, or use another id`,
        ],
      ],
    );
  });
});

describe("a stake pool", () => {
  const pool = address("PooLnAvQe1pgYSa6dYKqeAoTZZoSnDgqhxd3HaBt7Gq");
  const deal = goodDeal(
    folder,
    settlesIn(WRAPPED_SOL, 9),
    takes(DOLLAR, `adapter: stake-pool, source: ${pool}`),
  );

  it("is the one of the mint, or refused", async () => {
    await writeMint(node, WRAPPED_SOL, { decimals: 9 });
    await writeMint(node, DOLLAR, { decimals: 9 });
    const data = new Uint8Array(611);
    data[0] = 1;
    const refusal = `deal.yaml:46:97: books[0].assets[0].source: ${pool} is not the stake pool of ${DOLLAR} on this cluster`;
    assert.deepEqual(await refused(deal), [refusal]);
    await node.setAccount(pool, STAKE_POOL_PROGRAM, data);
    assert.deepEqual(await refused(deal), [refusal]);
    data.set(getAddressEncoder().encode(DOLLAR), 162);
    await node.setAccount(pool, STAKE_POOL_PROGRAM, data);
    const { addresses } = await applyDeal({ rpc: node.rpc, deal, signer: await newSponsor() });
    const book = await readBook(connect(node.url), addresses.books[0]?.book as Address);
    const [, asset] = assetsOf(book.data);
    assert.deepEqual([asset?.adapter, asset?.rateSource, asset?.maxAge], [RateAdapter.StakePool, pool, 0n]);
  });
});

describe("times that are known only when the book opens", () => {
  it("are in order, or refused", async () => {
    const deal = goodDeal(
      folder,
      first('latest_deadline: 2025-01-02T00:00:00Z\n    extension_vote: "65"'),
      ["offer_ends: 2030-01-01T01:30:00+01:30", "offer_period: 1d"],
      ["opens_at: 2025-01-01T00:00:00Z", "opens_at: +2000d"],
    );
    assert.deepEqual(await refused(deal), [
      "deal.yaml:45:22: books[0].latest_deadline: would be 2025-01-02, before the deadline, 2025-01-03: use a later time",
      "deal.yaml:55:15: books[1].deadline: would be 2030-01-02, not after opens_at, 2030-06-24: use a later time",
    ]);
  });

  it("and warrants outlive the week after the latest deadline", async () => {
    const warrants = (expires: string) =>
      goodDeal(
        folder,
        first(
          `rewards: [{ pay: warrants, tranche: Junior, strike: "1", expires: ${expires}, curve: [{ money: "9", reward: "1" }] }]`,
        ),
      );
    assert.deepEqual(await refused(warrants("2024-12-31T00:00:00Z")), [
      "deal.yaml:45:71: books[0].rewards[0].expires: has passed, it is 2025-01-01 on this cluster: use a later time",
    ]);
    assert.deepEqual(await refused(warrants("2025-01-10T00:00:00Z")), [
      "deal.yaml:45:71: books[0].rewards[0].expires: would be 2025-01-10, not more than a week after the book's latest deadline, 2025-01-03, and it may be locked during that week: use a later time",
    ]);
  });
});
