import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addVault,
  announceLoss,
  breachOf,
  checkTriggers,
  claim,
  clusterTime,
  collectSource,
  correctLoss,
  describeTier,
  describeTrigger,
  drawProceeds,
  earningsOf,
  escheat,
  escheatedOf,
  escheatsAt,
  feesOf,
  isLossDue,
  listDistributions,
  listLosses,
  listSources,
  modeOf,
  payeesOf,
  payFee,
  payHolders,
  postDistribution,
  principalOf,
  readHolder,
  readLoss,
  readSource,
  readWaterfall,
  recordLoss,
  registerSource,
  reportPool,
  restoreEscheated,
  send,
  setMode,
  settlementVault,
  simulateCheckTriggers,
  strikeLoss,
  tiersOf,
  tipAccountOf,
  tokenBalance,
  triggersOf,
  whyNotDrawn,
} from "@defi-ready/securities";
import { ModeChange } from "@defi-ready/securities/program";
import {
  createMint,
  DAY,
  DEADLINE,
  debtAndEquity,
  ONE,
  START,
  startSettledDeal,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { getCloseAccountInstruction, getTransferInstruction } from "@solana-program/token";

const REPORT = new Uint8Array(32).fill(9);

test("a waterfall's mode follows from a declaration, a tripped trigger, or the time", () => {
  const plain = { tripped: 0, declared: 0, revolvingUntil: 100n };
  assert.equal(modeOf(plain, 99n), "revolving");
  assert.equal(modeOf(plain, 100n), "amortising");
  assert.equal(modeOf({ ...plain, tripped: 1 }, 99n), "accelerated");
  assert.equal(modeOf({ ...plain, declared: 1 }, 100n), "accelerated");
});

test("a deal with fees, a reserve, a cover and triggers is served, and every counter is the sum of its parts", async () => {
  const { deal: world, cover, manager, investor } = await closeAfterTests(startSettledDeal());
  const { cluster, sponsor } = world;
  const security = () => world.readSecurity();
  const waterfall = () => readWaterfall(cluster, world.security);
  await assertReconciles(world);
  assert.equal(settlementVault((await security()).data).cover, 30n * ONE);

  const { data } = await waterfall();
  assert.deepEqual(
    tiersOf(data).map((tier) => describeTier(tier, 6)),
    [
      `fee of 1.00 % of what comes in, to ${manager}`,
      `fee a year of 36.00 and 0.50 % of the debt outstanding, to ${manager}`,
      "interest of tranche 0",
      "arrears of tranche 0",
      "reserve up to 5.00",
      "cover 2 gets back what it paid for losses",
      "principal due of tranche 0",
      "principal due of tranche 1",
      "all that is left to tranche 1",
    ],
  );
  assert.deepEqual(triggersOf(data).map(describeTrigger), [
    "at least 30.00 % of all capital stands behind tranche 0 and those senior to it",
    "losses are at most 20.00 % of all principal issued",
    "pool, reserve and reinvestment account are worth at least 120.00 % of the principal of tranche 0 and those " +
      "senior to it, by a report of the last 30 days",
  ]);

  // Nobody has reported a pool: only a look says that the trigger fails, and the accounts do not change by asking.
  const looked = await simulateCheckTriggers(cluster, { security: await security() });
  const [subordination, losses, collateral] = triggersOf(looked).map(breachOf);
  const at = await clusterTime(cluster);
  assert.deepEqual([subordination, losses], [undefined, undefined]);
  assert.ok(collateral !== undefined && at - collateral.since < 5n);
  assert.equal(collateral.acceleratesAt, collateral.since + 10n * DAY);
  assert.deepEqual((await waterfall()).data, data);

  // A draw tests the triggers itself.
  const destination = await world.wallet(sponsor.address);
  await world.release(world.seniorBook, world.juniorBook);
  const draw = async (amount: bigint) =>
    world.send(await drawProceeds({ sponsor, security: await security(), destination, amount }));
  await assert.rejects(draw(ONE), /a trigger does not hold.*TriggerFailing/);
  assert.match((await whyNotDrawn(cluster, await security())) ?? "", /a trigger does not hold/);
  const report = { reporter: sponsor, security: await security(), value: 130n * ONE, reportSha256: REPORT };
  await world.send([...(await reportPool(report)), ...(await checkTriggers({ security: await security() }))]);
  assert.equal(await whyNotDrawn(cluster, await security()), undefined);
  await draw(ONE);
  assert.deepEqual(triggersOf((await waterfall()).data).map(breachOf), [undefined, undefined, undefined]);

  await world.moveTo(DEADLINE + 10n * DAY);
  await world.pay(20n * ONE);
  const [fee, annual] = feesOf((await waterfall()).data);
  assert.ok(fee && annual);
  assert.deepEqual([fee.payee, fee.owed, fee.unmet], [manager, ONE / 5n, 0n]);
  // A year's 36 and 0.5 % of 100, for ten days of 365.
  assert.equal(annual.owed, ((36n * ONE + ONE / 2n) * 10n) / 365n);
  const vault = settlementVault((await security()).data);
  assert.deepEqual([vault.fees, vault.reserve], [fee.owed + annual.owed, 5n * ONE]);
  await assertReconciles(world);
  for (const { tier } of [fee, annual]) {
    const pay = { payer: sponsor, security: await security(), waterfall: await waterfall(), tier };
    await world.send(await payFee(pay));
  }
  assert.equal(await tokenBalance(cluster, await world.wallet(manager)), fee.owed + annual.owed);
  await assert.rejects(
    payFee({ payer: sponsor, security: await security(), waterfall: await waterfall(), tier: 2 }),
    /tier 2 of the waterfall is not a fee/,
  );

  // The cover pays at most 12 of a loss, the equity bears the rest; then a trigger fails at once.
  const lose = async (amount: bigint, servicer = sponsor) =>
    announceLoss({ servicer, security: await security(), amount, reportSha256: REPORT });
  const principals = async () =>
    Promise.all(world.tranches.map(async (one) => principalOf((await world.readTranche(one)).data)));
  const [debt = 0n] = await principals();
  const { instructions, loss } = await lose(60n * ONE);
  await world.send(instructions);
  const [announced] = await listLosses(cluster, world.security);
  assert.deepEqual([announced?.address, announced?.data.amount], [loss, 60n * ONE]);
  const at7 = await clusterTime(cluster);
  assert.equal(isLossDue({ status: 0, dueAt: at7 }, at7), true);
  assert.equal(announced === undefined || isLossDue(announced.data, at7), false);
  await assert.rejects(
    recordLoss({ security: await security(), loss }).then((it) => world.send(it)),
    /LossNotDue|on notice/,
  );
  assert.deepEqual(await principals(), [debt, 100n * ONE, 30n * ONE], "nothing yet");
  const { arbitrator } = world;
  await world.send(await recordLoss({ security: await security(), loss, arbitrator }));
  assert.deepEqual(await principals(), [debt - 12n * ONE, 52n * ONE, 18n * ONE]);
  assert.equal(
    (await readLoss(cluster, { security: world.security, reportSha256: REPORT })).data.writtenOff,
    48n * ONE,
  );
  // A half of it was none.
  const lower = { servicer: sponsor, arbitrator, security: await security(), loss, amount: ONE };
  await world.send(await correctLoss(lower));
  assert.deepEqual(await principals(), [debt - 12n * ONE, 53n * ONE, 18n * ONE]);
  // Another is struck out.
  const other = await announceLoss({
    servicer: sponsor,
    security: await security(),
    amount: ONE,
    reportSha256: new Uint8Array(32).fill(8),
  });
  await world.send(other.instructions);
  await world.send(await strikeLoss({ arbitrator, security: world.security, loss: other.loss }));
  assert.deepEqual((await listLosses(cluster, world.security)).map(({ data }) => data.status).sort(), [1, 2]);
  const now = await clusterTime(cluster);
  assert.equal(modeOf((await waterfall()).data, now), "accelerated", "losses are more than they may be");
  await assertReconciles(world);
  await assert.rejects(
    announceLoss({
      servicer: investor,
      security: await security(),
      amount: ONE,
      reportSha256: new Uint8Array(32).fill(7),
    }).then((it) => send(cluster, { instructions: it.instructions, payer: investor })),
    /NotServicer/,
  );

  // A recovery writes the equity up, and its cash is the debt's.
  await world.pay(12n * ONE, { recovery: true });
  const [, recovery] = await listDistributions(cluster, world.security);
  assert.deepEqual([recovery?.data.kind, recovery?.data.writtenUp.slice(0, 3)], [1, [0n, 12n * ONE, 0n]]);
  assert.equal(principalOf((await world.readTranche(cover)).data), 18n * ONE);
  await assertReconciles(world);

  await world.send(
    await setMode({ authority: sponsor, security: await security(), change: ModeChange.Accelerate }),
  );
  assert.equal((await waterfall()).data.declared, 1);
  await world.send(
    await setMode({ authority: world.arbitrator, security: await security(), change: ModeChange.Resume }),
    world.arbitrator,
  );
  assert.equal((await waterfall()).data.declared, 0);

  // What is repaid in full sends the cover home.
  await world.moveTo(DEADLINE + 60n * DAY);
  await world.pay(200n * ONE);
  assert.deepEqual((await principals()).slice(0, 1), [0n]);
  assert.equal(settlementVault((await security()).data).cover, 0n);
  await assertReconciles(world);
});

test("a source of revenue is paid like any account, and collected by anyone", async () => {
  const { deal: world, investor } = await closeAfterTests(startSettledDeal());
  const { cluster, sponsor } = world;
  const note = "royalties";
  const made = await registerSource({ sponsor, security: await world.readSecurity(), note });
  await world.send(made.instructions);
  const source = await world.wallet(investor.address);
  const pay = getTransferInstruction({
    source,
    destination: made.account,
    authority: investor,
    amount: 7n * ONE,
  });
  await world.send([pay], investor);
  const [listed, ...more] = await listSources(cluster, world.security);
  assert.deepEqual([listed?.source.address, listed?.balance, more], [made.source, 7n * ONE, []]);
  await world.moveTo(DEADLINE + 2n * DAY);
  const read = await readSource(cluster, { security: world.security, number: made.number });
  const collected = await collectSource({
    caller: investor,
    security: await world.readSecurity(),
    source: read,
  });
  await world.send(collected.instructions, investor);
  const [record] = await listDistributions(cluster, world.security);
  assert.deepEqual([record?.address, record?.data.gross], [collected.distribution, 7n * ONE]);
  assert.deepEqual([record?.data.payer, record?.data.source], [investor.address, made.source]);
  assert.equal((await listSources(cluster, world.security))[0]?.balance, 0n);
  await assertReconciles(world);
});

test("who pays holders is tipped, and what nobody can be paid for a year goes to the escheat owner and comes back", async () => {
  const owner = await generateKeyPairSigner();
  const terms = { escheat: owner.address, escheatDays: 365, tipFlat: ONE / 100n, tipBps: 50 };
  const { deal: world, investor } = await closeAfterTests(startSettledDeal({ security: terms }));
  const { cluster, sponsor, junior, senior } = world;
  await world.pay(50n * ONE, { tipBudget: ONE });
  const account = await world.wallet(investor.address);
  const bot = await world.investor(0n);
  const pay = async (tranche = senior) => {
    const holder = await readHolder(cluster, { tranche, owner: investor.address });
    const security = await world.readSecurity();
    const payees = await payeesOf({ security: security.data, holders: [holder] });
    const tipAccount = await tipAccountOf(security.data, bot.address);
    await world.send(await payHolders({ security, tranche, payees, tipAccount }), bot);
  };
  await pay();
  assert.equal(await tokenBalance(cluster, await world.wallet(bot.address)), ONE / 100n);
  await assertReconciles(world);

  // More than the debt: the equity is owed something too.
  await world.pay(120n * ONE);
  const rest = await tokenBalance(cluster, account);
  const away = getTransferInstruction({
    source: account,
    destination: await world.wallet(sponsor.address),
    authority: investor,
    amount: rest,
  });
  const close = getCloseAccountInstruction({ account, destination: investor.address, owner: investor });
  await world.send([away, close], investor);
  await pay(junior);
  const holder = () => readHolder(cluster, { tranche: junior, owner: investor.address });
  const unpaid = await holder();
  const due = escheatsAt({ security: (await world.readSecurity()).data, holder: unpaid.data });
  assert.ok(due !== undefined && due >= DEADLINE + 365n * DAY);
  const send1 = async () =>
    world.send(await escheat({ payer: sponsor, security: await world.readSecurity(), holder: unpaid }));
  await assert.rejects(send1(), /\d+, EscheatTooEarly/);
  await world.moveTo(due);
  const { owed } = earningsOf({
    holder: unpaid.data,
    tranche: (await world.readTranche(junior)).data,
    now: due,
  });
  assert.ok(owed > 0n);
  await send1();
  assert.equal(await tokenBalance(cluster, await world.wallet(owner.address)), owed);
  const security = await world.readSecurity();
  assert.equal(escheatedOf({ security: security.data, holder: (await holder()).data }), owed);
  await assertReconciles(world);

  await world.give(investor.address, 0n);
  await world.send(
    await restoreEscheated({ payer: sponsor, security, holder: await holder(), amount: owed }),
  );
  await world.send(await claim({ owner: investor, security, holder: await holder() }), investor);
  assert.equal(await tokenBalance(cluster, account), owed);
  await assertReconciles(world);
});

test("a deal without debt is paid in another mint, to associated accounts", async () => {
  const { tranches, waterfall } = debtAndEquity();
  const [, junior] = tranches;
  assert.ok(junior);
  const structure = {
    tranches: [{ ...junior, rank: 0 }, junior],
    waterfall: {
      ...waterfall,
      tiers: [{ __kind: "Split" as const, rank: 0, bps: 2_500 }, ...waterfall.tiers.slice(-1)],
    },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const { cluster, sponsor } = world;
  const investors = [await world.investor(), await world.investor()];
  for (const investor of investors) {
    await world.deposit(investor, 100n * ONE);
    await world.deposit(investor, 100n * ONE, world.juniorBook);
  }
  await world.lock();
  await world.settle();

  const mint = await createMint(cluster, { authority: sponsor, tokenProgram: world.tokenProgram });
  await world.send(await addVault({ cluster, sponsor, security: world.security, mint }));
  const other = Object.assign(Object.create(world) as TestDeal, { mint });
  await other.give(sponsor.address, 40n * ONE);
  const payment = {
    amount: 40n * ONE,
    periodStart: START,
    periodEnd: START + DAY,
    note: "in kind",
    documentSha256: new Uint8Array(32),
  };
  const security = () => world.readSecurity();
  const posted = await postDistribution({ payer: sponsor, security: await security(), payment, mint });
  await world.send(posted.instructions);
  await assertReconciles(world);

  const [first, second] = investors;
  assert.ok(first && second);
  const now = await clusterTime(cluster);
  const held = await readHolder(cluster, { tranche: world.senior, owner: first.address });
  const tranche = await world.readTranche();
  assert.equal(earningsOf({ holder: held.data, tranche: tranche.data, now }).owed, 0n);
  assert.equal(
    earningsOf({ holder: held.data, tranche: tranche.data, now, vault: 1 }).owed,
    5n * ONE - 1n,
    "the index keeps a part",
  );
  await other.give(first.address, 0n);
  const payees = await payeesOf({ security: (await security()).data, holders: [held], mint });
  const tipAccount = await world.wallet(sponsor.address);
  await world.send(
    await payHolders({ security: await security(), tranche: world.senior, payees, tipAccount, mint }),
  );
  assert.equal(await tokenBalance(cluster, await other.wallet(first.address)), 5n * ONE - 1n);
  const holder = await readHolder(cluster, { tranche: world.junior, owner: second.address });
  await world.send(await claim({ owner: second, security: await security(), holder, mint }), second);
  assert.equal(await tokenBalance(cluster, await other.wallet(second.address)), 15n * ONE - 1n);
  await assertReconciles(world);
});
