import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ClientError,
  claim,
  connect,
  readHolder,
  readWrapper,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
  unwrapShares,
  wrapShares,
} from "@defi-ready/securities";
import {
  dealStatement,
  holderCsv,
  holderHtml,
  holderStatement,
  pastRegister,
  readRegister,
  registerCsv,
  stakeholdersFile,
} from "@defi-ready/securities-indexer";
import { ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import {
  getCreateAssociatedTokenIdempotentInstruction,
  getTransferCheckedInstruction,
} from "@solana-program/token";
import { follower, newSqlite } from "./deal.js";

const deal = await closeAfterTests(TestDeal.start({ wrapped: [0] }));
const cluster = connect(deal.url);
const { security } = deal;
const [alice, bob] = [await deal.investor(), await deal.investor()];

async function turn(how: typeof wrapShares, owner: KeyPairSigner, amount: bigint): Promise<void> {
  const [tranche, of] = [await deal.readTranche(), await deal.readSecurity()];
  await deal.send(await how({ cluster, owner, security: of, tranche, amount }), owner);
}

async function collect(owner: KeyPairSigner): Promise<void> {
  const holder = await readHolder(cluster, { tranche: deal.senior, owner: owner.address });
  await deal.send(await claim({ owner, security: await deal.readSecurity(), holder }), owner);
}

const wrong = (checks: readonly Readonly<{ what: string; holds: boolean }>[]) =>
  checks.filter(({ holds }) => !holds).map(({ what }) => what);

test("wraps and unwraps are in statements with their cash, and in registers, and all of it reconciles", async () => {
  await deal.deposit(alice, 300n * ONE);
  await deal.deposit(bob, 100n * ONE);
  await deal.deposit(bob, 100n * ONE, deal.juniorBook);
  await deal.lock();
  await deal.settle();
  // 400 shares: 0.125 each, then 0.25, then 0.5.
  await deal.pay(50n * ONE);
  await turn(wrapShares, alice, 80n * ONE);
  await collect(bob);
  await turn(wrapShares, bob, 40n * ONE);
  await deal.pay(100n * ONE);
  const wrapper = await readWrapper(cluster, deal.senior);
  const { mint } = wrapper.data;
  const source = await shareAccountAddress(alice.address, mint);
  const destination = await shareAccountAddress(bob.address, mint);
  const tokenProgram = TOKEN_2022_PROGRAM;
  await deal.send(
    [
      getCreateAssociatedTokenIdempotentInstruction({
        payer: alice,
        ata: destination,
        owner: bob.address,
        mint,
        tokenProgram,
      }),
      getTransferCheckedInstruction(
        { source, mint, destination, authority: alice, amount: 30n * ONE, decimals: 6 },
        { programAddress: tokenProgram },
      ),
    ],
    alice,
  );
  const slot = await cluster.rpc.getSlot().send();
  await turn(unwrapShares, bob, 70n * ONE);
  await collect(bob);
  await deal.pay(200n * ONE);
  await assertReconciles(deal);

  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const common = { cluster, database, security };
  const ofBob = await holderStatement({ ...common, owner: bob.address });
  assert.deepEqual(wrong(ofBob.checks), []);
  const [senior] = ofBob.classes;
  assert.ok(senior);
  assert.deepEqual(
    senior.movements.map(({ kind, shares }) => [kind, shares / ONE]),
    [
      ["bought", 100n],
      ["wrapped", -40n],
      ["unwrapped", 70n],
    ],
  );
  const [money] = senior.money;
  // 12.50 was claimed, so 5.00 was paid in; 60 shares earned 15.00, and 70 units held 26.25; 130 then earn 65.00.
  assert.deepEqual(
    money?.payments.map(({ kind, amount }) => [kind, amount]),
    [
      ["claimed", (25n * ONE) / 2n],
      ["paid in", -5n * ONE],
      ["wrapped", 5n * ONE],
      ["unwrapped", (-105n * ONE) / 4n],
      ["claimed", (165n * ONE) / 4n],
    ],
  );
  assert.deepEqual(
    [money?.paid, money?.inUnits, money?.closing],
    [(215n * ONE) / 4n, (-105n * ONE) / 4n, 65n * ONE],
  );
  const ofAlice = await holderStatement({ ...common, owner: alice.address });
  assert.deepEqual(wrong(ofAlice.checks), []);
  const [own] = ofAlice.classes[0]?.money ?? [];
  assert.deepEqual(
    own?.payments.map(({ kind, amount }) => [kind, amount]),
    [["wrapped", 10n * ONE]],
    "out of what she was owed",
  );
  assert.equal(own?.closing, (375n * ONE) / 10n - 10n * ONE + 55n * ONE + 110n * ONE);
  assert.deepEqual(wrong((await dealStatement(common)).checks), []);
  assert.match(holderHtml(ofBob), /Paid in with wrapped shares[\s\S]*Out of units that were unwrapped/);
  assert.match(holderCsv(ofBob), /shares: wrapped,-40\.00/);
  assert.match(holderCsv(ofBob), /money: paid in with wrapped shares[^\n]*,5\.00,/);

  const register = await readRegister(cluster, { security });
  assert.deepEqual(wrong(register.checks.map((one) => ({ ...one, what: JSON.stringify(one.what) }))), []);
  const entry = register.entries.find(({ kind }) => kind === "wrapper");
  assert.deepEqual([entry?.owner, entry?.shares, entry?.payoutAccount], [wrapper.address, 50n * ONE, null]);
  assert.deepEqual([register.classes[0]?.wrapped, register.classes[0]?.burned], [50n * ONE, 0n]);
  assert.match(registerCsv(register), new RegExp(`${wrapper.address},wrapper,50`));
  assert.doesNotMatch(JSON.stringify(stakeholdersFile(register)), new RegExp(wrapper.address));
  const past = await pastRegister(cluster, { database, security, slot });
  assert.deepEqual(wrong(past.checks), []);
  assert.equal(past.entries.find(({ kind }) => kind === "wrapper")?.shares, 120n * ONE);
  await assert.rejects(
    holderStatement({ ...common, owner: wrapper.address }),
    (error) =>
      error instanceof ClientError && /is a wrapper: its shares and what they earned/.test(error.message),
  );
});
