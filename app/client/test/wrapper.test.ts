import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addVault,
  ClientError,
  cashIn,
  claim,
  clusterTime,
  createWrapper,
  earningsOf,
  findWrapper,
  issueCredential,
  listUnits,
  NOBODY,
  payoutsOf,
  postDistribution,
  readHolder,
  readMint,
  readWrapper,
  simulateWrapperValue,
  TOKEN_PROGRAM,
  TransactionFailure,
  tokenBalance,
  unitAccountAddress,
  unwrapShares,
  wrapCost,
  wrapperValue,
  wrapShares,
} from "@defi-ready/securities";
import {
  createMint,
  DAY,
  DEADLINE,
  debtAndEquity,
  fund,
  ONE,
  SOL,
  START,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import {
  getCreateAssociatedTokenIdempotentInstruction,
  getTransferCheckedInstruction,
} from "@solana-program/token";

/** A deal whose tranches have wrappers, sold to two investors: 100 senior shares each, and 100 junior ones to the first. */
async function sold(options: Parameters<typeof TestDeal.start>[0] = {}, qualifier?: KeyPairSigner) {
  const deal = await closeAfterTests(TestDeal.start({ wrapped: [0, 1], ...options }));
  const [alice, bob] = [await deal.investor(), await deal.investor()];
  if (qualifier !== undefined) {
    await fund(deal.cluster, [[qualifier.address, SOL]]);
  }
  const terms = { category: 0, jurisdiction: 0, expiresAt: DEADLINE + 1_000n * DAY, person: NOBODY };
  for (const owner of [alice, bob]) {
    if (qualifier !== undefined) {
      await deal.send(await issueCredential({ qualifier, subject: owner.address, terms }));
    }
    await deal.deposit(owner, 100n * ONE);
  }
  await deal.deposit(alice, 100n * ONE, deal.juniorBook);
  await deal.lock();
  await deal.settle();
  return { deal, alice, bob };
}

type Turn = typeof wrapShares;

async function turn(
  deal: TestDeal,
  how: Turn,
  owner: KeyPairSigner,
  amount: bigint,
  rank = 0,
): Promise<void> {
  const tranche = await deal.readTranche(deal.tranches[rank]);
  const security = await deal.readSecurity();
  await deal.send(await how({ cluster: deal.cluster, owner, security, tranche, amount }), owner);
}

/** Moves units as anybody moves a token: the client has no part in it. */
async function transferUnits(deal: TestDeal, from: KeyPairSigner, to: Address, amount: bigint, rank = 0) {
  const { data: wrapper } = await readWrapper(deal.cluster, deal.tranches[rank] ?? deal.senior);
  const { mint, tokenProgram } = wrapper;
  const [source, destination] = [
    await unitAccountAddress(wrapper, from.address),
    await unitAccountAddress(wrapper, to),
  ];
  const ids = { mint, tokenProgram };
  await deal.send(
    [
      getCreateAssociatedTokenIdempotentInstruction({ payer: from, ata: destination, owner: to, ...ids }),
      getTransferCheckedInstruction(
        { source, mint, destination, authority: from, amount, decimals: 6 },
        { programAddress: tokenProgram },
      ),
    ],
    from,
  );
}

const holderOf = async (deal: TestDeal, owner: Address, rank = 0) =>
  readHolder(deal.cluster, { tranche: deal.tranches[rank] ?? deal.senior, owner });

test("units of SPL Token are wrapped, found, sent and unwrapped alike", async () => {
  const { deal, alice, bob } = await sold({ classic: [1] });
  const { cluster, junior } = deal;
  await turn(deal, wrapShares, alice, 40n * ONE, 1);
  const { data } = await readWrapper(cluster, junior);
  assert.equal(data.tokenProgram, TOKEN_PROGRAM);
  assert.equal((await readMint(cluster, data.mint)).tokenProgram, TOKEN_PROGRAM);
  assert.equal(await tokenBalance(cluster, await unitAccountAddress(data, alice.address)), 40n * ONE);
  await transferUnits(deal, alice, bob.address, 10n * ONE, 1);
  assert.deepEqual(
    (await listUnits(cluster, bob.address)).map(({ wrapper, amount }) => [wrapper.data.tranche, amount]),
    [[junior, 10n * ONE]],
  );
  await turn(deal, unwrapShares, bob, 10n * ONE, 1);
  assert.equal((await holderOf(deal, bob.address, 1)).data.shares, 10n * ONE);
  assert.deepEqual(await listUnits(cluster, bob.address), []);
  await assertReconciles(deal);
});

test("a unit is a share and what a share has received, whoever holds it", async () => {
  const { deal, alice, bob } = await sold();
  const { cluster, junior } = deal;
  // 200 of the debt come first; then 100 junior shares earn 1.50 each.
  await turn(deal, wrapShares, alice, 40n * ONE, 1);
  await deal.pay(100n * ONE);
  const owed = async (owner: Address, rank: number) => {
    const tranche = await deal.readTranche(deal.tranches[rank]);
    const holder = await holderOf(deal, owner, rank);
    return earningsOf({ holder: holder.data, tranche: tranche.data, now: await clusterTime(cluster) }).owed;
  };
  const debt = await owed(alice.address, 0);
  assert.equal(debt, 50n * ONE, "half of what came in");
  await deal.pay(400n * ONE);
  const each = (await owed(alice.address, 1)) / 60n;
  assert.ok(each > 2n * ONE, "what the debt leaves of the second payment");

  const wrapper = await readWrapper(cluster, junior);
  assert.equal(wrapper.data.units, 40n * ONE);
  assert.equal((await readMint(cluster, wrapper.data.mint)).supply, 40n * ONE);
  const value = async () =>
    wrapperValue({
      wrapper: (await readWrapper(cluster, junior)).data,
      tranche: (await deal.readTranche(junior)).data,
      now: await clusterTime(cluster),
    });
  assert.deepEqual(
    await value(),
    await simulateWrapperValue(cluster, { tranche: junior, payer: bob.address }),
  );
  const inTen = cashIn({ value: await value(), units: 10n * ONE })[0] ?? 0n;
  assert.ok(inTen / 10n - each <= 1n && inTen / 10n >= each, "as a share that was never wrapped");

  // Plainly to somebody without a record, who unwraps them: a share each, and what it received.
  await transferUnits(deal, alice, bob.address, 10n * ONE, 1);
  assert.deepEqual(
    (await listUnits(cluster, bob.address)).map(({ wrapper: { address }, amount }) => [address, amount]),
    [[wrapper.address, 10n * ONE]],
  );
  await turn(deal, unwrapShares, bob, 10n * ONE, 1);
  const record = await holderOf(deal, bob.address, 1);
  assert.deepEqual([record.data.shares, await owed(bob.address, 1)], [10n * ONE, inTen]);
  assert.deepEqual(await listUnits(cluster, bob.address), []);
  const before = await tokenBalance(cluster, await deal.wallet(bob.address));
  await deal.send(await claim({ owner: bob, security: await deal.readSecurity(), holder: record }), bob);
  assert.equal((await tokenBalance(cluster, await deal.wallet(bob.address))) - before, inTen);
  await assertReconciles(deal);

  // Wrapped late, a share brings what a unit holds: of what is owed, and the rest is paid in.
  const junior1 = await deal.readTranche(junior);
  const holder = await holderOf(deal, bob.address, 1);
  const [cost] = wrapCost({
    wrapper: (await readWrapper(cluster, junior)).data,
    tranche: junior1.data,
    holder: holder.data,
    amount: 10n * ONE,
    now: await clusterTime(cluster),
  });
  const inRights = (rightsUntil: bigint, now: bigint) => () =>
    wrapCost({
      wrapper: wrapper.data,
      tranche: { ...junior1.data, rightsUntil },
      holder: holder.data,
      amount: ONE,
      now,
    });
  const end = 1_767_225_600n;
  assert.throws(inRights(end, end - 1n), (error) => {
    assert.ok(error instanceof ClientError);
    return /until 2026-01-01 00:00 UTC: shares can be wrapped from then on/.test(error.message);
  });
  assert.doesNotThrow(inRights(end, end));
  assert.deepEqual([(cost?.cash ?? 0n) - inTen <= 1n, cost?.paidIn], [true, cost?.cash]);
  const has = await tokenBalance(cluster, await deal.wallet(bob.address));
  await turn(deal, wrapShares, bob, 10n * ONE, 1);
  assert.equal(has - (await tokenBalance(cluster, await deal.wallet(bob.address))), cost?.paidIn);
  const own = wrapCost({
    wrapper: (await readWrapper(cluster, junior)).data,
    tranche: (await deal.readTranche(junior)).data,
    holder: (await holderOf(deal, alice.address, 1)).data,
    amount: 60n * ONE,
    now: await clusterTime(cluster),
  });
  assert.ok((own[0]?.paidIn ?? 2n) <= 1n, "what she is owed is what the units hold, but for rounding");
  await turn(deal, wrapShares, alice, 60n * ONE, 1);
  await assertReconciles(deal);

  for (const [owner, units] of [
    [alice, 90n],
    [bob, 10n],
  ] as const) {
    await turn(deal, unwrapShares, owner, units * ONE, 1);
  }
  assert.equal((await value()).units, 0n);
  await assertReconciles(deal);
});

test("while a payment streams, account data say what the program says", async () => {
  const { tranches, waterfall } = debtAndEquity();
  const structure = { tranches: tranches.map((terms) => ({ ...terms, smoothingDays: 30 })), waterfall };
  const { deal, alice } = await sold({ structure });
  const { cluster, senior } = deal;
  await turn(deal, wrapShares, alice, 30n * ONE);
  await deal.pay(10n * ONE + 3n);
  let last = -1n;
  for (const days of [3n, 11n, 29n, 31n]) {
    await deal.moveTo(DEADLINE + days * DAY + 7n);
    let compared = false;
    while (!compared) {
      const now = await clusterTime(cluster);
      const answer = await simulateWrapperValue(cluster, { tranche: senior, payer: alice.address });
      // The clock of the cluster runs: only an answer of the same second says anything.
      if ((await clusterTime(cluster)) === now) {
        const wrapper = (await readWrapper(cluster, senior)).data;
        assert.deepEqual(
          wrapperValue({ wrapper, tranche: (await deal.readTranche()).data, now }),
          answer,
          `after ${days} days`,
        );
        assert.ok((answer.cash[0] ?? 0n) > last);
        last = answer.cash[0] ?? 0n;
        compared = true;
      }
    }
  }
  assert.equal(
    cashIn({
      value: await simulateWrapperValue(cluster, { tranche: senior, payer: alice.address }),
      units: 200n * ONE,
    })[0],
    10n * ONE + 2n,
  );
  await assertReconciles(deal);
});

const refusal = (name: string) => (error: unknown) =>
  error instanceof TransactionFailure && error.details.errorName === name;

test("a wrap brings the cash of every payout mint, out of what is owed and out of the account for that mint", async () => {
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
  const { deal, alice, bob } = await sold({ structure });
  const { cluster, sponsor, senior } = deal;
  const mint = await createMint(cluster, { authority: sponsor, tokenProgram: deal.tokenProgram });
  await deal.send(await addVault({ cluster, sponsor, security: deal.security, mint }));
  const other = Object.assign(Object.create(deal) as TestDeal, { mint });
  await other.give(sponsor.address, 200n * ONE);
  const terms = { note: "in kind", documentSha256: new Uint8Array(32), periodStart: START };
  const payment = { ...terms, amount: 200n * ONE, periodEnd: START + DAY };
  const security = await deal.readSecurity();
  const posted = await postDistribution({ payer: sponsor, security, payment, mint });
  await deal.send(posted.instructions);
  await deal.pay(100n * ONE);
  const cost = async (owner: KeyPairSigner, amount: bigint) => {
    const { data: tranche } = await deal.readTranche();
    const { data: wrapper } = await readWrapper(cluster, senior);
    const { data: holder } = await holderOf(deal, owner.address);
    return wrapCost({ wrapper, tranche, holder, amount, now: await clusterTime(cluster) });
  };
  assert.equal(payoutsOf((await deal.readTranche()).data).length, 2);
  // 200 shares got a quarter of each: 0.125 of money and 0.25 of the other mint.
  const owed = [
    { cash: 5n * ONE, paidIn: 0n },
    { cash: 10n * ONE, paidIn: 0n },
  ];
  assert.deepEqual(await cost(alice, 40n * ONE), owed);
  await turn(deal, wrapShares, alice, 40n * ONE);
  for (const of of [undefined, mint]) {
    const holder = await holderOf(deal, bob.address);
    const claims = await claim({ owner: bob, security: await deal.readSecurity(), holder, mint: of });
    await deal.send(claims, bob);
  }
  const purses = async () =>
    Promise.all([deal, other].map(async (one) => tokenBalance(cluster, await one.wallet(bob.address))));
  const [money = 0n, kind = 0n] = await purses();
  assert.equal(kind, 25n * ONE);
  assert.deepEqual(
    await cost(bob, 40n * ONE),
    owed.map(({ cash }) => ({ cash, paidIn: cash })),
  );
  await turn(deal, wrapShares, bob, 40n * ONE);
  assert.deepEqual(await purses(), [money - 5n * ONE, kind - 10n * ONE]);
  await assertReconciles(deal);
  await turn(deal, unwrapShares, bob, 40n * ONE);
  const { earnings } = (await holderOf(deal, bob.address)).data;
  assert.deepEqual([earnings[0]?.owed, earnings[1]?.owed], [5n * ONE, 10n * ONE]);
  const answer = await simulateWrapperValue(cluster, { tranche: senior, payer: bob.address });
  assert.deepEqual(cashIn({ value: answer, units: 8n * ONE }), [ONE, 2n * ONE, 0n, 0n]);
  await assertReconciles(deal);
});

test("restricted shares are wrapped and unwrapped by the qualified, and their units are anybody's", async () => {
  const qualifier = await generateKeyPairSigner();
  const { deal, alice, bob } = await sold({ qualifiers: [qualifier.address] }, qualifier);
  assert.equal((await readWrapper(deal.cluster, deal.senior)).data.bearer, 1);
  await turn(deal, wrapShares, alice, 40n * ONE);
  const carol = await deal.investor();
  await transferUnits(deal, alice, carol.address, 5n * ONE);
  await assert.rejects(turn(deal, unwrapShares, carol, 5n * ONE), refusal("NotQualified"));
  await transferUnits(deal, carol, bob.address, 5n * ONE);
  await turn(deal, unwrapShares, bob, 5n * ONE);
  assert.equal((await holderOf(deal, bob.address)).data.shares, 105n * ONE);
  await assertReconciles(deal);
});

test("a wrapper is created before the first book is opened", async () => {
  const deal = await closeAfterTests(TestDeal.start());
  assert.equal(await findWrapper(deal.cluster, deal.senior), undefined);
  const unit = { name: "Late", symbol: "L", uri: "https://example.test/late.json" };
  const late = await createWrapper({
    sponsor: deal.sponsor,
    security: deal.security,
    rank: 0,
    terms: { unit, bearer: false },
  });
  await assert.rejects(deal.send(late.instructions), refusal("StructureClosed"));
});
