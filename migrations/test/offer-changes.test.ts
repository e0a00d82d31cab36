import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { castVote, lockBook, openPoll, readBook, settleTicket } from "@defi-ready/securities";
import { connect, send } from "../src/client.js";
import { applyDeal, type Deal, PlanRefused, planDeal } from "../src/index.js";
import {
  A_DAY,
  apply,
  bookOf,
  cluster,
  DAY,
  done,
  folder,
  newSponsor,
  node,
  OTHER_TERMS,
  plan,
  ROOM,
  refusals,
  sent,
} from "./support/changing.js";
import { type Edit, first, goodDeal, PAPER_SHA256, second } from "./support/deal-text.js";
import { writeMints } from "./support/full-deal.js";
import { invest } from "./support/investor.js";
import { NOW, TestNode } from "./support/node.js";

await writeMints(node);

describe("other terms, price or minimum are another offer", () => {
  it("which is made at once while nobody is committed", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(goodDeal(folder, A_DAY), sponsor);
    const other = goodDeal(
      folder,
      A_DAY,
      ['price: "1.00"', 'price: "2.00"'],
      ['minimum: "100"', 'minimum: "200"'],
      OTHER_TERMS,
    );
    const planned = await plan(other, sponsor);
    const [item] = planned.items.filter(({ part }) => part === "offer");
    assert.deepEqual(
      [item?.action, item?.note, item?.warning],
      ["change", "offer 2, open until 2025-01-02", ""],
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
      [2, 2_000_000n, 2_000_000n, 200_000_000n, NOW + DAY],
    );
    assert.equal((await apply(other, sponsor)).signatures.length, 0);
  });

  it("which voids commitments, and so needs to be allowed", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(goodDeal(folder, A_DAY), sponsor);
    await invest(node, sponsor, applied.addresses, { book: bookOf(applied), amount: 50_000_000n });
    const other = goodDeal(folder, A_DAY, OTHER_TERMS);
    const planned = await plan(other, sponsor);
    const voids =
      "VOIDS ALL COMMITMENTS: 50.00 is committed to offer 1, and nothing will be to offer 2 until its owners commit again";
    assert.deepEqual(planned.items.map(({ warning }) => warning).filter(Boolean), [voids]);
    assert.deepEqual(refusals(planned), [
      `deal.yaml:46:12: books[0].terms: on chain: ${PAPER_SHA256}; in the file: ${"7".repeat(64)}. Another offer ${voids}. Add --void-commitments to make it, or put the file right`,
    ]);
    await assert.rejects(apply(other, sponsor), PlanRefused);
    assert.equal((await readBook(cluster, bookOf(applied))).data.committed, 50_000_000n);
    assert.deepEqual(done(await apply(other, sponsor, true)), ["change offer books[0]"]);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual([book.offerVersion, book.committed, book.live], [2, 0n, 50_000_000n]);
  });

  it("and so does a reward that changes", async () => {
    const sponsor = await newSponsor();
    const bonus = (reward: string) =>
      goodDeal(
        folder,
        ...ROOM,
        A_DAY,
        first(`rewards: [{ pay: bonus-shares, curve: [{ money: "10", reward: "${reward}" }] }]`),
      );
    const applied = await apply(bonus("1"), sponsor);
    const book = async () => (await readBook(cluster, bookOf(applied))).data;
    assert.deepEqual([(await book()).offerVersion, (await book()).offerEnds], [1, NOW + DAY]);
    await invest(node, sponsor, applied.addresses, { book: bookOf(applied), amount: 50_000_000n });
    assert.match(refusals(await plan(bonus("2"), sponsor)).join("\n"), /Add --void-commitments to make it/);
    assert.deepEqual(done(await apply(bonus("2"), sponsor, true)), [
      "change curve books[0].rewards[0].curve",
    ]);
    assert.deepEqual([(await book()).offerVersion, (await book()).committed], [2, 0n]);
  });

  it("which is the first one of a book that was opened without", async () => {
    const sponsor = await newSponsor();
    const staking: Edit = ["offer_ends: +1d", "offer_period: 1d"];
    const applied = await apply(goodDeal(folder, staking), sponsor);
    await invest(node, sponsor, applied.addresses, { book: bookOf(applied), amount: 50_000_000n });
    assert.deepEqual(sent(await plan(goodDeal(folder, A_DAY), sponsor)), ["create offer"]);
    const target = goodDeal(folder, staking, OTHER_TERMS);
    const planned = await plan(target, sponsor);
    assert.deepEqual(refusals(planned), []);
    assert.deepEqual(
      planned.items.filter(({ part }) => part === "offer").map(({ note }) => note),
      ["offer 1, open until 2025-01-02"],
    );
    await apply(target, sponsor);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual([book.offerVersion, book.committed, book.offerEnds], [1, 0n, NOW + DAY]);
    assert.deepEqual(sent(await plan(target, sponsor)), []);
  });

  it("which can be made before the book opens, and stands for its period from then on", async () => {
    const sponsor = await newSponsor();
    const later: Edit = ["opens_at: +0s", "opens_at: +12h"];
    const ends: Edit = ["offer_ends: +1d", "offer_ends: +36h\n    offer_period: 30h"];
    const applied = await apply(goodDeal(folder, later, ends), sponsor);
    const changed = goodDeal(folder, later, ends, ['minimum: "100"', 'minimum: "99"']);
    assert.deepEqual(done(await apply(changed, sponsor)), ["change offer books[0]"]);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual([book.offerVersion, book.offerEnds], [2, NOW + 42n * 3_600n]);
  });

  it("which is a whole, with its limits", async () => {
    const sponsor = await newSponsor();
    const round: readonly Edit[] = [
      ...ROOM,
      ['minimum: "25"', 'minimum: "30"'],
      ['cap: "250"', 'cap: "300"'],
      ['min_ticket: "2.5"', 'min_ticket: "3"'],
    ];
    const deal = (...edits: readonly Edit[]) => goodDeal(folder, ...round, ...edits);
    const applied = await apply(deal(), sponsor);
    const more = deal(['minimum: "30"', 'minimum: "400"'], ['cap: "300"', 'cap: "600"']);
    assert.deepEqual(sent(await plan(more, sponsor)), ["change offer"]);
    const other = deal(['cap: "300"', 'cap: "300.03"'], ['price: "2.50"', 'price: "3"']);
    assert.deepEqual(done(await apply(other, sponsor)), ["change offer books[1]"]);
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
        ...ROOM,
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
      "deal.yaml:47:12: books[1].price: on chain: 2.50; in the file: 3.00. The program does not accept this: the money in line, 3.025, is in lots of 0.025, which the price breaks, and shares are not fine enough for the smallest ticket: put the file right, or use another id",
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
    await send(at, { instructions: await openPoll({ sponsor, book, poll }), payer: sponsor });
    await send(at, {
      instructions: await castVote({
        owner: sponsor,
        book: await readBook(at, bookOf(applied)),
        ticket,
        yes: true,
      }),
      payer: sponsor,
    });
    await voting.pass(3n * DAY);
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
  it("has no other offer any more, and tips that were paid are not put aside again", async () => {
    const locked = await TestNode.start();
    const sponsor = await locked.sponsor(1);
    const options = { rpc: locked.rpc, createSettlementMint: true };
    const tips = first('tip: "0.001"\n    tip_budget: "0.01"');
    const applied = await applyDeal({ ...options, deal: goodDeal(folder, ...ROOM, tips), signer: sponsor });
    const at = connect(locked.url);
    const amount = 150_000_000n;
    const ticket = await invest(locked, sponsor, applied.addresses, { book: bookOf(applied), amount });
    await locked.pass(DAY);
    await send(at, {
      instructions: await lockBook({ caller: sponsor, book: await readBook(at, bookOf(applied)) }),
      payer: sponsor,
    });
    await send(at, {
      instructions: await settleTicket({
        cluster: at,
        payer: sponsor,
        book: await readBook(at, bookOf(applied)),
        ticket,
      }),
      payer: sponsor,
    });
    const planned = (...edits: readonly Edit[]) =>
      planDeal({ ...options, deal: goodDeal(folder, ...ROOM, tips, ...edits), sponsor: sponsor.address });
    assert.equal((await readBook(at, bookOf(applied))).data.tipBudget, 9_000_000n);
    assert.deepEqual(sent(await planned()), []);
    assert.deepEqual(
      refusals(await planned(['cap: "1000"', 'cap: "1001"'], ['minimum: "100"', 'minimum: "99"'])),
      [
        "deal.yaml:38:14: books[0].minimum: on chain: 100.00; in the file: 99.00. The book is locked: put the file right, or use another id",
        "deal.yaml:39:10: books[0].cap: on chain: 1000.00; in the file: 1001.00. The book is locked: put the file right, or use another id",
      ],
    );
    const reward = second('rewards: [{ pay: bonus-shares, curve: [{ money: "10", reward: "1" }] }]');
    assert.deepEqual(sent(await planned(reward)), ["create curve"]);
    const onFirst = first('rewards: [{ pay: bonus-shares, curve: [{ money: "10", reward: "1" }] }]');
    assert.deepEqual(refusals(await planned(onFirst)), [
      "deal.yaml:45:43: books[0].rewards[0].curve: on chain: none; in the file: 1.00 for 10.00. The book is locked: put the file right, or use another id",
    ]);
  });
});
