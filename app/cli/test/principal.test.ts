import assert from "node:assert/strict";
import { test } from "node:test";
import { AmortisationRule } from "@defi-ready/securities/program";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  ONE,
  SENIOR,
  type Structure,
  startSettledDeal,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

const UNTIL = DEADLINE + 100n * DAY;
const PERIOD = ["--from", "2025-02-01", "--to", "2025-03-01"];

/** A bullet of 300 in a deal that revolves, and an equity of 200 behind it. */
async function sold(): Promise<TestDeal> {
  const plain = debtAndEquity();
  const structure: Structure = {
    tranches: [{ ...SENIOR, amortisation: AmortisationRule.Bullet }, ...plain.tranches.slice(1)],
    waterfall: { ...plain.waterfall, revolvingUntil: UNTIL, proRataFrom: UNTIL, principalPaysInterest: true },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  return world;
}

test("principal is posted, waits, is drawn for new assets, and repays the debt by commands alone", async () => {
  const world = await sold();
  const { security } = world;
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [other] = await terminal.investor("other");
  const refused = async (who: string, args: string[], expected: RegExp) => {
    const run = await terminal.as(who, ...args);
    assert.deepEqual([run.code, run.out], [1, ""], args.join(" "));
    assert.match(run.err, expected);
  };
  const post = ["distribution", "post", security];
  const draw = ["proceeds", "draw", security];

  const before = await terminal.ok(other, "show", security);
  assert.match(
    before,
    /Mode +revolving: principal waits for new assets, and only what has matured is repaid/,
  );
  assert.match(before, /Revolves until +2025-05-21/);
  assert.match(
    before,
    /Principal +repays the debts pro rata from 2025-05-21.*while all subordination tests hold; pays interest that income/,
  );
  assert.match(before, /For new assets +waits: the reinvestment account is empty/);
  await refused(
    sponsor,
    [...draw, "--reinvestment"],
    /the reinvestment account is empty: there is nothing to draw/,
  );
  await refused(other, ["distribution", "repay", security], /is empty: there is nothing that could repay/);

  await world.give(world.sponsor.address, 200n * ONE);
  await refused(
    sponsor,
    [...post, "110", "--principal", "110.5", ...PERIOD],
    /--principal 110\.50 is more than the payment of 110\.00: it is a part of it/,
  );
  assert.match(
    await terminal.ok(sponsor, ...post, "110", "--principal", "100", ...PERIOD),
    /posted distribution 0 of 110\.00: residual of 1 10\.00, for new assets 100\.00/,
  );
  const waits = await terminal.ok(other, "show", security);
  assert.match(waits, / {2}for new assets +100\.00\n/);
  assert.match(waits, /For new assets +may be drawn/);
  await refused(
    other,
    ["distribution", "repay", security],
    /revolves until 2025-05-21.* waits for new assets/,
  );
  await refused(sponsor, [...draw, "101", "--reinvestment"], /InsufficientFunds/);
  assert.match(
    await terminal.ok(sponsor, ...draw, "40", "--reinvestment"),
    /drew 40\.00 for new assets to \w+/,
  );
  assert.match(await terminal.ok(other, "show", security), /Drawn so far +0\.00\n +for new assets +40\.00\n/);

  const record = await terminal.ok(other, "distribution", "show", security, "0");
  assert.match(record, /Amount +110\.00 of \w+\n/);
  assert.match(record, /Principal +100\.00 of it\n/);
  assert.match(record, /stays in the reinvestment account +100\.00/);
  assert.match(record, /Tranche +Outstanding afterwards\n[^\n]*\n? *0 +300\.00\n/);

  await world.moveTo(UNTIL);
  await refused(sponsor, [...draw, "1", "--reinvestment"], /while the deal revolves.*NotRevolving/);
  assert.match(
    await terminal.ok(other, "show", security),
    /For new assets +repays the tranches, with the next payment or by anyone/,
  );
  const repaid = await terminal.ok(other, "distribution", "repay", security);
  // Interest of 300 at 8 % for a hundred days is paid out of it, since no income came in.
  assert.match(
    repaid,
    /repaid 60\.00 as distribution 1: interest of 0 6\.575342, principal of 0 53\.424658\n/,
  );
  await refused(other, ["distribution", "repay", security], /is empty/);
  const shown = await terminal.ok(other, "distribution", "show", security, "1");
  assert.match(shown, /Principal +none of it/);
  assert.match(shown, /from the reinvestment account +\+60\.00/);
  assert.match(shown, /principal due of tranche 0 +53\.424658 +53\.424658/);
  const entry = await terminal.json(other, "distribution", "show", security, "1");
  assert.deepEqual(
    [entry.gross, entry.principal, entry.reinvestmentBefore, entry.reinvestmentAfter],
    ["0", "0", "60000000", "0"],
  );
  assert.deepEqual(entry.outstanding, [
    { rank: 0, amount: "246575342" },
    { rank: 1, amount: "0" },
  ]);
  const { waterfall } = (await terminal.json(other, "show", security)) as { waterfall: object };
  assert.deepEqual(
    Object.entries(waterfall).filter(([name]) =>
      ["proRataFrom", "principalPaysInterest", "reinvestable"].includes(name),
    ),
    [
      ["proRataFrom", String(UNTIL)],
      ["principalPaysInterest", true],
      ["reinvestable", false],
    ],
  );

  // A source of repayments.
  assert.match(
    await terminal.ok(
      sponsor,
      "source",
      "register",
      security,
      "--note",
      "loans",
      "--release",
      "1",
      "--principal",
    ),
    /registered source 0/,
  );
  assert.match(await terminal.ok(other, "source", "list", security), /0 +loans +principal +\w+ +0\.00/);
  await assertReconciles(world);
});

test("a reserve goes home by a command once it protects nothing any more", async () => {
  const { deal: world } = await closeAfterTests(startSettledDeal());
  const terminal = new Terminal(world);
  const [other] = await terminal.investor("other");
  await world.pay(10n * ONE);
  const early = await terminal.as(other, "distribution", "repay", world.security);
  assert.equal(early.code, 1);
  assert.match(
    early.err,
    /nothing would leave now: a reserve pays on a due date and afterwards .*, and reserve and covers go home once what they protect is owed nothing any more\n/,
  );
  await world.pay(110n * ONE, { principal: 100n * ONE });
  const repaid = await terminal.ok(other, "distribution", "repay", world.security);
  assert.match(repaid, /repaid 5\.00 as distribution 2: /);
  assert.match(repaid, /of 1 5\.00\n/, "the equity has it");
  await assertReconciles(world);
});
