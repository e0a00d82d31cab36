import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castVote,
  curvesOf,
  growLine,
  lockBook,
  openPoll,
  readBook,
  settleTicket,
} from "@defi-ready/securities/src/client/index.js";
import type { Address, KeyPairSigner } from "@solana/kit";
import { connect, send } from "../src/client.js";
import {
  type Applied,
  ApplyError,
  applyDeal,
  type Deal,
  formatProblem,
  type Plan,
  PlanRefused,
  planDeal,
} from "../src/index.js";
import { crashing } from "./support/crash.js";
import { dealFolder, type Edit, first, goodDeal, PAPER_SHA256, second } from "./support/deal-text.js";
import { DOLLAR, fullDeal, writeMints } from "./support/full-deal.js";
import { invest } from "./support/investor.js";
import { NOW, TestNode } from "./support/node.js";

const DAY = 86_400n;
const folder = dealFolder();
const node = await TestNode.start();
await writeMints(node);
const cluster = connect(node.url);
let keys = 0;

function newSponsor(): Promise<KeyPairSigner> {
  keys += 1;
  return node.sponsor(keys);
}

function plan(deal: Deal, sponsor: KeyPairSigner, voidCommitments = false): Promise<Plan> {
  return planDeal({ rpc: node.rpc, deal, sponsor: sponsor.address, voidCommitments });
}

function apply(deal: Deal, signer: KeyPairSigner, voidCommitments = false): Promise<Applied> {
  return applyDeal({ rpc: node.rpc, deal, signer, createSettlementMint: true, voidCommitments });
}

const done = ({ done: items }: Applied) =>
  items.map(({ part, action, field }) => `${action} ${part} ${field}`);
const sent = ({ items }: Plan) =>
  items.filter(({ action }) => action !== "keep").map(({ part, action }) => `${action} ${part}`);
const refusals = (planned: Plan) =>
  planned.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
const bookOf = ({ addresses }: Applied, index = 0) => addresses.books[index]?.book as Address;

/** Other terms than those of the good deal's first book. */
const OTHER_TERMS: Edit = ["    terms: { file: paper.txt }", `    terms: { sha256: "${"7".repeat(64)}" }`];

describe("what is better for investors changes in an open book", () => {
  it("cap, limits, tip, what is put aside for it, and rewards", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(fullDeal(folder), sponsor);
    const better = fullDeal(
      folder,
      ['    cap: "1000"\n', '    cap: "1500"\n'],
      ['    min_ticket: "10"\n', '    min_ticket: "5"\n'],
      ['    max_ticket: "500"\n', ""],
      ['owner_limit: "600"', 'owner_limit: "700"'],
      ['tip: "0.001"', 'tip: "0.002"'],
      ['tip_budget: "0.02"', 'tip_budget: "0.05"'],
      ['curve: [{ money: "250", reward: "5" }]', 'curve: [{ money: "500", reward: "10" }]'],
    );
    const planned = await plan(better, sponsor);
    assert.deepEqual(sent(planned), ["change limits", "change curve", "change tips"]);
    assert.deepEqual(
      planned.items.flatMap(({ differences }) =>
        differences.map(({ field, onChain, inFile }) => `${field}: ${onChain} -> ${inFile}`),
      ),
      [
        "books[0].cap: 1000.00 -> 1500.00",
        "books[0].min_ticket: 10.00 -> 5.00",
        "books[0].max_ticket: 500.00 -> none",
        "books[0].owner_limit: 600.00 -> 700.00",
        "books[0].tip: 0.001 SOL -> 0.002 SOL",
        "books[0].rewards[1].curve: 5.00 for 250.00 -> 10.00 for 500.00",
        "books[0].tip_budget: 0.02 SOL -> 0.05 SOL",
      ],
    );
    await apply(better, sponsor);
    assert.equal(planned.balance - (await plan(better, sponsor)).balance, planned.cost);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual(
      [book.cap, book.minTicket, book.maxTicket, book.ownerLimit, book.tip, book.tipBudget],
      [1_500_000_000n, 5_000_000n, 0n, 700_000_000n, 2_000_000n, 50_000_000n],
    );
    assert.equal(curvesOf(book)[1]?.budget, 10_000_000n);
    assert.equal((await apply(better, sponsor)).signatures.length, 0);
  });

  it("a reward that is promised later, and an asset before the first deposit", async () => {
    const sponsor = await newSponsor();
    await apply(goodDeal(folder), sponsor);
    const more = goodDeal(
      folder,
      first(`rewards: [{ pay: warrants, tranche: Junior, strike: "2", expires: +10d, curve: [{ money: "10", reward: "1" }] }]
    assets: [{ mint: ${DOLLAR}, adapter: one-to-one }]`),
    );
    assert.deepEqual(done(await apply(more, sponsor)), [
      "create vault books[0].assets[0]",
      "create asset books[0].assets[0]",
      "create series books[0].rewards[0]",
      "create curve books[0].rewards[0].curve",
    ]);
  });

  it("warrants of an earlier book after those of a later one, each with a series of its own", async () => {
    const sponsor = await newSponsor();
    const warrants = (strike: number) =>
      `rewards: [{ pay: warrants, tranche: Junior, strike: ${strike}, expires: 2040-01-01T00:00Z, curve: [{ money: "10", reward: "1" }] }]`;
    const later = await apply(goodDeal(folder, second(warrants(2))), sponsor);
    const both = goodDeal(folder, first(warrants(3)), second(warrants(2)));
    const planned = await plan(both, sponsor);
    assert.deepEqual(
      planned.items.filter(({ part }) => part === "series").map(({ action, name }) => [action, name]),
      [
        ["create", "number 1 on Junior"],
        ["keep", "number 0 on Junior"],
      ],
    );
    const { addresses } = await apply(both, sponsor);
    assert.deepEqual(addresses.rewards[1], later.addresses.rewards[1]);
    assert.deepEqual(sent(await plan(both, sponsor)), []);
  });

  it("a line that was made longer by other means is kept, and is made no longer here", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(goodDeal(folder), sponsor);
    const book = await readBook(cluster, bookOf(applied));
    await send(cluster, growLine(sponsor, book, 40).flat(), { payer: sponsor });
    assert.deepEqual(sent(await plan(goodDeal(folder), sponsor)), []);
    const longer = goodDeal(folder, ["line_places: 16", "line_places: 41"]);
    assert.match(
      refusals(await plan(longer, sponsor)).join("\n"),
      /^deal\.yaml:44:18: books\[0\]\.line_places: on chain: 40; in the file: 41\. A line is made longer by the command `securities book grow`, not here: /,
    );
  });
});

describe("changes that were cut short are finished by the next run, which makes none twice", () => {
  const changed = fullDeal(
    folder,
    ['    cap: "1000"\n', '    cap: "1500"\n'],
    ['    minimum: "100"\n', '    minimum: "1200"\n'],
    ['tip_budget: "0.02"', 'tip_budget: "0.05"'],
    ['curve: [{ money: "250", reward: "5" }]', 'curve: [{ money: "500", reward: "10" }]'],
  );
  /** Limits, offer, curve and tips. */
  const CHANGES = 4;
  const prepared = async () => {
    const fresh = await TestNode.start();
    await writeMints(fresh);
    const signer = await fresh.sponsor(1);
    const options = { signer, createSettlementMint: true };
    await applyDeal({ ...options, rpc: fresh.rpc, deal: fullDeal(folder) });
    return { fresh, options: { ...options, deal: changed } };
  };

  it("at each transaction, before it is sent and before it is confirmed", async () => {
    const whole = await prepared();
    const { done: items } = await applyDeal({ ...whole.options, rpc: whole.fresh.rpc });
    assert.deepEqual(
      items.map(({ part }) => part),
      ["limits", "offer", "curve", "tips"],
    );
    const expected = await whole.fresh.accounts();
    for (const crash of ["before it is sent", "between sending and confirmation"] as const) {
      for (let at = 1; at <= CHANGES; at += 1) {
        const { fresh, options } = await prepared();
        await assert.rejects(applyDeal({ ...options, rpc: crashing(fresh, at, crash) }), ApplyError);
        await applyDeal({ ...options, rpc: fresh.rpc });
        assert.deepEqual(await fresh.accounts(), expected, `at ${at}, ${crash}`);
        await fresh.validator.close();
      }
    }
  });
});

describe("other terms, price or minimum are another offer", () => {
  it("which is made at once while nobody is committed", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(
      goodDeal(folder, ["offer_ends: +1d", "offer_ends: +1d\n    offer_period: 6h"]),
      sponsor,
    );
    const other = goodDeal(
      folder,
      ["offer_ends: +1d", "offer_ends: +1d\n    offer_period: 6h"],
      ['price: "1.00"', 'price: "2.00"'],
      ['minimum: "100"', 'minimum: "200"'],
      OTHER_TERMS,
    );
    const planned = await plan(other, sponsor);
    const [item] = planned.items.filter(({ part }) => part === "offer");
    assert.deepEqual(
      [item?.action, item?.note, item?.warning],
      ["change", "offer 2, open until 2025-01-01T06:00:00Z", ""],
    );
    assert.deepEqual(
      item?.differences.map(({ field, onChain, inFile }) => [field, onChain, inFile]),
      [
        ["books[0].price", "1.00", "2.00"],
        ["books[0].minimum", "100.00", "200.00"],
        ["books[0].terms", PAPER_SHA256, "7".repeat(64)],
      ],
    );
    assert.deepEqual(done(await apply(other, sponsor)), ["change offer books[0]"]);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual(
      [book.offerVersion, book.price, book.priceMin, book.minimum, book.offerEnds],
      [2, 2_000_000n, 2_000_000n, 200_000_000n, NOW + DAY / 4n],
    );
    assert.equal((await apply(other, sponsor)).signatures.length, 0);
  });

  it("which voids commitments, and so needs to be allowed", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(goodDeal(folder), sponsor);
    await invest(node, sponsor, applied.addresses, { book: bookOf(applied), amount: 50_000_000n });
    const other = goodDeal(folder, OTHER_TERMS);
    const planned = await plan(other, sponsor);
    const voids =
      "VOIDS ALL COMMITMENTS: 50.00 is committed to offer 1, and nothing will be to offer 2 until its owners commit again";
    assert.deepEqual(planned.items.map(({ warning }) => warning).filter(Boolean), [voids]);
    assert.deepEqual(refusals(planned), [
      `deal.yaml:45:12: books[0].terms: on chain: ${PAPER_SHA256}; in the file: ${"7".repeat(64)}. Another offer ${voids}. Add --void-commitments to make it, or put the file right`,
    ]);
    await assert.rejects(apply(other, sponsor), PlanRefused);
    assert.equal((await readBook(cluster, bookOf(applied))).data.committed, 50_000_000n);
    assert.deepEqual(done(await apply(other, sponsor, true)), ["change offer books[0]"]);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual([book.offerVersion, book.committed, book.live], [2, 0n, 50_000_000n]);
  });

  it("which is the first one of a book that was opened without", async () => {
    const sponsor = await newSponsor();
    const staking: Edit = ["offer_ends: +1d", "offer_period: 6h"];
    const applied = await apply(goodDeal(folder, staking), sponsor);
    await invest(node, sponsor, applied.addresses, { book: bookOf(applied), amount: 50_000_000n });
    const late = goodDeal(folder);
    assert.deepEqual(refusals(await plan(late, sponsor)).slice(-1), [
      "deal.yaml:42:17: books[0].offer_ends: on chain: no offer yet; in the file: +1d. A book without an offer gets one by other terms, price or minimum, which stays open for offer_period: put the file right, or use another id",
    ]);
    const target = goodDeal(folder, staking, OTHER_TERMS);
    const planned = await plan(target, sponsor);
    assert.deepEqual(refusals(planned), []);
    assert.deepEqual(
      planned.items.filter(({ part }) => part === "offer").map(({ note }) => note),
      ["offer 1, open until 2025-01-01T06:00:00Z"],
    );
    await apply(target, sponsor);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual([book.offerVersion, book.committed, book.offerEnds], [1, 0n, NOW + DAY / 4n]);
    assert.deepEqual(sent(await plan(target, sponsor)), []);
  });

  it("which is not made before the book opens", async () => {
    const sponsor = await newSponsor();
    const later: Edit = ["opens_at: +0s", "opens_at: +12h"];
    await apply(goodDeal(folder, later), sponsor);
    assert.deepEqual(
      refusals(await plan(goodDeal(folder, later, ['minimum: "100"', 'minimum: "99"']), sponsor)),
      [
        "deal.yaml:38:14: books[0].minimum: on chain: 100.00; in the file: 99.00. The book opens 2025-01-01T12:00:00Z, and only from then on can the offer be changed: put the file right, or use another id",
      ],
    );
    assert.deepEqual(sent(await plan(goodDeal(folder, later, ['cap: "1000"', 'cap: "1001"']), sponsor)), [
      "change limits",
    ]);
  });

  it("which goes with other limits in the order that the program takes", async () => {
    const sponsor = await newSponsor();
    const round: readonly Edit[] = [
      ['minimum: "25"', 'minimum: "30"'],
      ['cap: "250"', 'cap: "300"'],
      ['min_ticket: "2.5"', 'min_ticket: "3"'],
    ];
    const deal = (...edits: readonly Edit[]) => goodDeal(folder, ...round, ...edits);
    const applied = await apply(deal(), sponsor);
    const neither = deal(
      ['minimum: "30"', 'minimum: "300.03"'],
      ['cap: "300"', 'cap: "300.03"'],
      ['price: "2.50"', 'price: "3"'],
    );
    assert.match(
      refusals(await plan(neither, sponsor)).join("\n"),
      /books\[1\]\.cap: on chain: 300\.00; in the file: 300\.03\. The program does not take this: the book is in lots of 0\.025/,
    );
    const limitsFirst = deal(['minimum: "30"', 'minimum: "400"'], ['cap: "300"', 'cap: "600"']);
    assert.deepEqual(sent(await plan(limitsFirst, sponsor)), ["change limits", "change offer"]);
    const offerFirst = deal(['cap: "300"', 'cap: "300.03"'], ['price: "2.50"', 'price: "3"']);
    assert.deepEqual(done(await apply(offerFirst, sponsor)), [
      "change offer books[1]",
      "change limits books[1]",
    ]);
    const { data: book } = await readBook(cluster, bookOf(applied, 1));
    assert.deepEqual([book.price, book.cap, book.lot], [3_000_000n, 300_030_000n, 30_000n]);
  });
});

describe("another price than the money in line was put in for", () => {
  it("is refused where tickets would not be whole lots and shares are too coarse for that", async () => {
    const sponsor = await newSponsor();
    const round = (...edits: readonly Edit[]) =>
      goodDeal(
        folder,
        ['minimum: "25"', 'minimum: "30"'],
        ['cap: "250"', 'cap: "300"'],
        ['min_ticket: "2.5"', 'min_ticket: "3"'],
        ...edits,
      );
    const applied = await apply(round(), sponsor);
    const third: Edit = ['price: "2.50"', 'price: "3"'];
    assert.deepEqual(refusals(await plan(round(third), sponsor)), []);
    await invest(node, sponsor, applied.addresses, { book: bookOf(applied, 1), amount: 3_025_000n });
    assert.deepEqual(refusals(await plan(round(third), sponsor, true)), [
      "deal.yaml:47:12: books[1].price: on chain: 2.50; in the file: 3.00. The program does not take this: the money in line, 3.025, is in lots of 0.025, and at every step amounts must be whole lots, or shares fine enough for the smallest ticket: put the file right, or use another id",
    ]);
    // Lots of 1.25 divide those of 2.50.
    const half = round(['price: "2.50"', 'price: "1.25"']);
    assert.deepEqual(done(await apply(half, sponsor, true)), ["change offer books[1]"]);
    assert.equal((await readBook(cluster, bookOf(applied, 1))).data.lot, 12_500n);
  });
});

describe("a deadline that a vote has moved", () => {
  it("is no difference, and a later one in the file is", async () => {
    const voting = await TestNode.start();
    const sponsor = await voting.sponsor(1);
    const edits: readonly Edit[] = [
      ["deadline: +2d", "deadline: 2025-01-03T00:00:00Z"],
      ["offer_ends: +1d", "offer_ends: 2025-01-02T00:00:00Z\n    latest_deadline: 2025-01-09T00:00:00Z"],
      first('extension_vote: "65"'),
    ];
    const options = { rpc: voting.rpc, createSettlementMint: true };
    const deal = goodDeal(folder, ...edits);
    const applied = await applyDeal({ ...options, deal, signer: sponsor });
    const at = connect(voting.url);
    const amount = 50_000_000n;
    const ticket = await invest(voting, sponsor, applied.addresses, { book: bookOf(applied), amount });
    const book = await readBook(at, bookOf(applied));
    const poll = { subjectSha256: new Uint8Array(32), endsAt: NOW + DAY, newDeadline: NOW + 5n * DAY };
    await send(at, openPoll({ sponsor, book, poll }), { payer: sponsor });
    await send(at, castVote(sponsor, await readBook(at, bookOf(applied)), ticket, true), { payer: sponsor });
    await voting.warp(3n * DAY);
    const planned = (what: Deal) => planDeal({ ...options, deal: what, sponsor: sponsor.address });
    assert.deepEqual(sent(await planned(deal)), []);
    const extended = goodDeal(folder, ...edits, ["2025-01-03T00", "2025-01-06T00"]);
    assert.deepEqual(sent(await planned(extended)), []);
    const later = goodDeal(folder, ...edits, ["2025-01-03T00", "2025-01-07T00"]);
    assert.deepEqual(refusals(await planned(later)), [
      "deal.yaml:44:15: books[0].deadline: on chain: 2025-01-03; in the file: 2025-01-07. Only a vote of the money in line moves a deadline: put the file right, or use another id",
    ]);
  });
});

describe("a book that is locked", () => {
  it("has no better limits any more, and tips that were paid are not put aside again", async () => {
    const locked = await TestNode.start();
    const sponsor = await locked.sponsor(1);
    const options = { rpc: locked.rpc, createSettlementMint: true };
    const tips = first('tip: "0.001"\n    tip_budget: "0.01"');
    const applied = await applyDeal({ ...options, deal: goodDeal(folder, tips), signer: sponsor });
    const at = connect(locked.url);
    const amount = 150_000_000n;
    const ticket = await invest(locked, sponsor, applied.addresses, { book: bookOf(applied), amount });
    await locked.warp(DAY);
    await send(at, await lockBook(sponsor, await readBook(at, bookOf(applied))), { payer: sponsor });
    await send(at, await settleTicket(at, sponsor, await readBook(at, bookOf(applied)), ticket), {
      payer: sponsor,
    });
    const planned = (...edits: readonly Edit[]) =>
      planDeal({ ...options, deal: goodDeal(folder, tips, ...edits), sponsor: sponsor.address });
    assert.equal((await readBook(at, bookOf(applied))).data.tipBudget, 9_000_000n);
    assert.deepEqual(sent(await planned()), []);
    assert.deepEqual(
      refusals(await planned(['cap: "1000"', 'cap: "1001"'], ['minimum: "100"', 'minimum: "99"'])),
      [
        "deal.yaml:38:14: books[0].minimum: on chain: 100.00; in the file: 99.00. The book is locked: put the file right, or use another id",
        "deal.yaml:39:10: books[0].cap: on chain: 1000.00; in the file: 1001.00. The book is locked: put the file right, or use another id",
      ].toReversed(),
    );
    const reward = second('rewards: [{ pay: bonus-shares, curve: [{ money: "10", reward: "1" }] }]');
    assert.deepEqual(sent(await planned(reward)), ["create curve"]);
    const onFirst = first('rewards: [{ pay: bonus-shares, curve: [{ money: "10", reward: "1" }] }]');
    assert.deepEqual(refusals(await planned(onFirst)), [
      "deal.yaml:45:43: books[0].rewards[0].curve: on chain: none; in the file: 1.00 for 10.00. The book is locked: put the file right, or use another id",
    ]);
  });
});
