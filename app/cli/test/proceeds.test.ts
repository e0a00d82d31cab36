import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addVault,
  clusterTime,
  drawableOf,
  drawProceeds,
  isDrawLate,
  listDistributions,
  readSecurityState,
  reconcile,
  reconciles,
  returnProceeds,
  type SecurityTerms,
  setMode,
  settlementVault,
  sweepVault,
  tokenBalance,
  UNLIMITED_DRAWS,
  unsolicitedIn,
  whyNotDrawn,
} from "@defi-ready/securities";
import { ModeChange } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { createMint, DAY, DEADLINE, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { getTransferInstruction, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { Terminal } from "./command-line.js";

/** A world in which both classes are sold for 100, and the proceeds are in the treasury. */
async function sold(security: Partial<SecurityTerms> = {}): Promise<TestDeal> {
  const world = await closeAfterTests(TestDeal.start({ security }));
  const investor = await world.investor(200n * ONE);
  await world.deposit(investor, 100n * ONE);
  await world.deposit(investor, 100n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.release();
  return world;
}

async function vaultOfWorld(world: TestDeal) {
  return settlementVault((await world.readSecurity()).data);
}

async function assertReconciles(world: TestDeal): Promise<void> {
  const checks = reconcile(await readSecurityState(world.cluster, world.security));
  assert.ok(reconciles(checks), JSON.stringify(checks.filter(({ holds }) => !holds).map(({ what }) => what)));
}

test("a limit is told of before the program refuses, and both say the same", async () => {
  const limit = { limit: 50n * ONE, period: 30n * DAY };
  const world = await sold({ draws: { ...UNLIMITED_DRAWS, ...limit } });
  const { cluster, sponsor } = world;
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  assert.match(await terminal.ok(key, "proceeds", "draw", world.security, "30"), /drew 30\.00/);
  const now = await clusterTime(cluster);
  assert.equal(drawableOf(await vaultOfWorld(world), now), 20n * ONE);
  const security = await world.readSecurity();
  const destination = await world.wallet(sponsor.address);
  const draw = { sponsor, security, destination, amount: 20n * ONE + 1n };
  await assert.rejects(world.send(await drawProceeds(draw)), /what may be drawn within a period.*DrawLimit/);
  assert.match(
    await terminal.ok(key, "show", world.security),
    /Draws +at most 50\.00 within 30 days, 20\.00 left now\n/,
  );
  assert.match(await terminal.ok(key, "proceeds", "draw", world.security), /drew 20\.00/);
  const none = await terminal.as(key, "proceeds", "draw", world.security);
  assert.deepEqual([none.code, /the limit allows no draw now/.test(none.err)], [1, true], none.err);
  await world.moveTo(now + 30n * DAY + 60n);
  assert.match(await terminal.ok(key, "proceeds", "draw", world.security), /drew 50\.00/);
  await assertReconciles(world);
});

test("the arbitrator signs with the sponsor where the security says so", async () => {
  const arbitrator = await generateKeyPairSigner(true);
  const world = await sold({ arbitrator: arbitrator.address, coSigned: true });
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const alone = await terminal.as(key, "proceeds", "draw", world.security, "10");
  assert.equal(alone.code, 1);
  assert.match(
    alone.err,
    new RegExp(`drawing also requires the signature of the arbitrator, ${arbitrator.address}`),
  );
  const second = await terminal.keyFile("arbitrator", arbitrator);
  const draw = ["proceeds", "draw", world.security, "10", "--arbitrator"];
  const wrong = await terminal.as(key, ...draw, key);
  assert.match(wrong.err, /drawing requires the signature of the security's arbitrator/);
  assert.match(await terminal.ok(key, ...draw, second), /drew 10\.00/);
  assert.match(await terminal.ok(key, "show", world.security), /Draws +with the arbitrator's signature\n/);
});

test("proceeds go back by the sponsor at any time, and by the bot once accelerated", async () => {
  const world = await sold();
  const { cluster, sponsor } = world;
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  await world.moveTo(DEADLINE + 10n * DAY);
  const told = await terminal.ok(key, "proceeds", "return", world.security, "30");
  assert.match(told, /returned 30\.00 as distribution 0: principal of 0 30\.00/);
  assert.match(
    await terminal.ok(key, "distribution", "show", world.security, "0"),
    /Kind +unused proceeds returned/,
  );
  const bot = await funded(cluster);
  const securities = [world.security];
  const stranger = { caller: bot, security: await world.readSecurity() };
  await assert.rejects(
    world.send((await returnProceeds(stranger)).instructions, bot),
    /only the sponsor returns proceeds at any time.*ReturnNotDue/,
  );
  assert.equal((await crank(cluster, { payer: bot, securities })).returned, 0);
  await world.send(
    await setMode({
      authority: sponsor,
      security: await world.readSecurity(),
      change: ModeChange.Accelerate,
    }),
  );
  assert.match((await whyNotDrawn(cluster, await world.readSecurity())) ?? "", /the deal is accelerated/);
  assert.match(await terminal.ok(key, "show", world.security), /Proceeds +wait: the deal is accelerated/);
  const unpaid = await crank(cluster, { payer: bot });
  assert.deepEqual([unpaid.returned, unpaid.waiting.map(({ task }) => task)], [0, ["return"]]);
  const report = await crank(cluster, { payer: bot, securities });
  assert.deepEqual([report.returned, report.skipped], [1, []]);
  assert.equal((await vaultOfWorld(world)).treasury, 0n);
  const [, second] = await listDistributions(cluster, world.security);
  // The senior is whole, and the junior has the rest of its own back.
  assert.equal(second?.data.gross, 170n * ONE);
  assert.ok((second?.data.returned[1] ?? 0n) > 99n * ONE);
  assert.equal((await crank(cluster, { payer: bot, securities })).returned, 0);
  await assertReconciles(world);
});

test("proceeds that nobody begins to draw go back by the bot after the date", async () => {
  const beginBy = DEADLINE + 20n * DAY;
  const world = await sold({ draws: { ...UNLIMITED_DRAWS, beginBy, beginWith: 5n * ONE } });
  const { cluster } = world;
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  assert.match(
    await terminal.ok(key, "show", world.security),
    /Draws +5\.00 to be drawn by 2025-03-02 00:00 UTC, or the proceeds may be returned\n/,
  );
  const bot = await funded(cluster);
  const options = { payer: bot, securities: [world.security] };
  assert.equal((await crank(cluster, options)).returned, 0);
  await world.moveTo(beginBy);
  assert.ok(isDrawLate(await vaultOfWorld(world), beginBy));
  assert.match(
    await terminal.ok(key, "show", world.security),
    /Draws +drawing had to begin by .* and did not/,
  );
  const dry = await crank(cluster, { ...options, dryRun: true });
  assert.deepEqual([dry.returned, (await vaultOfWorld(world)).treasury], [1, 200n * ONE]);
  assert.equal((await crank(cluster, options)).returned, 1);
  assert.equal((await vaultOfWorld(world)).treasury, 0n);
  await assertReconciles(world);
});

test("unsolicited money is income, by command and by the bot", async () => {
  const world = await sold();
  const { cluster } = world;
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const { address, treasury } = await vaultOfWorld(world);
  const donor = await world.investor(20n * ONE);
  const source = await world.wallet(donor.address);
  const give = (amount: bigint) =>
    world.send([getTransferInstruction({ source, destination: address, authority: donor, amount })], donor);
  const unasked = async () => unsolicitedIn(await vaultOfWorld(world), await tokenBalance(cluster, address));
  await give(ONE - 1n);
  const bot = await funded(cluster);
  const options = { payer: bot, securities: [world.security] };
  assert.equal((await crank(cluster, options)).swept, 0, "too little for a distribution");
  await give(4n * ONE + 1n);
  assert.equal(await unasked(), 5n * ONE);
  assert.deepEqual((await crank(cluster, { payer: bot })).waiting.length, 1, "the record costs rent");
  const report = await crank(cluster, options);
  assert.deepEqual([report.swept, report.skipped], [1, []]);
  assert.equal(await unasked(), 0n);
  await give(5n * ONE);
  assert.match(
    await terminal.ok(key, "proceeds", "sweep", world.security),
    /swept 5\.00 as distribution 1: principal of 0 5\.00/,
  );
  await assert.rejects(
    world.send(
      (await sweepVault({ caller: world.sponsor, security: await world.readSecurity() })).instructions,
    ),
    /the amount is zero/,
  );
  const records = await listDistributions(cluster, world.security);
  assert.deepEqual(
    records.map(({ data }) => [data.kind, data.gross]),
    [
      [3, 5n * ONE],
      [3, 5n * ONE],
    ],
  );
  assert.equal((await vaultOfWorld(world)).treasury, treasury, "no proceeds");
  await assertReconciles(world);
});

const DELIVERY_BY = DEADLINE + 60n * DAY;

test("nothing is drawn before the arbitrator has confirmed the delivery by its document", async () => {
  const world = await sold({ deliveryBy: DELIVERY_BY });
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  assert.match(
    await terminal.ok(key, "show", world.security),
    /Delivery +to be confirmed by the arbitrator before .*; until then nothing can be drawn/,
  );
  const early = await terminal.as(key, "proceeds", "draw", world.security, "30");
  assert.equal(early.code, 1);
  assert.match(early.err, /proceeds wait for the delivery.*DeliveryAwaited/);
  const arbitrator = await terminal.keyFile("arbitrator", world.arbitrator);
  const document = terminal.file("certificate.txt", "The merger has taken effect.");
  const wrong = await terminal.as(key, "proceeds", "delivery", world.security, document);
  assert.match(wrong.err, /only the security's arbitrator.*NotArbitrator/);
  const said = await terminal.ok(arbitrator, "proceeds", "delivery", world.security, document);
  assert.match(said, /confirmed the delivery/);
  const twice = await terminal.as(arbitrator, "proceeds", "delivery", world.security, document);
  assert.match(twice.err, /no delivery is awaited.*DeliveryClosed/);
  assert.match(await terminal.ok(key, "show", world.security), /Delivery +confirmed .*, by [0-9a-f]{64}/);
  assert.match(await terminal.ok(key, "proceeds", "draw", world.security, "30"), /drew 30\.00/);
});

test("without a delivery by its date the bot sends the proceeds back", async () => {
  const world = await sold({ deliveryBy: DELIVERY_BY });
  const bot = await funded(world.cluster);
  const securities = [world.security];
  assert.equal((await crank(world.cluster, { payer: bot, securities })).returned, 0);
  await world.moveTo(DELIVERY_BY);
  const terminal = new Terminal(world);
  assert.match(
    await terminal.ok(await terminal.sponsor(), "show", world.security),
    /Delivery +not confirmed by .*: anyone may return the proceeds/,
  );
  const report = await crank(world.cluster, { payer: bot, securities });
  assert.deepEqual([report.returned, report.skipped], [1, []]);
  assert.equal((await vaultOfWorld(world)).treasury, 0n);
  await assertReconciles(world);
});

test("a draw of a mint that no destination takes is refused before it is sent", async () => {
  const world = await sold();
  const { cluster, sponsor, security } = world;
  const mint = await createMint(cluster, { authority: sponsor, tokenProgram: TOKEN_PROGRAM_ADDRESS });
  await world.send(await addVault({ cluster, sponsor, security, mint }));
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const { code, err } = await terminal.as(key, "proceeds", "draw", security, "1", "--mint", mint);
  assert.equal(code, 1);
  assert.match(err, new RegExp(`no destination of the security is a token account of ${mint}: propose one`));
});
