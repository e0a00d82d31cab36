import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { curvesOf, growLine, readBook } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { send } from "../src/client.js";
import { ApplyError, applyDeal } from "../src/index.js";
import {
  A_DAY,
  apply,
  bookOf,
  cluster,
  done,
  folder,
  newSponsor,
  node,
  plan,
  ROOM,
  sent,
} from "./support/changing.js";
import { crashing } from "./support/crash.js";
import { first, goodDeal, second } from "./support/deal-text.js";
import { DOLLAR, fullDeal, writeMints } from "./support/full-deal.js";
import { TestNode } from "./support/node.js";

await writeMints(node);

describe("terms of an open book change by another offer, and harmless ones by themselves", () => {
  it("cap, limits, tip, its budget, and rewards", async () => {
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
    // Each run makes one change, and is cut short at the next.
    for (const [crash, at] of [
      ["before it is sent", 2],
      ["between sending and confirmation", 1],
    ] as const) {
      const { fresh, options } = await prepared();
      await assert.rejects(
        applyDeal({ ...options, rpc: crashing(fresh, 1, "before it is sent") }),
        ApplyError,
      );
      for (let made = 1; made < CHANGES; made += 1) {
        await assert.rejects(applyDeal({ ...options, rpc: crashing(fresh, at, crash) }), ApplyError);
      }
      const { done } = await applyDeal({ ...options, rpc: fresh.rpc });
      assert.equal(done.length, 1);
      assert.deepEqual(await fresh.accounts(), expected, crash);
      await fresh.validator.close();
    }
  });
});
