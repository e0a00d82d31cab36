import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addAsset,
  addVault,
  assetOf,
  associatedTokenAddress,
  type BookTerms,
  closeBook,
  createAssociatedTokenAccount,
  createRate,
  findRate,
  listTickets,
  lockBook,
  previewTicket,
  readHolder,
  readSecurityState,
  readTicket,
  reconcile,
  reportRate,
  settlementVault,
  shareMintAddress,
  simulatePreviewTicket,
  sweepVault,
  tokenBalance,
  vaultOf,
  withdraw,
} from "@defi-ready/securities";
import { RateAdapter } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { createMint, DAY, DEADLINE, funded, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { getMintToInstruction, getTransferInstruction, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { outcome } from "../src/outcome.js";
import { Terminal } from "./command-line.js";

const HOUR = 3_600n;

/** A world whose security has a vault and a reported rate for another mint, and a senior book on such terms. */
async function worldWithRate(terms: Partial<BookTerms> = {}) {
  const [key, treasurer] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const destination = await associatedTokenAddress({
    owner: treasurer.address,
    mint: key.address,
    tokenProgram: TOKEN_PROGRAM_ADDRESS,
  });
  const world = await closeAfterTests(TestDeal.start({ destinations: [destination], terms }));
  const { cluster, sponsor, security } = world;
  const mint = await createMint(cluster, { authority: sponsor, tokenProgram: TOKEN_PROGRAM_ADDRESS, key });
  const report = async (numerator: bigint, denominator: bigint, of: Address = mint) =>
    world.send(await reportRate({ reporter: sponsor, security, mint: of, rate: { numerator, denominator } }));
  const { instructions } = await createRate({ sponsor, security, mint, dailyBps: 2_000 });
  await world.send([...(await addVault({ cluster, sponsor, security, mint })), ...instructions]);
  const give = async (owner: Address, amount: bigint) => {
    const token = await associatedTokenAddress({ owner, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS });
    await world.send([
      ...(await createAssociatedTokenAccount({
        payer: sponsor,
        owner,
        mint,
        tokenProgram: TOKEN_PROGRAM_ADDRESS,
      })),
      getMintToInstruction({ mint, token, mintAuthority: sponsor, amount }),
    ]);
    return token;
  };
  return { world, mint, report, give, treasurer };
}

async function assertReconciles(world: TestDeal): Promise<void> {
  const checks = reconcile(await readSecurityState(world.cluster, world.security));
  assert.deepEqual(
    checks.filter(({ holds }) => !holds),
    [],
  );
}

test("an asset that earns is deposited, withdrawn, locked at its rate, settled, drawn and closed", async () => {
  const { world, mint, report, give, treasurer } = await worldWithRate();
  const { cluster, sponsor, security } = world;
  const book = await world.openBook({ cap: 300n * ONE });
  const maxAge = 30n * DAY;
  await world.send(
    await addAsset({ cluster, sponsor, security, book, mint, adapter: RateAdapter.Reported, maxAge }),
  );
  const [alice, bob] = [await world.investor(), await world.investor()];
  const [token] = [await give(alice.address, 100n * ONE), await give(bob.address, 200n * ONE)];
  await assert.rejects(world.deposit(alice, 100n * ONE, book, { asset: 1 }), /\d+, StaleRate/);

  await report(5n, 4n);
  const first = await world.deposit(alice, 100n * ONE, book, { asset: 1 });
  assert.deepEqual([first.data.asset, first.data.units, first.data.value], [1, 100n * ONE, 125n * ONE]);
  const second = await world.deposit(bob, 200n * ONE, book, { asset: 1 });
  await world.deposit(bob, 40n * ONE, book);
  const same = async (address: Address) => {
    const ticket = await readTicket(cluster, address);
    const mine = await previewTicket(cluster, ticket);
    assert.deepEqual(mine, await simulatePreviewTicket(cluster, { ticket }));
    return mine;
  };
  const leave = await withdraw({
    cluster,
    owner: alice,
    book: await world.readBook(book),
    ticket: first,
    amount: 25n * ONE,
  });
  await world.send(leave, alice);
  assert.equal(await tokenBalance(cluster, token), 20n * ONE);
  assert.deepEqual(await same(first.address), {
    liveAhead: 0n,
    committedAhead: 0n,
    value: 100n * ONE,
    committed: true,
    qualified: true,
    accepted: 100n * ONE,
    unitsBack: 0n,
    shares: 100n * ONE,
    rewards: [0n, 0n, 0n, 0n],
  });
  const cut = await same(second.address);
  assert.deepEqual([cut.accepted, cut.unitsBack], [200n * ONE, 40n * ONE]);
  await assertReconciles(world);

  await world.moveTo(START + 25n * DAY);
  await report(1n, 1n);
  await world.moveTo(DEADLINE);
  const bot = await funded(cluster);
  const done = await crank(cluster, { payer: bot, securities: [security] });
  assert.deepEqual([done.skipped, done.waiting, done.locked], [[], [], 1]);
  assert.deepEqual([done.settled, done.refunded], [2, 1]);
  assert.deepEqual(
    [
      (await readHolder(cluster, { tranche: world.senior, owner: alice.address })).data.shares,
      (await readHolder(cluster, { tranche: world.senior, owner: bob.address })).data.shares,
    ],
    [80n * ONE, 200n * ONE],
    "what fell since buys what it is worth now",
  );
  await world.release(book);
  const state = await readSecurityState(cluster, security);
  assert.equal(vaultOf(state.security.data, mint).treasury, 280n * ONE);
  assert.equal(settlementVault(state.security.data).treasury, 0n);
  await assertReconciles(world);

  const escrow = assetOf((await world.readBook(book)).data, 1).escrow;
  const donate = (destination: Address) =>
    world.send(
      [getTransferInstruction({ source: token, destination, authority: alice, amount: ONE })],
      alice,
    );
  await donate(escrow);
  await world.send(await closeBook({ cluster: world.cluster, book: await world.readBook(book) }));
  await donate(vaultOf(state.security.data, mint).address);
  await world.send(
    (await sweepVault({ caller: sponsor, security: await world.readSecurity(), mint })).instructions,
  );
  const destination = await give(treasurer.address, 0n);
  const amount = 282n * ONE;
  // Without the name of a destination, it is the only one of the mint.
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  assert.match(await terminal.ok(key, "proceeds", "draw", security, "--mint", mint), /^drew 282\.00 to /);
  assert.equal(await tokenBalance(cluster, destination), amount, "what was donated too");
  await assertReconciles(world);
});

test("a lock waits for fresh rates, which the bot tells of as no fault", async () => {
  const { world, mint, report, give } = await worldWithRate({
    price: ONE,
    priceMin: ONE / 2n,
    priceMaxAge: HOUR,
    minimum: 10n * ONE,
  });
  const { cluster, sponsor, security, senior, seniorBook: book } = world;
  const shares = await shareMintAddress(senior);
  const price = await createRate({ sponsor, security, mint: shares, dailyBps: 10_000 });
  await world.send(price.instructions);
  await world.send(
    await addAsset({ cluster, sponsor, security, book, mint, adapter: RateAdapter.Reported, maxAge: HOUR }),
  );
  const [lock] = await lockBook({ caller: sponsor, book: await world.readBook(book) });
  const read = lock?.accounts?.map((account) => account.address) ?? [];
  for (const rate of [price.rate, (await findRate(cluster, { security, mint }))?.address]) {
    assert.ok(rate !== undefined && read.includes(rate), "the lock reads both rates");
  }
  const alice: KeyPairSigner = await world.investor();
  await give(alice.address, 100n * ONE);
  await report(1n, 1n);
  await report(3n, 4n, shares);
  await world.deposit(alice, 100n * ONE, book, { asset: 1 });
  await world.deposit(await world.investor(), 20n * ONE, world.juniorBook);

  await world.moveTo(DEADLINE);
  const bot = await funded(cluster);
  const pass = () => crank(cluster, { payer: bot });
  const waits = await pass();
  assert.deepEqual(waits.skipped, []);
  assert.deepEqual(
    waits.waiting.map(({ task, subject }) => [task, subject]),
    [["lock", book]],
  );
  assert.match(waits.waiting[0]?.reason ?? "", /rate is older than allowed.*StaleRate/);
  assert.equal(waits.refunded, 1, "the other book is not held up");
  const { text, failed } = outcome(waits);
  assert.equal(failed, false, "nobody did anything wrong");
  assert.match(text, /1 ticket refunded\n {2}waits \(lock \w{4}\.\.\w{4}\): the rate is older/);

  await report(1n, 1n);
  await report(4n, 5n, shares);
  const locked = await pass();
  assert.deepEqual([locked.skipped, locked.locked, locked.settled], [[], 1, 1]);
  const { data } = await readHolder(cluster, { tranche: senior, owner: alice.address });
  assert.equal(data.shares, 125n * ONE);
  assert.deepEqual(await listTickets(cluster, { book }), []);
  await assertReconciles(world);
});
