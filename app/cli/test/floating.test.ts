import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeStructure,
  disclosuresOf,
  dueDateAt,
  isFixingOpen,
  readFacts,
  readSecurityState,
  referenceAddress,
  referenceName,
  trancheTerms,
} from "@defi-ready/securities";
import { AmortisationRule, DayCountRule } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import {
  DAY,
  debtAndEquity,
  funded,
  ONE,
  SENIOR,
  type Structure,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, type KeyPairSigner, lamports } from "@solana/kit";
import { Terminal } from "./command-line.js";

const at = (day: string) => BigInt(Date.parse(`${day}T12:00:00Z`)) / 1000n;
const APRIL = at("2025-04-01");
const JULY = at("2025-07-01");
const OCTOBER = at("2025-10-01");
const PERIOD = ["--from", "2025-02-01", "--to", "2025-03-01"];
const NAME = "SOFR 3M";

type Played = Readonly<{ world: TestDeal; terminal: Terminal; reporter: string; reference: string }>;

/**
 * A bullet of 300 at 3.5 % over a reference rate, between 4 % and 9 %, 8.8 % in the first period, by quarters (30E/360);
 * an equity of 200 behind it.
 */
async function floating(): Promise<Played & Readonly<{ key: KeyPairSigner }>> {
  const plain = debtAndEquity();
  const key = await generateKeyPairSigner(true);
  const reference = await referenceAddress(key.address, referenceName(NAME));
  const senior = {
    ...SENIOR,
    amortisation: AmortisationRule.Bullet,
    ratePpm: 88_000,
    floating: { reference, marginPpm: 35_000, floorPpm: 40_000, capPpm: 90_000, fixingDays: 5 },
    dayCount: DayCountRule.Thirty360,
    periodMonths: 3,
    firstDue: APRIL,
  };
  const structure: Structure = { ...plain, tranches: [senior, ...plain.tranches.slice(1)] };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  await world.cluster.rpc.requestAirdrop(key.address, lamports(1_000_000_000n)).send();
  const terminal = new Terminal(world);
  const reporter = await terminal.keyFile("administrator", key);
  return { world, terminal, reporter, reference, key };
}

/** The same, once its reference rate is there and both books are locked. */
async function sold(): Promise<Played> {
  const played = await floating();
  const { world, terminal, reporter, reference } = played;
  const created = await terminal.ok(
    reporter,
    ...["reference", "create", NAME, "5.3", "--daily", "0.25", "--max-age", "7"],
  );
  assert.equal(created, `created the reference rate ${reference}: ${NAME} at 5.30 %\n`);
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  return played;
}

test("a rate floats by commands and by the bot, and its interest is that of each period's fixing", async () => {
  const { world, terminal, reporter, reference } = await sold();
  const { cluster, security } = world;
  const [other, bot] = [await terminal.sponsor(), await funded(cluster)];
  const pass = async () => {
    const { fixed, waiting, skipped } = await crank(cluster, { payer: bot, securities: [security] });
    return [fixed, waiting.map(({ task }) => task), skipped];
  };
  const refused = async (expected: RegExp, who: string, ...args: string[]) => {
    const { code, out, err } = await terminal.as(who, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
  };
  const fix = ["reference", "fix", security, "0"];
  await refused(/FixingNotOpen/, other, ...fix);
  assert.match(
    await terminal.ok(other, "show", security),
    /0 +SOFR 3M +5\.30 % +3\.50 % +4\.00 % +9\.00 % +8\.80 % +not fixed\n/,
  );

  // Too old a report waits for its reporter, and nobody else's counts.
  await world.moveTo(APRIL - 5n * DAY);
  assert.deepEqual(await pass(), [0, ["fix"], []]);
  assert.match(
    await terminal.ok(other, "reference", "show", reference),
    /Reported +.*, too long ago to count\n/,
  );
  await refused(/NotReporter/, other, "reference", "report", reference, "4.9");
  await refused(/RateMoved/, reporter, "reference", "report", reference, "20");
  assert.equal(
    await terminal.ok(reporter, "reference", "report", reference, "4.9"),
    "reported SOFR 3M at 4.90 %\n",
  );
  const shown = await terminal.json(other, "reference", "show", reference);
  assert.deepEqual(
    [shown.name, shown.ratePpm, shown.dailyPpm, shown.maxAgeDays, shown.counts],
    [NAME, 49_000, 2_500, 7, true],
  );
  const planned = await crank(cluster, { payer: bot, securities: [security], dryRun: true });
  assert.equal(planned.fixed, 1);
  assert.deepEqual(await pass(), [1, [], []]);
  assert.deepEqual(await pass(), [0, [], []], "once a period");
  await refused(/AlreadyFixed/, other, ...fix);
  assert.match(await terminal.ok(other, "show", security), /8\.80 % +8\.40 %\n/);

  // From February 10th to April 1st, 51 days of 360: 300 at 8.8 % bear 3.74.
  await world.moveTo(APRIL);
  await world.give(world.sponsor.address, 100n * ONE);
  const post = ["distribution", "post", security];
  assert.match(
    await terminal.ok(other, ...post, "3.74", ...PERIOD),
    /posted distribution 0 of 3\.74: interest of 0 3\.74\n/,
  );
  // A quarter at 8.4 %: 6.30.
  await world.moveTo(JULY - DAY);
  assert.equal(
    dueDateAt((await world.readTranche()).data, JULY - DAY),
    JULY / DAY,
    "nobody has looked since April",
  );
  assert.equal(isFixingOpen((await world.readTranche()).data, JULY - DAY), true);
  await terminal.ok(reporter, "reference", "report", reference, "6");
  assert.equal(await terminal.ok(other, ...fix), "fixed the rate of tranche 0 from 2025-07-01 on: 9.00 %\n");
  await world.moveTo(JULY);
  assert.match(
    await terminal.ok(other, ...post, "6.30", ...PERIOD),
    /posted distribution 1 of 6\.30: interest of 0 6\.30\n/,
  );
  // Nobody fixes a rate for the last quarter; this one bears the cap, 6.75.
  await world.moveTo(OCTOBER);
  assert.match(
    await terminal.ok(other, ...post, "7", ...PERIOD),
    /posted distribution 2 of 7\.00: interest of 0 6\.75, residual of 1 0\.25\n/,
  );
  const json = await terminal.json(other, "show", security);
  const [senior] = json.tranches as Record<string, unknown>[];
  assert.deepEqual(
    [senior?.ratePpm, senior?.currentRatePpm, senior?.nextRatePpm, senior?.floating],
    [
      88_000,
      90_000,
      null,
      {
        reference,
        marginPpm: 35_000,
        floorPpm: 40_000,
        capPpm: 90_000,
        fixingDays: 5,
        name: NAME,
        referencePpm: 60_000,
      },
    ],
  );
  await assertReconciles(world);
});

test("the bot leaves alone a tranche whose reference rate never counts", async () => {
  const { world, terminal, reporter, reference } = await floating();
  const { cluster, security } = world;
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.moveTo(APRIL - DAY);
  const other = await terminal.sponsor();
  assert.match(await terminal.ok(other, "show", security), /0 +\w+\.\.\w+ does not exist +-/);
  const options = { payer: world.sponsor, securities: [security] };
  const before = await crank(cluster, options);
  assert.deepEqual([before.fixed, before.waiting, before.skipped], [0, [], []]);
  // Created when the term has started, with a first report of its reporter's choice.
  await terminal.ok(reporter, "reference", "create", NAME, "0", "--daily", "0", "--max-age", "7");
  const twice = await terminal.as(
    reporter,
    "reference",
    "create",
    NAME,
    "1",
    "--daily",
    "1",
    "--max-age",
    "9",
  );
  assert.match(
    twice.err,
    /you have created the reference rate .+ already, at \w+: report it with `reference report`/,
  );
  const after = await crank(cluster, options);
  assert.deepEqual([after.fixed, after.waiting, after.skipped], [0, [], []]);
  const run = await terminal.as(other, "reference", "fix", security, "0");
  assert.match(run.err, /ReferenceTooNew/);
  assert.match(await terminal.ok(other, "reference", "show", reference), /Moves by +nothing\n/);
});

test("a class begins to float, and stops, while its terms are negotiated", async () => {
  const { world, terminal, reference } = await floating();
  const { cluster, security } = world;
  const key = await terminal.sponsor();
  const change = (...args: string[]) =>
    terminal.as(key, "structure", "change", security, "--rank", "0", ...args);
  const said = async () =>
    disclosuresOf(await readFacts(cluster, await readSecurityState(cluster, security)))
      .map(({ text }) => text)
      .join("\n");
  const follows = `3.50 % over the reference rate ${reference}, at least 4.00 % and at most 9.00 %`;
  assert.ok((await said()).includes(follows));
  const before = trancheTerms((await world.readTranche()).data);
  assert.equal((await change("--reference", "none")).code, 0);
  assert.deepEqual(trancheTerms((await world.readTranche()).data), { ...before, floating: null });
  assert.ok(!(await said()).includes("reference rate"));
  assert.match((await change("--margin", "3")).err, /name the reference rate.* with --reference/);
  assert.match((await change("--reference", reference, "--margin", "9.5", "--cap", "9")).err, /BadFloating/);
  assert.equal((await change("--reference", reference, "--margin", "2.25", "--fixing-days", "10")).code, 0);
  assert.deepEqual(trancheTerms((await world.readTranche()).data), {
    ...before,
    floating: { reference, marginPpm: 22_500, floorPpm: 0, capPpm: 0, fixingDays: 10 },
  });
  assert.ok(
    (await said()).includes(`2.25 % over the reference rate ${reference}, at least 0.00 % and without a cap`),
  );
  // Its margin rises, all at once and none again.
  const rises = ["2025-10-01:0.5", "2026-04-01:0.25"];
  assert.equal((await change("--step-up", ...rises)).code, 0);
  const [october, april] = [1_759_276_800n, 1_775_001_600n];
  assert.deepEqual(trancheTerms((await world.readTranche()).data).stepUps, [
    { from: october, addPpm: 5_000 },
    { from: april, addPpm: 2_500 },
  ]);
  assert.match(
    await said(),
    /The margin of class 0 \(debt\) rises by 0\.50 % from 2025-10-01 on, by 0\.25 % from 2026-04-01 on, for the periods/,
  );
  const shown = await terminal.ok(key, "show", security);
  assert.match(shown, /0 +2025-10-01 +0\.50 %\n *0 +2026-04-01 +0\.25 %\n/);
  assert.match((await change("--step-up", ...rises.toReversed())).err, /BadStepUp/);
  assert.match((await change("--step-up", "0.5")).err, /"0\.5" is no step-up: give a day and a rate/);
  assert.equal((await change("--step-up", "none")).code, 0);
  assert.deepEqual(trancheTerms((await world.readTranche()).data).stepUps, []);
});

test("a custom schedule is shown with its days and parts", async () => {
  const { world, terminal } = await floating();
  const { cluster, sponsor, security } = world;
  const custom = [
    { on: APRIL, bps: 1_250 },
    { on: OCTOBER, bps: 4_000 },
  ];
  const terms = { amortisation: AmortisationRule.Custom, custom };
  await world.send(await changeStructure({ cluster, sponsor, security, classes: [{ rank: 0, terms }] }));
  const key = await terminal.sponsor();
  const shown = await terminal.ok(key, "show", security);
  assert.match(shown, /0 +2025-04-01 +12\.50 %\n *0 +2025-10-01 +40\.00 %\n/);
  const json = await terminal.json(key, "show", security);
  const [senior] = json.tranches as Record<string, unknown>[];
  assert.deepEqual(senior?.custom, [
    { on: APRIL.toString(), bps: 1_250 },
    { on: OCTOBER.toString(), bps: 4_000 },
  ]);
  // Another change leaves it as it is.
  assert.equal(
    (await terminal.as(key, "structure", "change", security, "--rank", "0", "--rate", "9")).code,
    0,
  );
  assert.deepEqual(trancheTerms((await world.readTranche()).data).custom, custom);
});
