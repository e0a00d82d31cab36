import {
  deposit,
  drawProceeds,
  listTickets,
  lockBook,
  lockGroup,
  moneyAhead,
  readBook,
  readLine,
  readTicket,
  settlementVault,
  withdraw,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { table } from "@defi-ready/securities-cli";
import { at, type Investor, nameOf } from "./cast.js";
import type { Stage } from "./stage.js";

/** Everybody deposits, in order; each place follows the one before. */
export async function takePlaces(stage: Stage, investors: readonly Investor[]): Promise<void> {
  for (const { name, signer, book, amount } of investors) {
    const { ticket } = await deposit(stage.cluster, {
      owner: signer,
      book: at(stage.addresses.books, book).book,
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

/** The sponsor locks each book once its offer has ended; those that close together in one transaction, or not at all. */
export async function lock(stage: Stage): Promise<void> {
  const books = await stage.books();
  for (const [index, { data }] of books.entries()) {
    await stage.clock.reach(data.offerEnds, `the end of the offer of book ${index + 1}`);
  }
  const together = books.filter(({ data }) => data.group > 0);
  if (together.length > 0) {
    await stage.send(await lockGroup({ caller: stage.sponsor, books: together }), stage.sponsor);
    stage.say(`the ${together.length} books close together: one transaction locks all of them`);
  }
  for (const [index, book] of books.entries()) {
    if (book.data.group === 0) {
      await stage.send(await lockBook({ caller: stage.sponsor, book }), stage.sponsor);
    }
    stage.say(
      `book ${index + 1} is locked with ${stage.money(book.data.live)} in line, cap ${stage.money(book.data.cap)}`,
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
  stage.say(`a bot settled ${settled} tickets; nobody had to trust it`);
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
 * destination it named when it created the security.
 */
export async function draw(stage: Stage): Promise<bigint> {
  const dues = (await stage.books()).map(({ data }) => data.lockedAt + data.drawDelay);
  const due = dues.reduce((latest, one) => (one > latest ? one : latest), 0n);
  await stage.clock.reach(due, "the end of the draw delay");
  const { released } = await crank(stage.cluster, {
    payer: stage.bot,
    securities: [stage.addresses.security],
  });
  stage.say(`the draw delay is over: a bot releases the proceeds of ${released} books`);
  const security = await stage.security();
  const { treasury } = settlementVault(security.data);
  const destination = at(stage.addresses.destinations, 0);
  const draws = await drawProceeds({ sponsor: stage.sponsor, security, destination, amount: treasury });
  await stage.send(draws, stage.sponsor);
  stage.say(`the sponsor draws ${stage.money(treasury)}`);
  return treasury;
}
