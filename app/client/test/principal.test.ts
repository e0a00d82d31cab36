import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canRepay,
  clusterTime,
  describeTier,
  drawProceeds,
  listDistributions,
  obligationsOf,
  principalOf,
  readSource,
  readWaterfall,
  registerSource,
  repayReinvestment,
  settlementVault,
  simulateRepayment,
  tiersOf,
  tokenBalance,
  whyNotDrawn,
  whyNotReinvested,
} from "@defi-ready/securities";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  funded,
  ONE,
  type Structure,
  startSettledDeal,
  TestDeal,
  type TestDealOptions,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";

/** When the deals here stop to revolve. */
const UNTIL = DEADLINE + 100n * DAY;

/** A debt of 300 and an equity of 200 behind it, with more terms of the waterfall. */
async function sold(waterfall: Partial<Structure["waterfall"]>, more: TestDealOptions = {}) {
  const plain = debtAndEquity();
  const structure = { ...plain, waterfall: { ...plain.waterfall, ...waterfall } };
  const world = await closeAfterTests(TestDeal.start({ structure, ...more }));
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  return world;
}

test("what the assets repay waits for new assets while the deal revolves, and then repays the debt", async () => {
  const world = await sold({ revolvingUntil: UNTIL });
  const { cluster, sponsor } = world;
  const vault = async () => settlementVault((await world.readSecurity()).data);
  const destination = await world.wallet(sponsor.address);
  assert.equal(
    await whyNotReinvested(cluster, await world.readSecurity()),
    "the reinvestment account is empty",
  );
  await world.pay(110n * ONE, { principal: 100n * ONE });
  const [record] = await listDistributions(cluster, world.security);
  assert.ok(record);
  assert.deepEqual([record.data.gross, record.data.principal], [110n * ONE, 100n * ONE]);
  assert.deepEqual([record.data.reinvestment, record.data.reinvestmentAfter], [0n, 100n * ONE]);
  assert.deepEqual(record.data.outstanding.slice(0, 2), [300n * ONE, 0n], "nothing is repaid");
  assert.equal((await vault()).reinvestment, 100n * ONE);
  assert.equal(obligationsOf(await vault()), 110n * ONE, "it is owed like the rest");
  await assertReconciles(world);

  assert.equal(await whyNotReinvested(cluster, await world.readSecurity()), undefined);
  assert.equal(await whyNotDrawn(cluster, await world.readSecurity()), "none are in the vault");
  const draw = async (amount: bigint) =>
    world.send(
      await drawProceeds({
        sponsor,
        security: await world.readSecurity(),
        destination,
        amount,
        reinvestment: true,
      }),
    );
  const before = await tokenBalance(cluster, destination);
  await draw(40n * ONE);
  assert.equal((await tokenBalance(cluster, destination)) - before, 40n * ONE);
  const { reinvestment, reinvested, drawn } = await vault();
  assert.deepEqual([reinvestment, reinvested, drawn], [60n * ONE, 40n * ONE, 0n]);
  await assertReconciles(world);

  // Nobody can make it repay while it revolves, neither by asking nor by paying nothing.
  const anybody = await funded(cluster);
  const state = async () => ({
    security: (await world.readSecurity()).data,
    waterfall: (await readWaterfall(cluster, world.security)).data,
  });
  const repay = async () => {
    const now = await clusterTime(cluster);
    const made = await repayReinvestment({ caller: anybody, security: await world.readSecurity(), now });
    await world.send(made.instructions, anybody);
  };
  assert.equal(canRepay(await state(), UNTIL - 1n), false);
  assert.equal(canRepay(await state(), UNTIL), true);
  const would = async () => {
    const [security, now] = [await world.readSecurity(), await clusterTime(cluster)];
    return (await simulateRepayment(cluster, { security, now })).total;
  };
  assert.equal(await would(), 0n);
  await assert.rejects(repay(), /NothingWaits/);

  await world.moveTo(UNTIL);
  await assert.rejects(draw(1n), /NotRevolving/);
  assert.match(
    (await whyNotReinvested(cluster, await world.readSecurity())) ?? "",
    /while the deal revolves/,
  );
  assert.equal(await would(), 60n * ONE);
  await repay();
  assert.equal(principalOf((await world.readTranche()).data), 240n * ONE);
  const [, run] = await listDistributions(cluster, world.security);
  assert.ok(run);
  assert.deepEqual([run.data.gross, run.data.principal, run.data.payer], [0n, 0n, anybody.address]);
  assert.deepEqual([run.data.reinvestment, run.data.reinvestmentAfter], [60n * ONE, 0n]);
  assert.equal(run.data.ofPrincipal[2], 60n * ONE);
  assert.deepEqual([canRepay(await state(), UNTIL), await would()], [false, 0n]);
  await assert.rejects(repay(), /NothingWaits/);
  await assertReconciles(world);
});

test("principal is a part of the payment, in settlement money; a source may be of principal, a fee of income only", async () => {
  const plain = debtAndEquity();
  const payee = (await generateKeyPairSigner()).address;
  const fee = { __kind: "Fee" as const, bps: 2_000, incomeOnly: true, payee };
  const world = await sold({ tiers: [fee, ...plain.waterfall.tiers] });
  const { cluster, sponsor } = world;
  const { data } = await readWaterfall(cluster, world.security);
  const [first] = tiersOf(data).map((tier) => describeTier(tier, 6));
  assert.equal(first, `fee of 20.00 % of the income that comes in, to ${payee}`);
  assert.deepEqual([data.proRataFrom, data.principalPaysInterest], [0n, 0], "off unless the sponsor says so");
  await assert.rejects(
    world.pay(ONE, { principal: ONE + 1n }),
    /principal is at most the amount.*BadPrincipal/,
  );
  await assert.rejects(world.pay(ONE, { principal: ONE, recovery: true }), /BadPrincipal/);
  await world.pay(60n * ONE, { principal: 50n * ONE });
  const [record] = await listDistributions(cluster, world.security);
  assert.equal(record?.data.tiers[0], 2n * ONE, "a fifth of 10 of income");
  assert.equal(record?.data.ofPrincipal[3], 50n * ONE);

  const security = await world.readSecurity();
  const made = await registerSource({ sponsor, security, note: "repayments", isPrincipal: true });
  await world.send(made.instructions);
  const source = await readSource(cluster, { security: world.security, number: made.number });
  assert.equal(source.data.isPrincipal, 1);
  await assertReconciles(world);
});

test("principal pays interest and repays the debts pro rata where the waterfall says so", async () => {
  const [senior, junior] = debtAndEquity().tranches;
  assert.ok(senior && junior);
  const waterfall: Structure["waterfall"] = {
    tiers: [
      { __kind: "Interest", rank: 0 },
      { __kind: "Arrears", rank: 0 },
      { __kind: "Interest", rank: 1 },
      { __kind: "Arrears", rank: 1 },
      { __kind: "Sweep", rank: 0 },
      { __kind: "Sweep", rank: 1 },
      { __kind: "Residual", rank: 1 },
    ],
    proRataFrom: DEADLINE,
    principalPaysInterest: true,
  };
  const world = await sold({}, { structure: { tranches: [senior, { ...senior, rank: 1 }], waterfall } });
  const { data } = await readWaterfall(world.cluster, world.security);
  assert.deepEqual([data.proRataFrom, data.principalPaysInterest], [DEADLINE, 1]);
  // At once, before interest: 300 and 200 are owed.
  await world.pay(50n * ONE, { principal: 50n * ONE });
  const [record] = await listDistributions(world.cluster, world.security);
  assert.deepEqual(record?.data.ofPrincipal.slice(4, 6), [30n * ONE, 20n * ONE]);
  // 365 days of 8 % on 270 and 180 are 21.60 and 14.40; what is left of 86 repays 270 and 180 in proportion.
  await world.moveTo(DEADLINE + 365n * DAY);
  await world.pay(86n * ONE, { principal: 86n * ONE });
  const [, later] = await listDistributions(world.cluster, world.security);
  assert.deepEqual(
    later?.data.ofPrincipal.slice(0, 6),
    [216n, 0n, 144n, 0n, 300n, 200n].map((tenths) => (tenths * ONE) / 10n),
  );
  await assertReconciles(world);
});

test("a reserve goes home by a payment of nothing once the debt is repaid, and no sooner", async () => {
  const { deal: world } = await closeAfterTests(startSettledDeal());
  const { cluster } = world;
  const anybody = await funded(cluster);
  const pots = async () => {
    const { reserve, cover } = settlementVault((await world.readSecurity()).data);
    return [reserve, cover];
  };
  const now = () => clusterTime(cluster);
  const can = async () => {
    const { data: security } = await world.readSecurity();
    return canRepay(
      { security, waterfall: (await readWaterfall(cluster, world.security)).data },
      await now(),
    );
  };
  const would = async () => {
    const security = await world.readSecurity();
    return (await simulateRepayment(cluster, { security, now: await now() })).total;
  };
  const repay = async () => {
    const made = await repayReinvestment({
      caller: anybody,
      security: await world.readSecurity(),
      now: await now(),
    });
    await world.send(made.instructions, anybody);
  };
  await world.pay(10n * ONE);
  assert.deepEqual(await pots(), [5n * ONE, 30n * ONE]);
  assert.deepEqual([await can(), await would()], [true, 0n], "they protect the debt");
  await assert.rejects(repay(), /NothingWaits/);

  // The covers go home in the run that repays the debt, the reserve in the next one.
  await world.pay(110n * ONE, { principal: 100n * ONE });
  assert.equal(principalOf((await world.readTranche()).data), 0n);
  assert.deepEqual(await pots(), [5n * ONE, 0n]);
  assert.deepEqual([await can(), await would()], [true, 5n * ONE]);
  await repay();
  assert.deepEqual(await pots(), [0n, 0n]);
  assert.deepEqual([await can(), await would()], [false, 0n]);
  await assertReconciles(world);
});
