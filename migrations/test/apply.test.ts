import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readBook, readSecurity, readTranche } from "@defi-ready/securities/src/client/accounts.js";
import { closeBook } from "@defi-ready/securities/src/client/book.js";
import { openBook } from "@defi-ready/securities/src/client/sponsor.js";
import type { Address, KeyPairSigner, Rpc, SolanaRpcApi } from "@solana/kit";
import { connect, send } from "../src/client.js";
import { type Applied, ApplyError, applyDeal, type Deal, type Progress, planDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { NOW, TestNode } from "./support/node.js";

const DAY = 86_400n;
/** Mint, security, two tranches, waterfall and two books. */
const TRANSACTIONS = 7;
const folder = dealFolder();
const deal = goodDeal(folder);

function apply(rpc: Rpc<SolanaRpcApi>, signer: KeyPairSigner, what: Deal = deal): Promise<Applied> {
  return applyDeal({ rpc, signer, deal: what, createSettlementMint: true });
}

/** How a run is cut short at a transaction. */
type Crash =
  /** The process ends before the transaction is sent. */
  | "before it is sent"
  /** The process ends after the transaction is sent, before anything is known of it. */
  | "between sending and confirmation"
  /** The transaction is sent, but its answer is lost, and the process goes on. */
  | "by losing its answer";

/** A client that fails at the nth transaction, and ever after if the process ends there. */
function crashing(node: TestNode, at: number, crash: Crash): Rpc<SolanaRpcApi> {
  let sent = 0;
  let ended = false;
  return node.rpcThrough(async (method, forward) => {
    if (ended) {
      throw new Error("crashed");
    }
    if (method !== "sendTransaction") {
      return forward();
    }
    sent += 1;
    if (sent !== at) {
      return forward();
    }
    ended = crash !== "by losing its answer";
    if (crash !== "before it is sent") {
      await forward();
    }
    throw new Error("crashed");
  });
}

const whole = await TestNode.start();
const wholeRun = await apply(whole.rpc, await whole.sponsor(1));
const expected = await whole.accounts();

describe("a run that was cut short is finished by the next, which makes nothing twice", () => {
  it("a run that was not cut short makes what the tests compare with", () => {
    assert.equal(wholeRun.signatures.length, TRANSACTIONS);
    assert.ok(expected.size >= 15);
  });

  for (const crash of ["before it is sent", "between sending and confirmation"] as const) {
    for (let at = 1; at <= TRANSACTIONS; at += 1) {
      it(`at transaction ${at}, ${crash}`, async () => {
        const node = await TestNode.start();
        const sponsor = await node.sponsor(1);
        await assert.rejects(apply(crashing(node, at, crash), sponsor), ApplyError);
        const applied = await apply(node.rpc, sponsor);
        const done = crash === "before it is sent" ? at - 1 : at;
        assert.equal(applied.signatures.length, TRANSACTIONS - done);
        assert.deepEqual(await node.accounts(), expected);
        assert.equal((await apply(node.rpc, sponsor)).signatures.length, 0);
        await node.validator.close();
      });
    }
  }

  for (let at = 1; at <= TRANSACTIONS; at += 1) {
    it(`at transaction ${at}, by losing its answer, the same run goes on`, async () => {
      const node = await TestNode.start();
      const applied = await apply(crashing(node, at, "by losing its answer"), await node.sponsor(1));
      assert.equal(applied.done.length, TRANSACTIONS);
      assert.equal(applied.signatures.length, TRANSACTIONS - 1);
      assert.deepEqual(await node.accounts(), expected);
      await node.validator.close();
    });
  }

  it("two runs at the same time", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    await Promise.allSettled([apply(node.rpc, sponsor), apply(node.rpc, sponsor)]);
    await apply(node.rpc, sponsor);
    assert.deepEqual([...(await node.accounts()).keys()].sort(), [...expected.keys()].sort());
  });

  it("the error says which step failed and why", async () => {
    const node = await TestNode.start();
    await assert.rejects(apply(crashing(node, 3, "before it is sent"), await node.sponsor(1)), {
      name: ApplyError.name,
      message: "tranches[0]: could not create the tranche (Senior): crashed",
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

describe("what is made is what the file says", () => {
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
      [debt.kind, debt.rateBps, debt.dayCount, debt.amortisation, debt.compounding, debt.maturity, debt.par],
      [0, 825, 0, 1, 1, 1_909_008_000n, 1_000_000n],
    );
    const equity = (await readTranche(cluster, junior.tranche)).data;
    assert.deepEqual([equity.kind, equity.maturity, equity.par, equity.minShares], [1, 0n, 0n, 100n]);
  });

  it("books, with offsets counted from when they open", async () => {
    assert.ok(seniorBook !== undefined && juniorBook !== undefined);
    const senior = (await readBook(cluster, seniorBook.book)).data;
    assert.deepEqual([senior.opensAt, senior.offerEnds, senior.deadline], [NOW, NOW + DAY, NOW + 2n * DAY]);
    assert.deepEqual([senior.price, senior.minimum, senior.cap, senior.minTicket].map(String), [
      "1000000",
      "100000000",
      "1000000000",
      "10000000",
    ]);
    assert.equal(senior.line, seniorBook.line);
    const junior = (await readBook(cluster, juniorBook.book)).data;
    assert.deepEqual([junior.opensAt, junior.offerEnds, junior.lineCapacity], [NOW, 1_893_456_000n, 32]);
  });
});

describe("time", () => {
  it("a term counts from when the security was created, an offset from when the book opens", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const edits: readonly Edit[] = [["maturity: 2030-06-30", "term_months: 25"]];
    const termed = goodDeal(folder, ...edits);
    await apply(node.rpc, sponsor, { ...termed, books: [] });
    await node.warp(40n * DAY);
    const { addresses } = await apply(node.rpc, sponsor, termed);
    const cluster = connect(node.url);
    const tranche = await readTranche(cluster, addresses.tranches[0]?.tranche as Address);
    assert.equal(tranche.data.maturity, BigInt(Date.UTC(2027, 1, 1)) / 1000n);
    const book = await readBook(cluster, addresses.books[0]?.book as Address);
    assert.equal(book.data.deadline, NOW + 42n * DAY);
  });

  const atOnce = goodDeal(folder, ["offer_ends: +1d", "offer_ends: +0s"]);

  it("an offer that ends at once, where blocks take time, lasts until its book is open", async () => {
    const node = await TestNode.start();
    let simulations = 0;
    const slow = node.rpcThrough(async (method, forward) => {
      simulations += method === "simulateTransaction" ? 1 : 0;
      if (method === "simulateTransaction" && simulations === 6) {
        await node.warp(3n);
      }
      return forward();
    });
    const { addresses } = await apply(slow, await node.sponsor(1), atOnce);
    const book = await readBook(connect(node.url), addresses.books[0]?.book as Address);
    assert.equal(book.data.offerEnds, NOW + 5n);
  });

  it("and on a validator whose clock follows the wall's", async () => {
    const node = await TestNode.start({ deterministic: false });
    const { addresses } = await apply(node.rpc, await node.sponsor(1), atOnce);
    const book = await readBook(connect(node.url), addresses.books[0]?.book as Address);
    const now = BigInt(Math.floor(Date.now() / 1000));
    assert.ok(book.data.offerEnds <= now + 5n);
  });
});

describe("books that went their own way", () => {
  it("a closed book is not opened again", async () => {
    const node = await TestNode.start();
    const sponsor = await node.sponsor(1);
    const { addresses } = await apply(node.rpc, sponsor);
    await node.warp(2n * DAY);
    const cluster = connect(node.url);
    const book = await readBook(cluster, addresses.books[0]?.book as Address);
    await send(cluster, await closeBook(book), { payer: sponsor });
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
    const { instructions, line } = await openBook(cluster, {
      sponsor,
      security: await readSecurity(cluster, addresses.security),
      tranche: await readTranche(cluster, addresses.tranches[0]?.tranche as Address),
      terms: { ...terms, opensAt: NOW, offerEnds: NOW, deadline: NOW + DAY },
      linePlaces: terms.linePlaces,
    });
    await send(cluster, instructions, { payer: sponsor });
    const applied = await apply(node.rpc, sponsor);
    assert.deepEqual(
      applied.done.map(({ part, index }) => [part, index]),
      [["book", 1]],
    );
    assert.equal(applied.addresses.books[0]?.line, line);
  });
});
