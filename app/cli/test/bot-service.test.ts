import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addVault,
  associatedTokenAddress,
  breachOf,
  createAssociatedTokenAccount,
  escheatsAt,
  feesOf,
  isStreaming,
  modeOf,
  payoutOf,
  postDistribution,
  readHolder,
  readSecurityState,
  readTranche,
  readWaterfall,
  reconcile,
  reconciles,
  registerSource,
  tokenBalance,
  tokenBalances,
  triggersOf,
} from "@defi-ready/securities";
import { crank, Memory } from "@defi-ready/securities-bot";
import {
  createMint,
  DAY,
  debtAndEquity,
  funded,
  JUNIOR,
  ONE,
  SENIOR,
  START,
  setAccounts,
  TestDeal,
  type Written,
  writeHolders,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner } from "@solana/kit";
import { getMintToInstruction } from "@solana-program/token";
import { Terminal } from "./command-line.js";

/** Holders of the tranche that takes the residual. */
function crowd(world: TestDeal, count: number): Promise<Written[]> {
  return writeHolders(world.cluster, { tranche: world.junior, count, shares: ONE });
}

/** Registers a source of revenue; gives its token account. */
async function sourceOf(world: TestDeal): Promise<Address> {
  const { instructions, account } = await registerSource({
    sponsor: world.sponsor,
    security: await world.readSecurity(),
    note: "royalties",
  });
  await world.send(instructions);
  return account;
}

async function mintTo(world: TestDeal, token: Address, amount: bigint, mint = world.mint): Promise<void> {
  await world.send([getMintToInstruction({ mint, token, mintAuthority: world.sponsor, amount })]);
}

async function assertReconciles(world: TestDeal): Promise<void> {
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
}

test("revenue is collected once it makes a distribution, and paid out as it is released", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const payer = await funded(world.cluster);
  const key = await terminal.keyFile("bot", payer);
  const holders = await crowd(world, 3);
  const account = await sourceOf(world);
  const named = ["--once", "--security", world.security];
  await mintTo(world, account, ONE - 1n);
  assert.match(await terminal.ok(key, "crank", ...named), /nothing was due/);
  await mintTo(world, account, 5n * ONE + 1n);

  const { cluster } = world;
  const strangers = await crank(cluster, { payer });
  assert.deepEqual([strangers.collected, strangers.skipped], [0, []]);
  assert.match(strangers.waiting[0]?.reason ?? "", /rent that is not refunded/);
  assert.match(await terminal.ok(key, "crank", "--collect-least", "6.5", ...named), /nothing was due/);
  const dry = await terminal.ok(key, "crank", "--dry-run", "--security", world.security);
  assert.match(dry, /collect \S+ 6000000 base units\n/);
  assert.match(dry, /would be: 1 source collected/);
  assert.match(
    await terminal.ok(key, "crank", "--once", "--rents", "--collect-least", "6"),
    /^1 source collected/,
  );
  const { data: tranche } = await readTranche(cluster, world.junior);
  assert.equal(payoutOf(tranche).streamUntil - payoutOf(tranche).streamFrom, 30n * DAY);
  await world.moveTo(payoutOf(tranche).streamUntil);
  assert.match(await terminal.ok(key, "crank", ...named), /^3 holders paid/);
  const balances = await tokenBalances(
    cluster,
    holders.map(({ payoutAccount }) => payoutAccount),
  );
  assert.deepEqual(balances, [2n * ONE, 2n * ONE, 2n * ONE]);
  assert.match(await terminal.ok(key, "crank", ...named), /nothing was due/);
  assert.equal((await terminal.as(key, "crank", "--once", "--collect-least", "much")).code, 2);
});

test("two bots at once collect each source once, and neither complains", async () => {
  const world = await closeAfterTests(TestDeal.start());
  await crowd(world, 2);
  for (let number = 0; number < 3; number += 1) {
    await mintTo(world, await sourceOf(world), 2n * ONE);
  }
  const bots = [await funded(world.cluster), await funded(world.cluster)];
  const securities = [world.security];
  const reports = await Promise.all(bots.map((payer) => crank(world.cluster, { payer, securities })));
  assert.deepEqual(
    reports.flatMap(({ skipped }) => skipped),
    [],
  );
  const collected = reports.reduce((sum, report) => sum + report.collected, 0);
  assert.ok(collected <= 3);
  assert.equal((await world.readSecurity()).data.nextDistribution, 3);
  await assertReconciles(world);
});

test("fees are paid; a payee's missing account is opened only where that is wanted", async () => {
  const [payee, other] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const { tranches, waterfall } = debtAndEquity();
  const fees = [payee, other].map(({ address }) => ({
    __kind: "Fee" as const,
    bps: 1_000,
    incomeOnly: false,
    payee: address,
  }));
  const world = await closeAfterTests(
    TestDeal.start({
      structure: { tranches, waterfall: { tiers: [...fees, ...waterfall.tiers] } },
    }),
  );
  const payer = await funded(world.cluster);
  await crowd(world, 2);
  await world.give(payee.address, 0n);
  await world.pay(10n * ONE);
  const first = await crank(world.cluster, { payer });
  assert.deepEqual([first.fees, first.paid, first.skipped], [1, 2, []]);
  assert.deepEqual(
    first.waiting.map(({ task, subject }) => [task, subject]),
    [["fee", other.address]],
  );
  assert.equal(await tokenBalance(world.cluster, await world.wallet(payee.address)), ONE);

  const second = await crank(world.cluster, { payer, securities: [world.security] });
  assert.deepEqual([second.fees, second.waiting], [1, []]);
  assert.equal(await tokenBalance(world.cluster, await world.wallet(other.address)), ONE);
  const { data } = await readWaterfall(world.cluster, world.security);
  assert.ok(feesOf(data).every(({ owed }) => owed === 0n));
  await assertReconciles(world);
});

test("triggers are tested when that changes something, and only then", async () => {
  const { tranches, waterfall } = debtAndEquity();
  const test = { __kind: "Collateral" as const, rank: 0, minBps: 10_000, maxAge: 30 };
  const world = await closeAfterTests(
    TestDeal.start({
      structure: {
        tranches,
        waterfall: { ...waterfall, triggers: [{ test, cureDays: 10, consequences: 1 }] },
      },
    }),
  );
  const payer = await funded(world.cluster);
  const pass = (dryRun = false) => crank(world.cluster, { payer, dryRun });
  const read = async () => (await readWaterfall(world.cluster, world.security)).data;
  assert.equal((await pass()).checked, 0, "without debt there is nothing to be worth");

  await writeHolders(world.cluster, { tranche: world.senior, count: 1, shares: 100n * ONE });
  assert.equal((await pass(true)).checked, 1);
  assert.ok(triggersOf(await read()).every((trigger) => breachOf(trigger) === undefined));
  assert.equal((await pass()).checked, 1, "it holds no more");
  assert.equal((await pass()).checked, 0);
  const [breach] = triggersOf(await read()).map(breachOf);
  assert.ok(breach);
  await world.moveTo(breach.cureEndsAt + 1n);
  const bots = [payer, await funded(world.cluster)];
  const reports = await Promise.all(bots.map((bot) => crank(world.cluster, { payer: bot })));
  assert.deepEqual(
    reports.flatMap(({ skipped }) => skipped),
    [],
  );
  assert.equal(modeOf(await read(), breach.cureEndsAt + 1n), "accelerated");
  assert.equal((await pass()).checked, 0);
});

test("holders are paid in every mint, at their own accounts for it", async () => {
  // Debt is paid in the settlement mint alone. Nobody holds the first class: its part goes on to the second.
  const tiers = [
    { __kind: "Split" as const, rank: 0, bps: 1 },
    { __kind: "Residual" as const, rank: 1 },
  ];
  const world = await closeAfterTests(
    TestDeal.start({
      structure: { tranches: [{ ...JUNIOR, rank: 0 }, JUNIOR], waterfall: { tiers } },
    }),
  );
  const { cluster, sponsor, tokenProgram } = world;
  const payer = await funded(cluster);
  const holders = await crowd(world, 13);
  const mint = await createMint(cluster, { authority: sponsor, tokenProgram });
  await world.send(await addVault({ cluster, sponsor, security: world.security, mint }));
  const [none, ...others] = holders;
  assert.ok(none);
  const accounts: Address[] = [];
  for (const owner of [sponsor.address, ...others.map((one) => one.owner)]) {
    await world.send(await createAssociatedTokenAccount({ payer: sponsor, owner, mint, tokenProgram }));
    accounts.push(await associatedTokenAddress({ owner, mint, tokenProgram }));
  }
  const [source, ...theirs] = accounts;
  assert.ok(source);
  await mintTo(world, source, 26n * ONE, mint);
  const { instructions } = await postDistribution({
    payer: sponsor,
    security: await world.readSecurity(),
    mint,
    payment: {
      amount: 26n * ONE,
      periodStart: START,
      periodEnd: START,
      note: "coupons",
      documentSha256: new Uint8Array(32),
    },
  });
  await world.send(instructions);
  await world.pay(13n * ONE);

  const report = await crank(cluster, { payer });
  assert.equal(report.paid, 13 + 12);
  assert.deepEqual(report.inKind, [{ security: world.security, mint, amount: 12n * 2_000_000n }]);
  assert.equal(report.amounts.get(world.security), 13n * ONE);
  assert.equal(report.owing.get(world.security), 1);
  assert.match(
    report.waiting[0]?.reason ?? "",
    /its owner has no account for this mint: the money stays owed/,
  );
  assert.deepEqual(new Set(await tokenBalances(cluster, theirs)), new Set([2n * ONE]));

  await world.send(
    await createAssociatedTokenAccount({ payer: sponsor, owner: none.owner, mint, tokenProgram }),
  );
  const terminal = new Terminal(world);
  const key = await terminal.keyFile("bot", payer);
  const pay = ["distribution", "pay", world.security, "--mint", mint];
  assert.match(await terminal.ok(key, ...pay), /^1 holder paid, 2\.00 of \S+ in all/);
  assert.match(await terminal.ok(key, ...pay), /nothing was due/);
  await assertReconciles(world);
});

test("what a holder cannot be paid for a year goes to the escheat owner, if the bot is told to", async () => {
  const owner = (await generateKeyPairSigner()).address;
  const world = await closeAfterTests(TestDeal.start({ security: { escheat: owner, escheatDays: 365 } }));
  const { cluster } = world;
  const payer = await funded(cluster);
  const [gone] = await crowd(world, 2);
  assert.ok(gone);
  await setAccounts(cluster, [[gone.payoutAccount, world.tokenProgram, new Uint8Array(165)]]);
  await world.pay(4n * ONE);
  const pass = (more = {}) => crank(cluster, { payer, securities: [world.security], ...more });
  const from = async () => {
    const holder = await readHolder(cluster, { tranche: world.junior, owner: gone.owner });
    return escheatsAt({ security: (await world.readSecurity()).data, holder: holder.data });
  };
  assert.deepEqual([(await pass()).paid, await from()], [1, undefined]);
  const noted = await pass({ escheat: true });
  assert.deepEqual([noted.paid, noted.escheated, noted.waiting.length], [0, 0, 1]);
  const at = await from();
  assert.ok(at !== undefined && at >= START + 365n * DAY);

  await world.moveTo(at);
  assert.equal((await pass()).escheated, 0);
  assert.equal((await pass({ escheat: true, dryRun: true })).escheated, 1);
  const rest = await pass({ escheat: true, rents: false });
  assert.deepEqual(
    [rest.escheated, rest.waiting.map(({ task }) => task)],
    [0, ["escheat", "pay"]],
    "the owner's account is to be opened",
  );
  const done = await pass({ escheat: true });
  assert.deepEqual([done.escheated, done.skipped, done.owing.get(world.security)], [1, [], 0]);
  assert.equal(await tokenBalance(cluster, await world.wallet(owner)), 2n * ONE);
  assert.equal((await pass({ escheat: true })).escheated, 0);
  await assertReconciles(world);
});

test("what streams is paid as it comes out, by a bot that goes on once a day", async () => {
  const { waterfall } = debtAndEquity();
  const tranches = [SENIOR, { ...JUNIOR, smoothingDays: 10 }];
  const world = await closeAfterTests(TestDeal.start({ structure: { tranches, waterfall } }));
  const { cluster } = world;
  const payer = await funded(cluster);
  const [one] = await crowd(world, 2);
  assert.ok(one);
  await world.pay(20n * ONE);
  const memory = new Memory();
  const received = () => tokenBalance(cluster, one.payoutAccount);
  const until = (await world.readTranche(world.junior)).data.payouts[0]?.streamUntil ?? 0n;
  await world.moveTo(until - 5n * DAY);
  assert.equal((await crank(cluster, { payer, memory })).paid, 2, "from an accumulator of 0 on the record");
  const half = await received();
  assert.ok(half >= 5n * ONE && half < 5n * ONE + 10_000n, `${half}`);

  await world.moveTo(until - 5n * DAY + 3_600n);
  assert.equal((await crank(cluster, { payer, memory })).paid, 0, "it was paid an hour ago");
  await world.moveTo(until - 4n * DAY + 60n);
  assert.equal((await crank(cluster, { payer, memory })).paid, 2, "a day later");
  await world.pay(20n * ONE);
  await world.moveTo(until - 4n * DAY + 7_200n);
  assert.equal((await crank(cluster, { payer, memory })).paid, 2, "something more was distributed");
  await world.moveTo(until + 20n * DAY);
  assert.equal((await crank(cluster, { payer, memory })).paid, 2);
  assert.equal(await received(), 20n * ONE);
  assert.ok(!isStreaming((await world.readTranche(world.junior)).data));
  assert.equal((await crank(cluster, { payer, memory })).paid, 0);
  await assertReconciles(world);
});
