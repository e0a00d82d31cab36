import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Cluster,
  connect,
  deposit,
  depositInstructions,
  listTickets,
  readBook,
  readTicket,
  send,
  withdraw,
} from "../../src/client/index.js";
import { ONE, World } from "./world.js";

/** Whether a call asks for the book. */
type Listener = (method: string) => Promise<void>;

/** A cluster that tells of each call before it is answered. */
function watched(cluster: Cluster, listen: Listener): Cluster {
  const rpc = new Proxy(cluster.rpc, {
    get(target, method: string) {
      const call = Reflect.get(target, method) as (...parameters: unknown[]) => { send(): Promise<unknown> };
      return (...parameters: unknown[]) => ({
        send: async () => {
          await listen(method);
          return call(...parameters).send();
        },
      });
    },
  });
  return { url: cluster.url, rpc };
}

test("a deposit takes the next place when another was faster", async () => {
  const world = await World.start();
  const [slow, fast] = [await world.investor(), await world.investor()];
  let races = 3;
  // Just before the slow deposit is tried, another takes its place.
  const cluster = watched(world.cluster, async (method) => {
    if (method === "simulateTransaction" && races > 0) {
      races -= 1;
      await world.deposit(fast, 10n * ONE);
    }
  });
  const { place } = await deposit(cluster, { owner: slow, book: world.seniorBook, amount: 50n * ONE });
  assert.equal(place, 3);
  const tickets = await listTickets(world.cluster, world.seniorBook);
  assert.deepEqual(
    tickets.map(({ data }) => [data.place, data.owner]),
    [
      [0, fast.address],
      [1, fast.address],
      [2, fast.address],
      [3, slow.address],
    ],
  );
});

test("a deposit that fails for another reason is not tried again", async () => {
  const world = await World.start();
  const investor = await world.investor();
  let tries = 0;
  const cluster = watched(world.cluster, (method) => {
    tries += method === "simulateTransaction" ? 1 : 0;
    return Promise.resolve();
  });
  const small = deposit(cluster, { owner: investor, book: world.seniorBook, amount: ONE });
  await assert.rejects(small, /TicketTooSmall/);
  assert.equal(tries, 1);
});

test("many deposits at once all find a place", async () => {
  const world = await World.start();
  const investors = await Promise.all(Array.from({ length: 4 }, () => world.investor()));
  const deposits = await Promise.all(investors.map((investor) => world.deposit(investor, 20n * ONE)));
  assert.deepEqual(deposits.map(({ place }) => place).sort(), [0, 1, 2, 3]);
});

test("the first deposit of an owner opens its record and share account, the next does not", async () => {
  const world = await World.start();
  const investor = await world.investor();
  const book = await world.readBook();
  const first = await depositInstructions(world.cluster, book, { owner: investor, amount: 10n * ONE });
  assert.equal(first.instructions.length, 3);
  await send(world.cluster, first.instructions, { payer: investor });
  const again = await depositInstructions(world.cluster, await readBook(world.cluster, book.address), {
    owner: investor,
    amount: 10n * ONE,
  });
  assert.equal(again.instructions.length, 1);
  assert.equal(again.place, 1);
});

test("somebody else may pay for a deposit, and gets the rent back", async () => {
  const world = await World.start();
  const investor = await world.investor();
  const { place } = await deposit(world.cluster, {
    owner: investor,
    payer: world.sponsor,
    book: world.seniorBook,
    amount: 10n * ONE,
  });
  const ticket = await readTicket(world.cluster, world.seniorBook, place);
  assert.equal(ticket.data.rentPayer, world.sponsor.address);
  const balance = async () =>
    (await connect(world.cluster.url).rpc.getBalance(world.sponsor.address).send()).value;
  const before = await balance();
  const book = await world.readBook();
  await world.send(withdraw({ owner: investor, book, ticket, amount: 10n * ONE }), investor);
  assert.equal(await balance(), before + ticket.lamports);
});
