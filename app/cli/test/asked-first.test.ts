/** What several transactions would do is told before anybody is asked, and nobody is asked about what would be refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  creditedOf,
  lineSize,
  listDistributions,
  payoutOf,
  principalOf,
  readTranche,
  readWaterfall,
  tiersOf,
} from "@defi-ready/securities";
import { getDistributionSize } from "@defi-ready/securities/program";
import { DAY, DEADLINE, JUNIOR, ONE, type Structure, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { asked, Terminal } from "./command-line.js";

const HEADER = "period_start,period_end,amount,note,principal,recovery,clawback\n";
const FIRST = "2025-02-01,2025-03-01,200,sale of the first,100,,\n";
const SECOND = "2025-03-01,2025-04-01,41.50,rents of March,,,\n";

/** Partners with a capital, and a manager who pays 1 % of what comes in and takes a fifth of each gain. */
const fund = (payee: TestDeal["mint"]): Structure => ({
  tranches: [
    { ...JUNIOR, rank: 0, par: ONE, share: { ...JUNIOR.share, name: "Partners" } },
    { ...JUNIOR, share: { ...JUNIOR.share, name: "Manager" } },
  ],
  waterfall: {
    tiers: [
      { __kind: "Fee", bps: 100, incomeOnly: false, payee },
      { __kind: "Capital", rank: 0 },
      {
        __kind: "Carry",
        rank: 1,
        base: 0,
        carryBps: 2_000,
        catchUpBps: 10_000,
        multipleBps: 0,
        dealByDeal: true,
      },
      { __kind: "Residual", rank: 0 },
    ],
  },
});

/** The fund, sold, whose payments alice posts. */
async function soldFund() {
  const payee = "4xLLxKdkV2NJ6eHKE4S6pWJRnZTE4R4ZSKfJLqQs1m3s" as TestDeal["mint"];
  const world = await closeAfterTests(TestDeal.start({ structure: fund(payee) }));
  const investor = await world.investor(300n * ONE);
  await world.deposit(investor, 200n * ONE);
  await world.deposit(investor, 100n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.moveTo(DEADLINE + 120n * DAY);
  const terminal = new Terminal(world);
  const [key, alice] = await terminal.investor("alice");
  const post = (rows: string) => [
    "-u",
    world.cluster.url,
    "-k",
    key,
    "distribution",
    "post",
    world.security,
    "--file",
    terminal.file("rows.csv", HEADER + rows),
  ];
  return { world, terminal, key, alice, post };
}

type Previewed = Readonly<{
  classes: readonly Readonly<Record<"interest" | "principal" | "other" | "outstanding", string>>[];
  fees: string;
  records: number;
  rent: string;
}>;

test("a table of payments says what each class gets, in fees and in rent, before it is confirmed: as it then is", async () => {
  const { world, terminal, key, alice, post } = await soldFund();
  const { cluster, security } = world;
  // What was paid before is no part of what a table pays.
  await world.pay(3n * ONE);
  const earlier = await Promise.all(world.tranches.map((one) => readTranche(cluster, one)));
  const [feeBefore] = tiersOf((await readWaterfall(cluster, security)).data);
  const no = await asked("no", ...post(FIRST + SECOND));
  assert.equal(no.code, 1);
  assert.equal((await listDistributions(cluster, security)).length, 1);
  assert.match(no.questions.join(), /^Going to post 2 payments of 241\.50 in all \(on /);
  assert.match(no.err, /^ *0 +Partners +0\.00 +100\.00 +\d+\.\d+ +100\.00$/m);
  assert.match(no.err, /^ *1 +Manager +0\.00 +0\.00 +\d+\.\d+ +0\.00$/m);
  assert.match(no.err, /^Fees and expenses +2\.415$/m);
  assert.match(no.err, /^Records +2 payment records, kept on chain: 0\.\d+ SOL of rent$/m);

  const dry = await terminal.json(key, ...post(FIRST + SECOND).slice(4), "--dry-run");
  const preview = dry.preview as Previewed;
  const rent = await cluster.rpc.getMinimumBalanceForRentExemption(BigInt(getDistributionSize())).send();
  assert.deepEqual([preview.records, BigInt(preview.rent)], [2, 2n * rent]);
  const balance = async () => (await cluster.rpc.getBalance(alice.address).send()).value;
  const before = await balance();
  await terminal.ok(key, ...post(FIRST + SECOND).slice(4));
  const spent = before - (await balance());
  assert.ok(spent >= 2n * rent && spent < 2n * rent + 100_000n, "the rent and two fees");
  const total = (one: Previewed["classes"][number]) =>
    BigInt(one.interest) + BigInt(one.principal) + BigInt(one.other);
  for (const [rank, address] of world.tranches.entries()) {
    const { data } = await readTranche(cluster, address);
    const shown = preview.classes[rank];
    assert.ok(shown !== undefined);
    assert.equal(
      total(shown),
      creditedOf(payoutOf(data)) - creditedOf(payoutOf(earlier[rank]?.data ?? data)),
    );
    assert.equal(BigInt(shown.outstanding), principalOf(data));
  }
  const [fee] = tiersOf((await readWaterfall(cluster, security)).data);
  assert.equal(BigInt(preview.fees), (fee?.taken ?? 0n) - (feeBefore?.taken ?? 0n));
});

test("nobody is asked about a table of which a payment would be refused, the first or another", async () => {
  const { world, post } = await soldFund();
  // Nothing was overpaid, by which carry could be paid back; and a recovery is the servicer's.
  const clawback = "2025-03-01,2025-04-01,5,carry paid back,,,Manager\n";
  for (const [rows, reason] of [
    [
      FIRST + clawback,
      /from 2025-03-01 to 2025-04-01 would be refused: .*\(securities error \d+, ClawbackTooLarge\); nothing was posted/,
    ],
    [
      `${FIRST}2025-03-01,2025-04-01,5,made good,,yes,\n`,
      /a recovery, which the servicer alone, \w+, may post/,
    ],
  ] as const) {
    const { code, questions, err } = await asked("yes", ...post(rows));
    assert.deepEqual([code, questions], [1, []], err);
    assert.match(err, reason);
  }
  assert.deepEqual(await listDistributions(world.cluster, world.security), []);
});

test("a longer line says its rent before it is confirmed, and is not asked about where it would be refused", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const { cluster, seniorBook } = world;
  const terminal = new Terminal(world);
  const [key, alice] = await terminal.investor("alice");
  const grow = (places: string) => ["-u", cluster.url, "-k", key, "book", "grow", seniorBook, places];
  const { lineCapacity } = (await world.readBook()).data;
  const rentOf = (places: number) => cluster.rpc.getMinimumBalanceForRentExemption(lineSize(places)).send();
  const rent = (await rentOf(1_200)) - (await rentOf(lineCapacity));
  const no = await asked("no", ...grow("1200"));
  assert.equal(no.code, 1);
  const [, figure = ""] =
    new RegExp(
      `give the line 1200 places instead of ${lineCapacity}, for (\\d\\.\\d+) SOL of rent, in 1 transaction`,
    ).exec(no.questions.join()) ?? [];
  assert.equal(BigInt(figure.replace(".", "").padEnd(10, "0")), rent);
  assert.equal((await world.readBook()).data.lineCapacity, lineCapacity);
  const balance = async () => (await cluster.rpc.getBalance(alice.address).send()).value;
  const before = await balance();
  const yes = await asked("yes", ...grow("1200"));
  assert.match(yes.out, /the line has 1200 places/);
  const spent = before - (await balance());
  assert.ok(spent >= rent && spent < rent + 100_000n, "the rent and a fee");

  const dear = await asked("yes", ...grow("65536"));
  assert.deepEqual([dear.code, dear.questions], [1, []]);
  assert.match(
    dear.err,
    /the rent of 65536 places is 10\.\d+ SOL, and you hold 9\.\d+ SOL: nothing was done/,
  );
  await world.moveTo(DEADLINE);
  const late = await asked("yes", ...grow("1300"));
  assert.deepEqual([late.code, late.questions], [1, []]);
  assert.match(late.err, /^error: .*BookNotOpen/);
});
