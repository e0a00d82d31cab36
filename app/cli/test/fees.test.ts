import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { readBytes } from "@defi-ready/securities";
import { FeeBase } from "@defi-ready/securities/program";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  ONE,
  type Structure,
  setAccounts,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { Terminal } from "./command-line.js";

test("fees are paid to all payees but one whose account is frozen", async () => {
  const [frozen, other] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const plain = debtAndEquity();
  const fees = [frozen, other].map(({ address: payee }) => ({
    __kind: "Fee" as const,
    bps: 100,
    incomeOnly: false,
    payee,
  }));
  const structure: Structure = {
    ...plain,
    waterfall: { ...plain.waterfall, tiers: [...fees, ...plain.waterfall.tiers] },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const terminal = new Terminal(world);
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.moveTo(DEADLINE + 10n * DAY);
  await world.pay(100n * ONE);
  await world.give(frozen.address, 1n);
  const account = await world.wallet(frozen.address);
  const [found] = await readBytes(world.cluster, [account]);
  assert.ok(found);
  const data = Uint8Array.from(found.data);
  // Where a token account says that it is frozen.
  data[108] = 2;
  await setAccounts(world.cluster, [[account, world.tokenProgram, data]]);

  const [payer] = await terminal.investor("payer");
  const all = await terminal.as(payer, "fee", "pay", world.security);
  assert.deepEqual([all.code, all.err.replace(/^sending \w+\n/, "")], [1, ""]);
  assert.match(all.out, /^paid 1\.00 to \w+\.\.\w+ for tier 1\n {2}passed over \(tier 0, .*frozen/);
  const again = await terminal.as(payer, "--json", "fee", "pay", world.security);
  const { paid, left } = JSON.parse(again.out) as { paid: object[]; left: { tier: number }[] };
  assert.deepEqual([again.code, paid, left.map(({ tier }) => tier)], [1, [], [0]]);
  assert.match((await terminal.as(payer, "fee", "pay", world.security, "0")).err, /^error: .*frozen/);
});

test("a fee and an expense are listed, submitted, and paid out of the treasury by commands alone", async () => {
  const { address: payee } = await generateKeyPairSigner();
  const plain = debtAndEquity();
  const structure: Structure = {
    ...plain,
    waterfall: {
      ...plain.waterfall,
      tiers: [
        {
          __kind: "AnnualFee",
          base: FeeBase.Capital,
          bps: 3_650,
          amount: 0n,
          min: 0n,
          max: 0n,
          payee,
          fromTreasury: true,
        },
        { __kind: "Expense", cap: 30n * ONE, payee, fromTreasury: false },
        ...plain.waterfall.tiers,
      ],
    },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.release(world.seniorBook, world.juniorBook);
  await world.moveTo(DEADLINE + 10n * DAY);

  const { security } = world;
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [other] = await terminal.investor("other");
  const invoice = terminal.file("invoice.pdf", "an invoice");
  const hash = createHash("sha256").update("an invoice").digest("hex");
  const refused = async (who: string, args: string[], expected: RegExp) => {
    const run = await terminal.as(who, ...args);
    assert.deepEqual([run.code, run.out], [1, ""], args.join(" "));
    assert.match(run.err, expected);
  };

  // Ten days of a thousandth of 500 a day.
  const list = await terminal.ok(other, "fee", "list", security);
  assert.match(
    list,
    /fee a year of 36\.50 % of the capital outstanding, also out of the treasury, to \w+ +0\.00 +0\.00 +0\.00 +5\.00/,
  );
  assert.match(
    list,
    /expenses that the sponsor submits, at most 30\.00 a year, to \w+ +0\.00 +0\.00 +0\.00 +30\.00/,
  );
  assert.match(
    await terminal.ok(other, "fee", "pay", security, "--from-treasury"),
    /paid 5\.00 out of the treasury to \w+/,
  );
  assert.match(
    await terminal.ok(other, "fee", "pay", security, "--from-treasury"),
    /the treasury pays no fee now/,
  );
  await refused(other, ["fee", "pay", security, "0", "--from-treasury"], /nothing is owed/);
  await refused(
    other,
    ["fee", "pay", security, "1", "--from-treasury"],
    /does not let this fee be paid out of/,
  );

  const submit = (amount: string, tier = "1") => [
    "fee",
    "submit",
    security,
    tier,
    amount,
    "--document",
    invoice,
  ];
  await refused(
    sponsor,
    submit("30.000001"),
    /30\.000001 is above the 30\.00 that is left of this year's cap/,
  );
  await refused(sponsor, submit("1", "0"), /tier 0 of the waterfall is not for expenses/);
  await refused(other, submit("1"), /sponsor/);
  const submitted = await terminal.ok(sponsor, ...submit("12"), "--note", "audit");
  assert.match(submitted, new RegExp(`submitted 12\\.00 for tier 1, against document ${hash}`));
  const { fees } = await terminal.json(other, "fee", "list", security);
  assert.deepEqual(
    (fees as Record<string, unknown>[]).map(
      ({ tier, isExpense, fromTreasury, owed, paid, unmet, treasuryPays, expenseLeft }) => [
        tier,
        isExpense,
        fromTreasury,
        owed,
        paid,
        unmet,
        treasuryPays,
        expenseLeft,
      ],
    ),
    [
      [0, false, true, "0", "5000000", "0", "0", null],
      [1, true, false, "0", "0", "12000000", null, "18000000"],
    ],
  );
  await assertReconciles(world);
});
