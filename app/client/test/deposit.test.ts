import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commit,
  connect,
  consentTo,
  depositInstructions,
  findOwnerTotal,
  makeOffer,
  readTicket,
  readTicketById,
  send,
  withdraw,
} from "@defi-ready/securities";
import { ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

const world = await closeAfterTests(TestDeal.start());

test("many deposits at once all find a place, of one owner too", async () => {
  const investors = await Promise.all(Array.from({ length: 2 }, () => world.investor()));
  const each = (times: number) =>
    Promise.all(
      investors
        .flatMap((investor) => Array.from({ length: times }, () => investor))
        .map((investor) => world.deposit(investor, 20n * ONE)),
    );
  // The first of an owner opens its record.
  const tickets = [...(await each(1)), ...(await each(2))];
  assert.deepEqual(tickets.map(({ data }) => data.place).sort(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(tickets.map(({ data }) => data.id).sort(), [0, 1, 2, 3, 4, 5]);
  assert.equal(new Set(tickets.map(({ address }) => address)).size, 6);
});

test("a number that the owner has used is refused, and one that another has used is not", async () => {
  const [one, other] = [await world.investor(), await world.investor()];
  const nonce = 2n ** 64n - 1n;
  const { address, data } = await world.deposit(one, 20n * ONE, world.seniorBook, { nonce });
  assert.equal(data.nonce, nonce);
  await assert.rejects(world.deposit(one, 20n * ONE, world.seniorBook, { nonce }), /exists already/);
  await world.deposit(other, 20n * ONE, world.seniorBook, { nonce });
  assert.deepEqual(
    await readTicketById(world.cluster, { book: world.seniorBook, id: data.id }),
    await readTicket(world.cluster, address),
  );
});

test("money is committed to nothing, or to the offer that its owner has read", async () => {
  const investor = await world.investor();
  const waiting = await world.deposit(investor, 20n * ONE, world.seniorBook, { consent: null });
  assert.equal(waiting.data.committedTo, 0);
  const book = await world.readBook();
  const read = consentTo(book.data);
  const past = { ...read, offerVersion: 7 };
  const other = { ...read, termsSha256: new Uint8Array(32).fill(7) };
  for (const [consent, why] of [
    [past, /the offer has changed.*OfferChanged/],
    [other, /other terms than the offer's.*OtherTerms/],
  ] as const) {
    await assert.rejects(world.deposit(investor, 20n * ONE, world.seniorBook, { consent }), why);
    await assert.rejects(
      commit({ owner: investor, book, ticket: waiting, consent }).then((call) => world.send(call, investor)),
      why,
    );
  }
  await world.send(await commit({ owner: investor, book, ticket: waiting }), investor);
  assert.equal((await readTicket(world.cluster, waiting.address)).data.committedTo, book.data.offerVersion);
});

test("the first deposit of an owner opens its record and share account, the next does not", async () => {
  const investor = await world.investor();
  const book = await world.readBook();
  const first = await depositInstructions({
    cluster: world.cluster,
    book,
    owner: investor,
    amount: 10n * ONE,
  });
  assert.equal(first.instructions.length, 3);
  await send(world.cluster, { instructions: first.instructions, payer: investor });
  const again = await depositInstructions({
    cluster: world.cluster,
    book,
    owner: investor,
    amount: 10n * ONE,
  });
  assert.equal(again.instructions.length, 1);
  assert.notEqual(again.ticket, first.ticket);
});

test("somebody else may pay for a deposit, and gets the rent back", async () => {
  const investor = await world.investor();
  const ticket = await world.deposit(investor, 10n * ONE, world.seniorBook, { payer: world.sponsor });
  assert.equal(ticket.data.rentPayer, world.sponsor.address);
  const balance = async () =>
    (await connect(world.cluster.url).rpc.getBalance(world.sponsor.address).send()).value;
  const before = await balance();
  const book = await world.readBook();
  const leave = await withdraw({ cluster: world.cluster, owner: investor, book, ticket, amount: 10n * ONE });
  await world.send(leave, investor);
  assert.equal(await balance(), before + ticket.lamports);
});

test("a book that limits each owner counts its money, until it has no limit any more", async () => {
  const limited = await closeAfterTests(TestDeal.start({ terms: { ownerLimit: 100n * ONE } }));
  const { cluster, seniorBook } = limited;
  const investor = await limited.investor();
  const first = await limited.deposit(investor, 60n * ONE);
  const counted = async () =>
    (await findOwnerTotal(cluster, { book: seniorBook, owner: investor.address }))?.data.live;
  assert.equal(await counted(), 60n * ONE);
  await assert.rejects(limited.deposit(investor, 50n * ONE), /limit for one owner.*OwnerLimit/);
  const second = await limited.deposit(investor, 40n * ONE);

  const leave = async (ticket: typeof first, amount: bigint) => {
    const book = await limited.readBook();
    await limited.send(await withdraw({ cluster, owner: investor, book, ticket, amount }), investor);
  };
  await leave(first, 20n * ONE);
  assert.equal(await counted(), 80n * ONE);

  const book = await limited.readBook();
  const { termsSha256 } = book.data;
  const unlimited = { termsSha256, ownerLimit: 0n };
  await limited.send(await makeOffer({ sponsor: limited.sponsor, book, offer: unlimited }));
  const third = await limited.deposit(investor, 500n * ONE);
  for (const ticket of [second, third]) {
    await leave(ticket, ticket.data.value);
  }
  assert.equal(await counted(), 80n * ONE, "nobody counts any more");
});
