import {
  approveTicket,
  commit,
  confirmDelivery,
  counted,
  deposit,
  drawableOf,
  drawProceeds,
  groupTables,
  isCoSigned,
  isDeliveryAwaited,
  listTickets,
  lockBook,
  lockGroup,
  makeOffer,
  moneyAhead,
  readBook,
  readLine,
  readSecurity,
  readTicket,
  send,
  settlementVault,
  whyNotDrawn,
  withdraw,
} from "@defi-ready/securities";
import { AllocationRule } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import type { Deal } from "@defi-ready/securities-migrations";
import { table } from "@defi-ready/securities-terminal";
import { at, type Investor, keyOf, nameOf } from "./cast.js";
import type { Stage } from "./stage.js";

/** Everybody deposits, in order; each place follows the one before. */
export async function takePlaces(stage: Stage, investors: readonly Investor[]): Promise<void> {
  for (const { name, signer, book, amount } of investors) {
    const { ticket } = await deposit(stage.cluster, {
      owner: signer,
      book: await readBook(stage.cluster, at(stage.addresses.books, book).book),
      amount,
      // Everybody has one: a run can be repeated to the byte.
      nonce: 0n,
    });
    const { place } = (await readTicket(stage.cluster, ticket)).data;
    stage.say(`${name} puts ${stage.money(amount)} into book ${book + 1}, place ${place}`);
  }
}

/** Some leave; those behind them move up. */
export async function leave(stage: Stage, investors: readonly Investor[]): Promise<void> {
  for (const { name, signer, book: index, amount } of investors.filter(({ leaves }) => leaves)) {
    const book = await readBook(stage.cluster, at(stage.addresses.books, index).book);
    const before = await positions(stage, investors, index);
    const ticket = at(await listTickets(stage.cluster, { book: book.address, owner: signer.address }), 0);
    await stage.send(await withdraw({ cluster: stage.cluster, owner: signer, book, ticket, amount }), signer);
    const after = await positions(stage, investors, index);
    stage.say(`${name} leaves book ${index + 1} with its ${stage.money(amount)}, whole and at once`);
    for (const one of after) {
      const was = before.find((other) => other.place === one.place)?.ahead ?? one.ahead;
      if (was !== one.ahead) {
        stage.say(
          `  ${one.name} moves up: ${stage.money(was)} ahead of it before, ${stage.money(one.ahead)} now`,
        );
      }
    }
  }
}

type Position = Readonly<{ name: string; place: number; ahead: bigint }>;

async function positions(stage: Stage, investors: readonly Investor[], index: number): Promise<Position[]> {
  const book = await readBook(stage.cluster, at(stage.addresses.books, index).book);
  const line = await readLine(stage.cluster, book.data);
  const tickets = await listTickets(stage.cluster, { book: book.address });
  return tickets.map(({ data: { place, owner } }) => ({
    name: nameOf(investors, owner),
    place,
    ahead: moneyAhead({ line, version: book.data.offerVersion, place }).committed,
  }));
}

/** Where there was no offer, the sponsor makes one, and all who are in line consent to it. */
export async function offer(stage: Stage, deal: Deal, investors: readonly Investor[]): Promise<void> {
  for (const [index, book] of (await stage.books()).entries()) {
    if (book.data.offerVersion > 0) {
      continue;
    }
    const { termsSha256 } = at(deal.books, index);
    await stage.send(
      await makeOffer({ sponsor: stage.sponsor, book, offer: { termsSha256 } }),
      stage.sponsor,
    );
    const offered = await readBook(stage.cluster, book.address);
    for (const ticket of await listTickets(stage.cluster, { book: book.address })) {
      const owner = investors.find(({ signer }) => signer.address === ticket.data.owner)?.signer;
      if (owner !== undefined) {
        await stage.send(await commit({ owner, book: offered, ticket }), owner);
      }
    }
    stage.say(`the sponsor makes an offer in book ${index + 1}, and all in line consent to it`);
  }
}

/** Where it is the sponsor's choice how much of each ticket is accepted, it chooses: all that the cap takes, in line. */
export async function approve(stage: Stage): Promise<void> {
  for (const [index, book] of (await stage.books()).entries()) {
    if (book.data.allocation !== AllocationRule.Discretionary) {
      continue;
    }
    let left = book.data.cap;
    for (const ticket of await listTickets(stage.cluster, { book: book.address })) {
      const amount = ticket.data.value < left ? ticket.data.value : left;
      left -= amount;
      await stage.send(await approveTicket({ sponsor: stage.sponsor, book, ticket, amount }), stage.sponsor);
    }
    stage.say(`the sponsor approves ${stage.money(book.data.cap - left)} in book ${index + 1}`);
  }
}

/** The sponsor locks each book once its offer has ended; those that close together in one transaction, or not at all. */
export async function lock(stage: Stage): Promise<void> {
  const books = [...(await stage.books()).entries()].sort(([, a], [, b]) =>
    Number(a.data.offerEnds - b.data.offerEnds),
  );
  const together = books.filter(([, { data }]) => data.group > 0).map(([, book]) => book);
  for (const [index, book] of books) {
    const { data } = book;
    await stage.clock.reach(data.offerEnds, `the end of the offer of book ${index + 1}`);
    if (data.group === 0) {
      await stage.send(await lockBook({ caller: stage.sponsor, book }), stage.sponsor);
    }
  }
  if (together.length > 0) {
    const security = await readSecurity(stage.cluster, stage.addresses.security);
    const instructions = await lockGroup({ caller: stage.sponsor, security, books: together });
    const lookupTables = await groupTables(stage.cluster, { payer: stage.sponsor, instructions });
    await send(stage.cluster, { instructions, payer: stage.sponsor, lookupTables });
    stage.say(`the ${together.length} books close together: one transaction locks all of them`);
  }
  for (const [index, { data }] of books) {
    stage.say(
      `book ${index + 1} is locked with ${stage.money(data.live)} in line, cap ${stage.money(data.cap)}`,
    );
  }
}

/** A bot turns every ticket into shares. */
export async function settle(stage: Stage, investors: readonly Investor[]): Promise<void> {
  const { settled, skipped } = await crank(stage.cluster, {
    payer: stage.bot,
    securities: [stage.addresses.security],
  });
  for (const { subject, reason } of skipped) {
    throw new Error(`the bot could not settle ${subject}: ${reason}`);
  }
  stage.say(`a bot settled ${counted(settled, "ticket")}; nobody had to trust it`);
  const books = await stage.books();
  const rows = books.map(({ data }, index) => [
    `${index + 1}`,
    stage.money(data.locked),
    stage.money(data.accepted),
    stage.money(data.refunded),
    String(investors.filter(({ book, leaves }) => book === index && !leaves).length),
  ]);
  stage.say("");
  stage.say(
    table(
      ["Book", { right: "In line" }, { right: "Accepted" }, { right: "Refunded" }, { right: "Holders" }],
      rows,
    ),
  );
}

/**
 * Proceeds stay in escrow for some days after the lock. Then a bot releases them, and the sponsor draws them to the
 * destination it named when it created the security, as far as the terms allow.
 *
 * @returns How much it drew.
 */
export async function draw(stage: Stage): Promise<bigint> {
  const dues = (await stage.books()).map(({ data }) => data.lockedAt + data.drawDelay);
  const due = dues.reduce((latest, one) => (one > latest ? one : latest), 0n);
  await stage.clock.reach(due, "the end of the draw delay");
  const { released } = await crank(stage.cluster, {
    payer: stage.bot,
    securities: [stage.addresses.security],
  });
  stage.say(`the draw delay is over: a bot releases the proceeds of ${counted(released, "book")}`);
  await deliver(stage);
  const security = await stage.security();
  const vault = settlementVault(security.data);
  const limit = drawableOf(vault, await stage.clock.now()) ?? vault.treasury;
  const amount = limit < vault.treasury ? limit : vault.treasury;
  const why = amount === 0n ? "the terms allow no draw yet" : await whyNotDrawn(stage.cluster, security);
  if (why !== undefined) {
    stage.say(`the sponsor draws nothing of ${stage.money(vault.treasury)}: ${why}`);
    return 0n;
  }
  const destination = at(stage.addresses.destinations, 0);
  const arbitrator = isCoSigned(security.data) ? keyOf(stage.keys, "arbitrator") : undefined;
  const draws = await drawProceeds({ sponsor: stage.sponsor, security, destination, amount, arbitrator });
  await stage.send(draws, stage.sponsor);
  stage.say(`the sponsor draws ${stage.money(amount)}`);
  return amount;
}

/** The arbitrator confirms a delivery that proceeds wait for. */
async function deliver(stage: Stage): Promise<void> {
  const security = await stage.security();
  if (isDeliveryAwaited(security.data)) {
    const arbitrator = keyOf(stage.keys, "arbitrator");
    const documentSha256 = new Uint8Array(32).fill(1);
    await stage.send(
      await confirmDelivery({ arbitrator, security: security.address, documentSha256 }),
      arbitrator,
    );
    stage.say("the arbitrator confirms the delivery that proceeds waited for");
  }
}
