import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claim,
  closeBook,
  clusterTime,
  drawProceeds,
  earningsOf,
  listDistributions,
  listHolders,
  listHoldings,
  listSecurities,
  listTickets,
  moneyAhead,
  readHolder,
  readLine,
  readSecurityState,
  readTicketById,
  reconcile,
  reconciles,
  settlementVault,
  sweepVault,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
  tokenBalance,
  transferShares,
  withdraw,
} from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getTransferInstruction } from "@solana-program/token";

for (const [name, tokenProgram] of [
  ["Token", TOKEN_PROGRAM],
  ["Token-2022", TOKEN_2022_PROGRAM],
] as const) {
  test(`a deal that settles in ${name} is read as it is paid`, async () => {
    const world = await closeAfterTests(TestDeal.start({ tokenProgram }));
    const { cluster } = world;
    const investors = await Promise.all([101, 102, 103, 104].map(() => world.investor()));
    const [first, second, third] = investors;
    assert.ok(first && second && third);

    let ahead = 0n;
    for (const [index, investor] of investors.entries()) {
      const amount = BigInt(101 + index) * ONE;
      assert.equal((await world.deposit(investor, amount)).data.place, index);
      const line = await readLine(cluster, (await world.readBook()).data);
      assert.deepEqual(moneyAhead({ line, version: 1, place: index }), { live: ahead, committed: ahead });
      ahead += amount;
      await world.deposit(investor, 33n * ONE, world.juniorBook);
    }

    const ticket = await readTicketById(cluster, { book: world.seniorBook, id: 0 });
    const book = await world.readBook();
    await world.send(await withdraw({ cluster, owner: first, book, ticket, amount: 60n * ONE }), first);
    const line = await readLine(cluster, (await world.readBook()).data);
    assert.equal(moneyAhead({ line, version: 1, place: 1 }).live, 41n * ONE, "those behind move up");
    assert.equal((await listTickets(cluster, { book: world.seniorBook, owner: second.address })).length, 1);

    await world.lock();
    await world.settle();
    assert.equal(
      (await readHolder(cluster, { tranche: world.senior, owner: first.address })).data.shares,
      41n * ONE,
    );
    await world.moveTo(DEADLINE + 30n * DAY);
    await world.pay(77n * ONE + 7n);
    const sold = 13n * ONE + 1n;
    const sale = await transferShares({
      cluster,
      owner: third,
      tranche: await world.readTranche(),
      security: await world.readSecurity(),
      to: second.address,
      amount: sold,
    });
    await world.send(sale, third);
    await world.moveTo(DEADLINE + 61n * DAY);
    await world.pay(55n * ONE + 3n);

    for (const investor of investors) {
      const holder = await readHolder(cluster, { tranche: world.senior, owner: investor.address });
      const { owed } = earningsOf({
        holder: holder.data,
        tranche: (await world.readTranche()).data,
        now: await clusterTime(cluster),
      });
      const before = await tokenBalance(cluster, holder.data.payoutAccount);
      const instructions = await claim({ owner: investor, security: await world.readSecurity(), holder });
      await world.send(instructions, investor);
      assert.equal((await tokenBalance(cluster, holder.data.payoutAccount)) - before, owed);
      assert.ok(owed > 0n);
    }
    assert.equal((await listHolders(cluster, world.senior)).length, investors.length);
    assert.equal((await listHoldings(cluster, second.address)).length, 2);
    assert.deepEqual(
      (await listDistributions(cluster, world.security)).map(({ data }) => data.gross),
      [77n * ONE + 7n, 55n * ONE + 3n],
    );
    assert.deepEqual(
      (await listSecurities(cluster, world.sponsor.address)).map(({ address }) => address),
      [world.security],
    );

    const state = await readSecurityState(cluster, world.security);
    assert.deepEqual(
      reconcile(state).filter(({ holds }) => !holds),
      [],
    );
    await world.release();
    const security = await world.readSecurity();
    const vault = settlementVault(security.data);
    await world.send(
      await drawProceeds({
        sponsor: world.sponsor,
        security,
        destination: await world.wallet(world.sponsor.address),
        amount: vault.treasury,
      }),
    );
    for (const book of [world.seniorBook, world.juniorBook]) {
      await world.send(await closeBook({ cluster: world.cluster, book: await world.readBook(book) }));
    }
    assert.ok(reconciles(reconcile(await readSecurityState(cluster, world.security))));
  });
}

test("a donation shows as a difference that may be, and is swept", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const { address } = settlementVault((await world.readSecurity()).data);
  const donor = await world.investor(5n * ONE);
  const source = await world.wallet(donor.address);
  await world.send(
    [getTransferInstruction({ source, destination: address, authority: donor, amount: ONE })],
    donor,
  );
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
  await world.send(
    (await sweepVault({ caller: world.sponsor, security: await world.readSecurity() })).instructions,
  );
  assert.equal(settlementVault((await world.readSecurity()).data).treasury, ONE);
});

test("counters that contradict each other are found", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const investor = await world.investor();
  await world.deposit(investor, 100n * ONE);
  const state = await readSecurityState(world.cluster, world.security);
  const short = { ...state, balances: [-1n] };
  assert.deepEqual(
    reconcile(short)
      .filter(({ holds }) => !holds)
      .map(({ what }) => what),
    ["the vault holds what the program owes from it"],
  );
  const [senior, junior] = state.tranches;
  const [book] = senior?.books ?? [];
  assert.ok(senior && junior && book);
  const lost = { ...state, tranches: [{ ...senior, books: [{ ...book, tickets: [] }] }, junior] };
  assert.deepEqual(
    reconcile(lost)
      .filter(({ holds }) => !holds)
      .map(({ what }) => what),
    [
      "tranche 0, book 0: its tickets",
      "tranche 0, book 0: its tickets' value",
      "tranche 0, book 0: its open tickets",
    ],
  );
});
