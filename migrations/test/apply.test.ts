import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  assetsOf,
  closeBook,
  curvesOf,
  findRate,
  NOBODY,
  openBook,
  readBook,
  readSecurity,
  readSeries,
  readTranche,
  vaultsOf,
} from "@defi-ready/securities";
import { AllocationRule, RateAdapter, RewardKind } from "@defi-ready/securities/program";
import type { Address, KeyPairSigner, Rpc, SolanaRpcApi } from "@solana/kit";
import { connect, send } from "../src/client.js";
import { type Applied, ApplyError, applyDeal, type Deal, type Progress, planDeal } from "../src/index.js";
import { crashing } from "./support/crash.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { BILL, DOLLAR, FUND, fullDeal, writeMints } from "./support/full-deal.js";
import { NOW, TestNode } from "./support/node.js";

const DAY = 86_400n;
/**
 * Mint, security, two tranches, waterfall, three vaults, three rates, a source, a book with two assets, the third, a series, three
 * curves, the offer, tips, and another book.
 */
const TRANSACTIONS = 21;
const folder = dealFolder();
const deal = goodDeal(folder);
const full = fullDeal(folder);

function apply(rpc: Rpc<SolanaRpcApi>, signer: KeyPairSigner, what: Deal = deal): Promise<Applied> {
  return applyDeal({ rpc, signer, deal: what, createSettlementMint: true });
}

/** A node that has the mints which the deal's books take. */
async function nodeWithMints(): Promise<TestNode> {
  const node = await TestNode.start();
  await writeMints(node);
  return node;
}

const whole = await nodeWithMints();
const wholeRun = await apply(whole.rpc, await whole.sponsor(1), full);
const expected = await whole.accounts();

describe("a run that was cut short is finished by the next, which makes nothing twice", () => {
  it("a run that was not cut short makes what the tests compare with", () => {
    assert.equal(wholeRun.signatures.length, TRANSACTIONS);
    assert.ok(expected.size >= 30);
  });

  // Each run makes one transaction, and is cut short at the next: so every state in between is one that a run begins with.
  for (const [crash, at] of [
    ["before it is sent", 2],
    ["between sending and confirmation", 1],
  ] as const) {
    it(`at each transaction, ${crash}`, async () => {
      const node = await nodeWithMints();
      const sponsor = await node.sponsor(1);
      await assert.rejects(apply(crashing(node, 1, "before it is sent"), sponsor, full), ApplyError);
      for (let made = 1; made < TRANSACTIONS; made += 1) {
        await assert.rejects(apply(crashing(node, at, crash), sponsor, full), ApplyError);
      }
      const applied = await apply(node.rpc, sponsor, full);
      assert.equal(applied.signatures.length, 1);
      assert.deepEqual(await node.accounts(), expected);
      assert.equal((await apply(node.rpc, sponsor, full)).signatures.length, 0);
    });
  }

  for (const at of [1, TRANSACTIONS, "each"] as const) {
    it(`at transaction ${at}, by losing its answer, the same run goes on`, async () => {
      const node = await nodeWithMints();
      const sponsor = await node.sponsor(1);
      const applied = await apply(crashing(node, at, "by losing its answer"), sponsor, full);
      assert.equal(applied.done.length, TRANSACTIONS);
      assert.equal(applied.signatures.length, TRANSACTIONS, "the signature tells that it landed");
      assert.deepEqual(await node.accounts(), expected);
    });
  }

  it("two runs at the same time", async () => {
    const node = await nodeWithMints();
    const sponsor = await node.sponsor(1);
    await Promise.allSettled([apply(node.rpc, sponsor, full), apply(node.rpc, sponsor, full)]);
    await apply(node.rpc, sponsor, full);
    assert.deepEqual([...(await node.accounts()).keys()].sort(), [...expected.keys()].sort());
  });

  it("the error says which step failed and why", async () => {
    const node = await TestNode.start();
    await assert.rejects(apply(crashing(node, 3, "before it is sent"), await node.sponsor(1)), {
      name: ApplyError.name,
      message:
        /^tranches\[0\]: could not create the tranche \(Senior\): sent, outcome unknown: .*\(crashed\)$/,
    });
  });

  it("progress is told step by step", async () => {
    const node = await TestNode.start();
    const told: string[] = [];
    const onProgress = (progress: Progress) =>
      told.push(progress.kind === "planned" ? "planned" : `${progress.kind} ${progress.item.part}`);
    const signer = await node.sponsor(1);
    await applyDeal({
      rpc: node.rpc,
      signer,
      deal: { ...deal, books: [] },
      createSettlementMint: true,
      onProgress,
    });
    assert.deepEqual(told.slice(0, 5), [
      "planned",
      "sending settlement mint",
      "done settlement mint",
      "sending security",
      "done security",
    ]);
  });
});

describe("the result is as the file says", () => {
  const cluster = connect(whole.url);
  const { addresses } = wholeRun;
  const [seniorBook, juniorBook] = addresses.books;

  it("a security", async () => {
    const { data } = await readSecurity(cluster, addresses.security);
    assert.equal(data.trancheCount, 2);
    assert.equal(data.minDistribution, 10_000_000n);
    assert.equal(data.destinations[0], addresses.destinations[0]);
    assert.equal(data.servicer, addresses.sponsor);
  });

  it("tranches", async () => {
    const [senior, junior] = addresses.tranches;
    assert.ok(senior !== undefined && junior !== undefined);
    const debt = (await readTranche(cluster, senior.tranche)).data;
    assert.deepEqual(
      [debt.kind, debt.ratePpm, debt.dayCount, debt.amortisation, debt.compounding, debt.maturity, debt.par],
      [0, 82_500, 0, 0, 1, 1_909_008_000n, 1_000_000n],
    );
    const equity = (await readTranche(cluster, junior.tranche)).data;
    assert.deepEqual([equity.kind, equity.maturity, equity.par], [1, 0n, 0n]);
  });

  it("a book with everything, with offsets counted from when it opens", async () => {
    assert.ok(seniorBook !== undefined);
    const { data: book } = await readBook(cluster, seniorBook.book);
    assert.deepEqual([book.opensAt, book.offerEnds, book.deadline], [NOW, NOW + DAY, NOW + 2n * DAY]);
    assert.deepEqual(
      [
        book.price,
        book.priceMin,
        book.minimum,
        book.cap,
        book.minTicket,
        book.maxTicket,
        book.ownerLimit,
      ].map(String),
      ["1000000", "1000000", "100000000", "1000000000", "10000000", "500000000", "600000000"],
    );
    assert.deepEqual(
      [book.allocation, book.priceMaxAge, book.latestDeadline, book.offerPeriod, book.extensionBps],
      [AllocationRule.ProRata, 0n, NOW + 4n * DAY, DAY, 6_500],
    );
    assert.deepEqual([book.lead, book.leadMinimum], [addresses.sponsor, 50_000_000n]);
    assert.deepEqual(
      [book.acceptsFreeze, book.offerVersion, book.lineCapacity, book.tip, book.tipBudget],
      [1, 1, 1_017, 1_000_000n, 20_000_000n],
    );
    assert.equal(book.line, seniorBook.line);
  });

  it("its other assets, each with an escrow, a vault of the security and a rate", async () => {
    const { data: book } = await readBook(cluster, seniorBook?.book as Address);
    const { data: security } = await readSecurity(cluster, addresses.security);
    assert.deepEqual(
      assetsOf(book).map(({ mint, adapter, maxAge, rateSource }) => [mint, adapter, maxAge, rateSource]),
      [
        [addresses.settlementMint, RateAdapter.OneToOne, 0n, NOBODY],
        [DOLLAR, RateAdapter.OneToOne, 0n, NOBODY],
        [BILL, RateAdapter.Reported, DAY, addresses.rates[1]?.rate],
        [FUND, RateAdapter.Reported, 129_600n, addresses.rates[2]?.rate],
      ],
    );
    assert.deepEqual(
      vaultsOf(security).map(({ mint, address }) => ({ mint, vault: address })),
      [{ mint: addresses.settlementMint, vault: addresses.vault }, ...addresses.otherVaults],
    );
    const rates = await Promise.all(
      addresses.rates.map(({ mint }) => findRate(cluster, { security: addresses.security, mint })),
    );
    assert.deepEqual(
      rates.map((rate) => [rate?.data.mint, rate?.data.dailyBps]),
      [
        [addresses.tranches[1]?.mint, 500],
        [BILL, 50],
        [FUND, 100],
      ],
    );
  });

  it("its rewards, with a series of warrants", async () => {
    const { data: book } = await readBook(cluster, seniorBook?.book as Address);
    const [senior, junior] = addresses.tranches.map(({ tranche }) => tranche);
    const [warrants, bonus, points] = curvesOf(book);
    assert.deepEqual(
      [warrants, bonus, points].map((curve) => [curve?.kind, curve?.target, curve?.budget]),
      [
        [RewardKind.Warrants, addresses.rewards[0]?.[0], 7_050n],
        [RewardKind.BonusShares, senior, 5_000_000n],
        [RewardKind.PromotePoints, junior, 100_000n],
      ],
    );
    assert.deepEqual(warrants?.knots.slice(0, warrants.knotCount), [
      { money: 400_000_000n, reward: 4_000n, bend: 0n },
      { money: 1_000_000_000n, reward: 7_050n, bend: 0n },
    ]);
    const { data: series } = await readSeries(cluster, addresses.rewards[0]?.[0] as Address);
    assert.deepEqual(
      [series.tranche, series.book, series.strike, series.expiresAt, series.budget],
      [junior, seniorBook?.book, 11_500_000n, NOW + 365n * DAY, 7_050n],
    );
  });

  it("a book without an offer, at a price that is reported", async () => {
    const { data: book } = await readBook(cluster, juniorBook?.book as Address);
    assert.deepEqual(
      [book.price, book.priceMin, book.priceMaxAge, book.lot, book.allocation],
      [3_000_000n, 1_010_000n, 3_600n, 1n, AllocationRule.Discretionary],
    );
    assert.deepEqual(
      [book.offerVersion, book.offerEnds, book.offerPeriod, book.latestDeadline],
      [0, 0n, 20n * DAY, book.deadline],
    );
    assert.deepEqual([book.opensAt, book.deadline, book.lineCapacity], [NOW, 1_893_542_400n, 1_001]);
    assert.deepEqual([book.lead, book.curveCount, book.assetCount, book.acceptsFreeze], [NOBODY, 0, 1, 0]);
  });

  it("a plain book, first come and at a fixed price, with nothing else", async () => {
    const node = await TestNode.start();
    const { addresses: plain } = await apply(node.rpc, await node.sponsor(1));
    const { data: book } = await readBook(connect(node.url), plain.books[0]?.book as Address);
    assert.deepEqual(
      [book.allocation, book.price, book.priceMin, book.priceMaxAge, book.maxTicket, book.ownerLimit],
      [AllocationRule.FirstCome, 1_000_000n, 1_000_000n, 0n, 0n, 0n],
    );
    assert.deepEqual(
      [book.latestDeadline, book.offerPeriod, book.extensionBps, book.lead, book.leadMinimum, book.tip],
      [book.deadline, 3n * DAY, 0, NOBODY, 0n, 0n],
    );
  });

  it("a book with the largest names and two assets still fits a transaction", async () => {
    const node = await nodeWithMints();
    const large = fullDeal(
      folder,
      ["id: 7", "id: 18446744073709551615"],
      [`      - { mint: ${DOLLAR}, adapter: one-to-one }\n`, ""],
    );
    const { addresses: made } = await apply(node.rpc, await node.sponsor(1), large);
    const { data: book } = await readBook(connect(node.url), made.books[0]?.book as Address);
    assert.equal(book.assetCount, 3);
  });
});

describe("time", () => {
  it("a term counts from when the security was created, an offset from when the book opens", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const edits: readonly Edit[] = [["maturity: 2030-06-30", "term_months: 25"]];
    const termed = goodDeal(folder, ...edits);
    await apply(node.rpc, sponsor, { ...termed, books: [] });
    await node.pass(40n * DAY);
    const { addresses } = await apply(node.rpc, sponsor, termed);
    const cluster = connect(node.url);
    const tranche = await readTranche(cluster, addresses.tranches[0]?.tranche as Address);
    assert.equal(tranche.data.maturity, BigInt(Date.UTC(2027, 1, 1)) / 1000n);
    const book = await readBook(cluster, addresses.books[0]?.book as Address);
    assert.equal(book.data.deadline, NOW + 42n * DAY);
  });

  const shortest = goodDeal(folder);

  it("an offer that stands for a day, where blocks take time, does so from when its book is open", async () => {
    const node = await TestNode.start();
    let simulations = 0;
    const slow = node.rpcThrough(async (method, forward) => {
      simulations += method === "simulateTransaction" ? 1 : 0;
      if (method === "simulateTransaction" && simulations === 6) {
        await node.pass(3n);
      }
      return forward();
    });
    const { addresses } = await apply(slow, await node.sponsor(1), shortest);
    const book = await readBook(connect(node.url), addresses.books[0]?.book as Address);
    assert.equal(book.data.offerEnds, NOW + DAY + 5n);
  });

  it("and on a validator whose clock follows the wall's", async () => {
    const node = await TestNode.start({ deterministic: false });
    const { addresses } = await apply(node.rpc, await node.sponsor(1), shortest);
    const book = await readBook(connect(node.url), addresses.books[0]?.book as Address);
    const now = BigInt(Math.floor(Date.now() / 1000));
    assert.ok(book.data.offerEnds <= now + DAY + 5n);
  });
});

describe("books that went their own way", () => {
  it("a closed book is not opened again", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const { addresses } = await apply(node.rpc, sponsor);
    await node.pass(2n * DAY);
    const cluster = connect(node.url);
    const book = await readBook(cluster, addresses.books[0]?.book as Address);
    await send(cluster, { instructions: await closeBook({ cluster, book }), payer: sponsor });
    const plan = await planDeal({ rpc: node.rpc, deal, sponsor: sponsor.address });
    assert.deepEqual(
      plan.items.filter(({ part }) => part === "book").map(({ action, note }) => [action, note]),
      [
        ["keep", "closed"],
        ["keep", ""],
      ],
    );
    assert.equal((await apply(node.rpc, sponsor)).signatures.length, 0);
  });

  it("a book that was opened by other means is kept, with its own line", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const { addresses } = await apply(node.rpc, sponsor, { ...deal, books: [] });
    const cluster = connect(node.url);
    const [terms] = deal.books;
    assert.ok(terms !== undefined);
    const { instructions, line } = await openBook({
      cluster,
      sponsor,
      security: await readSecurity(cluster, addresses.security),
      tranche: await readTranche(cluster, addresses.tranches[0]?.tranche as Address),
      terms: {
        price: terms.price,
        minimum: terms.minimum,
        cap: terms.cap,
        minTicket: terms.minTicket,
        termsSha256: terms.termsSha256,
        opensAt: NOW,
        offerEnds: NOW + DAY,
        deadline: NOW + DAY,
      },
      linePlaces: terms.linePlaces,
    });
    await send(cluster, { instructions, payer: sponsor });
    const applied = await apply(node.rpc, sponsor);
    assert.deepEqual(
      applied.done.map(({ part, index }) => [part, index]),
      [["book", 1]],
    );
    assert.equal(applied.addresses.books[0]?.line, line);
  });
});
