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
} from "@defi-ready/securities";
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

/** Other offers of the good deal's first book stand for a day, so that they fit before its deadline. */
const A_DAY: Edit = ["offer_ends: +1d", "offer_ends: +1d\n    offer_period: 1d"];
/** Room for more shares than the books of the good deal sell. */
const ROOM: readonly Edit[] = [
  [
    "    decimals: 6\n    # Nothing else is said of the class.\n",
    '    decimals: 6\n    authorised: "4,000"\n',
  ],
  [
    "    decimals: 2\n    # Nothing else is said of the class.\n",
    '    decimals: 2\n    authorised: "4,000"\n',
  ],
];
/** Other terms than those of the good deal's first book. */
const OTHER_TERMS: Edit = ["    terms: { file: paper.txt }", `    terms: { sha256: "${"7".repeat(64)}" }`];

describe("terms of an open book change by another offer, and what takes nothing from anybody by itself", () => {
  it("cap, limits, tip, what is put aside for it, and rewards", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(fullDeal(folder, ...ROOM), sponsor);
    const better = fullDeal(
      folder,
      ...ROOM,
      ['    cap: "1000"\n', '    cap: "1500"\n'],
      ['    min_ticket: "10"\n', '    min_ticket: "5"\n'],
      ['    max_ticket: "500"\n', ""],
      ['owner_limit: "600"', 'owner_limit: "700"'],
      ['tip: "0.001"', 'tip: "0.002"'],
      ['tip_budget: "0.02"', 'tip_budget: "0.05"'],
      ['curve: [{ money: "250", reward: "5" }]', 'curve: [{ money: "500", reward: "10" }]'],
    );
    const planned = await plan(better, sponsor);
    assert.deepEqual(sent(planned), ["change curve", "change offer", "change tip", "change tips"]);
    assert.deepEqual(
      planned.items.flatMap(({ differences }) =>
        differences.map(({ field, onChain, inFile }) => `${field}: ${onChain} -> ${inFile}`),
      ),
      [
        "books[0].rewards[1].curve: 5.00 for 250.00 -> 10.00 for 500.00",
        "books[0].cap: 1000.00 -> 1500.00",
        "books[0].min_ticket: 10.00 -> 5.00",
        "books[0].max_ticket: 500.00 -> none",
        "books[0].owner_limit: 600.00 -> 700.00",
        "books[0].tip: 0.001 SOL -> 0.002 SOL",
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

  it("allocation, cap, limits and rewards that are lower", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(fullDeal(folder), sponsor);
    const worse = fullDeal(
      folder,
      ["    allocation: pro-rata\n", ""],
      ['    cap: "1000"\n', '    cap: "999"\n'],
      ['"1,000", reward: "70.50"', '"999", reward: "60"'],
      ['    min_ticket: "10"\n', '    min_ticket: "11"\n'],
      ['max_ticket: "500"', 'max_ticket: "499"'],
      ['owner_limit: "600"', 'owner_limit: "599"'],
    );
    assert.deepEqual(sent(await plan(worse, sponsor)), ["change curve", "change offer"]);
    await apply(worse, sponsor);
    const { data: book } = await readBook(cluster, bookOf(applied));
    assert.deepEqual(
      [book.allocation, book.cap, book.minTicket, book.maxTicket, book.ownerLimit, book.offerVersion],
      [0, 999_000_000n, 11_000_000n, 499_000_000n, 599_000_000n, 3],
    );
    assert.equal(curvesOf(book)[0]?.budget, 6_000n);
    assert.equal((await apply(worse, sponsor)).signatures.length, 0);
  });

  it("a reward whose rate falls evenly, by half of its mean", async () => {
    const sponsor = await newSponsor();
    const falling = first(
      'rewards: [{ pay: bonus-shares, curve: [{ money: "10", reward: "5" }, { money: "30", reward: "7", falls: "50" }] }]',
    );
    const { addresses } = await apply(goodDeal(folder, falling), sponsor);
    const { data: book } = await readBook(cluster, addresses.books[0]?.book as Address);
    const [curve] = curvesOf(book);
    assert.deepEqual(curve?.knots.slice(0, curve.knotCount), [
      { money: 10_000_000n, reward: 5_000_000n, bend: 0n },
      { money: 30_000_000n, reward: 7_000_000n, bend: 1_000_000n },
    ]);
    assert.equal((await apply(goodDeal(folder, falling), sponsor)).signatures.length, 0);
  });

  it("a reward that is promised later, and an asset before the first deposit", async () => {
    const sponsor = await newSponsor();
    await apply(goodDeal(folder, ...ROOM, A_DAY), sponsor);
    const more = goodDeal(
      folder,
      ...ROOM,
      A_DAY,
      first(`rewards: [{ pay: warrants, tranche: Junior, strike: "2.50", expires: +10d, curve: [{ money: "10", reward: "1" }] }]
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
    const later = await apply(goodDeal(folder, ...ROOM, A_DAY, second(warrants(2))), sponsor);
    const both = goodDeal(folder, ...ROOM, A_DAY, first(warrants(3)), second(warrants(2)));
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

  it("a line that was made longer by other means is kept, and is made longer yet", async () => {
    const sponsor = await newSponsor();
    const applied = await apply(goodDeal(folder), sponsor);
    const book = await readBook(cluster, bookOf(applied));
    await send(cluster, {
      instructions: (await growLine({ payer: sponsor, book, capacity: 1040 })).instructions,
      payer: sponsor,
    });
    assert.deepEqual(sent(await plan(goodDeal(folder), sponsor)), []);
    const longer = goodDeal(folder, ["line_places: 1000", "line_places: 2000"]);
    const { done } = await apply(longer, sponsor);
    assert.deepEqual(
      done.map(({ part, note }) => [part, note]),
      [
        ["line", "1466 places"],
        ["line", "1892 places"],
        ["line", "2000 places"],
      ],
    );
    assert.equal((await readBook(cluster, bookOf(applied))).data.lineCapacity, 2000);
    assert.deepEqual(sent(await plan(longer, sponsor)), []);
  });
});

describe("changes that were cut short are finished by the next run, which makes none twice", () => {
  const changed = fullDeal(
    folder,
    ...ROOM,
    ['    cap: "1000"\n', '    cap: "1500"\n'],
    ['    minimum: "100"\n', '    minimum: "1200"\n'],
    ['tip_budget: "0.02"', 'tip_budget: "0.05"'],
    ['curve: [{ money: "250", reward: "5" }]', 'curve: [{ money: "500", reward: "10" }]'],
  );
  /** Curve, offer and tips. */
  const CHANGES = 3;
  const prepared = async () => {
    const fresh = await TestNode.start();
    await writeMints(fresh);
    const signer = await fresh.sponsor(1);
    const options = { signer, createSettlementMint: true };
    await applyDeal({ ...options, rpc: fresh.rpc, deal: fullDeal(folder, ...ROOM) });
    return { fresh, options: { ...options, deal: changed } };
  };

  it("at each transaction, before it is sent and before it is confirmed", async () => {
    const whole = await prepared();
    const { done: items } = await applyDeal({ ...whole.options, rpc: whole.fresh.rpc });
    assert.deepEqual(
      items.map(({ part }) => part),
      ["curve", "offer", "tips"],
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
      "deal.yaml:47:12: books[1].price: on chain: 2.50; in the file: 3.00. The program does not take this: the money in line, 3.025, is in lots of 0.025, which the price breaks, and shares are not fine enough for the smallest ticket: put the file right, or use another id",
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
