import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  castBallot,
  claim,
  freezeShares,
  heldOf,
  openWindow,
  preflightThaw,
  preflightTransfer,
  readHolder,
  readTokenAccounts,
  readTranche,
  readyToThaw,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
  thawShares,
  thawState,
  transferShares,
} from "@defi-ready/securities";
import type { Resolution } from "@defi-ready/securities/program";
import { DAY, DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Account, type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { getCreateAccountInstruction } from "@solana-program/system";
import {
  getBurnInstruction,
  getInitializeAccount3Instruction,
  getInitializeImmutableOwnerInstruction,
} from "@solana-program/token";

const FIRST = DEADLINE + 20n * DAY;
/** Four days a month. */
const window = { __kind: "Periodic", months: 1, anchor: Number(FIRST / DAY), days: 4 } as const;
const deal = await closeAfterTests(TestDeal.start({ frozen: [1], transfers: [{}, { window }] }));
const { cluster, junior: tranche, sponsor } = deal;
const [ann, bob, cid] = [await deal.investor(), await deal.investor(), await deal.investor()];

const record = async (owner: Address) => await readHolder(cluster, { tranche, owner });
const shares = async (...owners: readonly KeyPairSigner[]) =>
  await Promise.all(owners.map(async ({ address }) => (await record(address)).data.shares / ONE));
const options = async (owner: Address) => ({
  security: await deal.readSecurity(),
  tranche: await readTranche(cluster, tranche),
  owner,
});

async function thaw(owner: KeyPairSigner, caller = owner): Promise<void> {
  const { security } = await options(owner.address);
  const common = { tranche: await readTranche(cluster, tranche), owner: owner.address };
  await deal.send(
    [
      ...(await readyToThaw({ cluster, payer: caller, security, tranche, owner: owner.address })),
      ...(await thawShares({ caller, ...common })),
    ],
    caller,
  );
}

async function freeze(owner: KeyPairSigner, caller: KeyPairSigner): Promise<void> {
  const holder = await record(owner.address);
  await deal.send(
    await freezeShares({ caller, tranche: await readTranche(cluster, tranche), holder }),
    caller,
  );
}

async function transfer(from: KeyPairSigner, to: KeyPairSigner, amount: bigint) {
  return await transferShares({
    cluster,
    owner: from,
    tranche: await readTranche(cluster, tranche),
    security: await deal.readSecurity(),
    to: to.address,
    amount,
  });
}

/** A second token account of an owner, which stays its owner's, and is empty. */
async function secondAccount(owner: Address): Promise<Address> {
  const [account, { data }] = await Promise.all([generateKeyPairSigner(), readTranche(cluster, tranche)]);
  const space = 170n;
  const lamports = await cluster.rpc.getMinimumBalanceForRentExemption(space).send();
  const common = { account: account.address, owner, mint: data.mint };
  const program = { programAddress: TOKEN_2022_PROGRAM };
  await deal.send([
    getCreateAccountInstruction({
      payer: sponsor,
      newAccount: account,
      lamports,
      space,
      programAddress: TOKEN_2022_PROGRAM,
    }),
    getInitializeImmutableOwnerInstruction(common, program),
    getInitializeAccount3Instruction(common, program),
  ]);
  return account.address;
}

const stateOf = async (owner: Address) => {
  const state = await thawState(cluster, {
    tranche: await readTranche(cluster, tranche),
    holder: await record(owner),
    now: FIRST + 61n * DAY,
  });
  assert.ok(state !== undefined);
  return state;
};

const refusal = (found: Awaited<ReturnType<typeof preflightThaw>>) => (found.ok ? "ok" : found.name);

describe("shares in the frozen form", () => {
  test("are delivered to frozen accounts, and stay there outside windows", async () => {
    await deal.deposit(ann, 300n * ONE, deal.juniorBook);
    await deal.deposit(bob, 100n * ONE, deal.juniorBook);
    await deal.deposit(ann, 100n * ONE);
    assert.equal(refusal(await preflightThaw(cluster, await options(ann.address))), "NotBegun");
    await deal.lock();
    await deal.settle();
    const { data } = await record(ann.address);
    const account = await shareAccountAddress(ann.address, (await readTranche(cluster, tranche)).data.mint);
    const [found] = await readTokenAccounts(cluster, [account]);
    assert.deepEqual([found?.amount, found?.frozen, data.shares], [300n * ONE, true, 300n * ONE]);
    assert.equal(refusal(await preflightThaw(cluster, await options(ann.address))), "WindowClosed");
    const { owner: from, ...rest } = await options(ann.address);
    const found2 = await preflightTransfer(cluster, { ...rest, from, to: cid.address, amount: ONE });
    assert.equal(refusal(found2), "WindowClosed");
    await assert.rejects(deal.send(await transfer(ann, cid, ONE), ann), /WindowClosed/);
    await assert.rejects(deal.send(await transfer(cid, ann, ONE), cid), /HolderMissing/);
    await assertReconciles(deal);
  });

  test("move as plain tokens in a window, to somebody who had no account, in one transaction", async () => {
    await deal.moveTo(FIRST);
    const now = FIRST;
    await deal.send(
      await openWindow({ tranche: await readTranche(cluster, tranche), calendar: undefined, now }),
    );
    assert.equal(refusal(await preflightThaw(cluster, await options(ann.address))), "ok");
    const { owner: from, ...rest } = await options(ann.address);
    assert.equal(
      refusal(await preflightTransfer(cluster, { ...rest, from, to: cid.address, amount: 75n * ONE })),
      "ok",
    );
    await deal.send(await transfer(ann, cid, 75n * ONE), ann);
    assert.equal(refusal(await preflightThaw(cluster, await options(ann.address))), "AlreadyThawed");
    const holder = await record(cid.address);
    const state = await thawState(cluster, {
      tranche: await readTranche(cluster, tranche),
      holder,
      now: FIRST,
    });
    assert.deepEqual(
      [state?.isThawed, state?.balance, state?.anyoneFreezes, holder.data.shares],
      [true, 75n * ONE, false, 0n],
    );
    // Once both ends are thawed, a transfer is one instruction of the token program.
    const again = await transfer(ann, cid, 25n * ONE);
    assert.equal(again.length, 1);
    await deal.send(again, ann);
    assert.deepEqual(await shares(ann, bob, cid), [300n, 100n, 0n], "records follow with the freeze");
    await assertReconciles(deal);
  });

  test("hold what comes in until all accounts are frozen, and then credit whoever holds", async () => {
    // All of the debt's principal and interest, and 80 for the equity.
    const before = await readTranche(cluster, deal.senior);
    await deal.pay(200n * ONE, { principal: 100n * ONE });
    const held = heldOf((await readTranche(cluster, tranche)).data);
    assert.ok(before.data.shares > 0n && held > 80n * ONE);
    const security = await deal.readSecurity();
    await assert.rejects(
      deal.send(await claim({ owner: bob, security, holder: await record(bob.address) }), bob),
      /NothingOwed/,
    );
    await assertReconciles(deal);
    await assert.rejects(freeze(ann, bob), /FreezeTooEarly/);
    await freeze(ann, ann);
    await assertReconciles(deal);
    await deal.moveTo(FIRST + 4n * DAY);
    await freeze(cid, sponsor);
    const after = (await readTranche(cluster, tranche)).data;
    assert.deepEqual([heldOf(after), after.thawed, after.thawedShares], [0n, 0, 0n]);
    assert.deepEqual(await shares(ann, bob, cid), [200n, 100n, 100n]);
    await deal.send(
      await claim({
        owner: bob,
        security: await deal.readSecurity(),
        holder: await record(bob.address),
      }),
      bob,
    );
    const paid = (await record(bob.address)).data.earnings[0]?.paid;
    assert.ok(paid !== undefined && held / 4n - paid <= 1n && paid <= held / 4n);
    await assert.rejects(freeze(cid, sponsor), /NotThawed/);
    await assertReconciles(deal);
  });

  test("are thawed by anyone, and a window does not open before all are frozen", async () => {
    await deal.moveTo(FIRST + 31n * DAY);
    const open = async () =>
      await openWindow({
        tranche: await readTranche(cluster, tranche),
        calendar: undefined,
        now: FIRST + 31n * DAY,
      });
    await deal.send(await open());
    await thaw(bob, sponsor);
    await deal.moveTo(FIRST + 61n * DAY);
    await assert.rejects(
      async () =>
        deal.send(
          await openWindow({
            tranche: await readTranche(cluster, tranche),
            calendar: undefined,
            now: FIRST + 61n * DAY,
          }),
        ),
      /SharesThawed/,
    );
    await freeze(bob, cid);
    await assertReconciles(deal);
  });

  test("are sent though a stranger thaws another account of their owner, which anybody freezes", async () => {
    await deal.moveTo(FIRST + 61n * DAY);
    const now = FIRST + 61n * DAY;
    await deal.send(
      await openWindow({ tranche: await readTranche(cluster, tranche), calendar: undefined, now }),
    );
    const second = await secondAccount(ann.address);
    const thawSecond = async () =>
      await deal.send(
        await thawShares({
          caller: sponsor,
          tranche: await readTranche(cluster, tranche),
          owner: ann.address,
          account: second,
        }),
      );
    await thawSecond();
    assert.deepEqual(await stateOf(ann.address), {
      account: second,
      isThawed: true,
      balance: 0n,
      shares: 200n * ONE,
      anyoneFreezes: true,
    });
    assert.equal(refusal(await preflightThaw(cluster, await options(ann.address))), "AlreadyThawed");
    await assertReconciles(deal);
    await freeze(ann, bob);
    await thawSecond();
    const { owner: from, ...rest } = await options(ann.address);
    const preflight = { ...rest, from, to: cid.address, amount: 50n * ONE };
    assert.equal(refusal(await preflightTransfer(cluster, preflight)), "ok");
    await deal.send(await transfer(ann, cid, 50n * ONE), ann);
    const { balance, shares: all, anyoneFreezes } = await stateOf(ann.address);
    assert.deepEqual([balance, all, anyoneFreezes], [150n * ONE, 150n * ONE, false]);
    await assert.rejects(freeze(ann, bob), /FreezeTooEarly/);
    await assertReconciles(deal);
  });

  test("do not vote while they are thawed", async () => {
    const resolution = { data: {} } as Account<Resolution>;
    await assert.rejects(
      castBallot({ owner: ann, resolution, holder: await record(ann.address), inFavour: true }),
      /these shares are thawed, and vote only while they are frozen/,
    );
  });

  test("that are burnt stay, without tokens, with whoever is frozen last", async () => {
    const { data } = await readTranche(cluster, tranche);
    const account = await shareAccountAddress(ann.address, data.mint);
    await deal.send(
      [
        getBurnInstruction(
          { account, mint: data.mint, authority: ann, amount: 30n * ONE },
          { programAddress: TOKEN_2022_PROGRAM },
        ),
      ],
      ann,
    );
    await freeze(ann, ann);
    assert.deepEqual(await shares(ann, bob, cid), [120n, 100n, 100n]);
    await assertReconciles(deal);
    await freeze(cid, cid);
    assert.deepEqual(await shares(ann, bob, cid), [120n, 100n, 180n]);
    assert.deepEqual((await stateOf(cid.address)).balance, 150n * ONE);
    assert.equal((await readTranche(cluster, tranche)).data.shares, data.shares, "none is cancelled");
    await assertReconciles(deal);
  });
});
