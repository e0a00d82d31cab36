import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  ClientError,
  claim,
  connect,
  consentTo,
  explain,
  lockBook,
  readBook,
  readHolder,
  readSecurity,
  send,
  settleTicket,
  TransactionFailure,
  transactionFailure,
  withdraw,
} from "@defi-ready/securities";
import { programErrorMessage, programErrorName } from "@defi-ready/securities/error-texts";
import {
  getDepositInstruction,
  SECURITIES_ERROR__NOT_WHOLE_LOTS,
  SECURITIES_ERROR__TICKET_TOO_SMALL,
  SECURITIES_PROGRAM_ADDRESS,
} from "@defi-ready/securities/program";
import { funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import { generateKeyPairSigner } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";

const world = await closeAfterTests(TestDeal.start());
const investor = await world.investor(1_000n * ONE);
const ticket = await world.deposit(investor, 100n * ONE);

async function failure(work: Promise<unknown>): Promise<TransactionFailure> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof TransactionFailure, String(error));
    assert.doesNotMatch(error.message, /0x[0-9a-f]/i);
    return error;
  }
  assert.fail("it went through");
}

test("a refusal of the program is in its own words, with its number and name", async () => {
  const small = await failure(world.deposit(investor, ONE));
  assert.equal(
    small.message,
    `the ticket is too small: at least the book's smallest ticket (securities error ${SECURITIES_ERROR__TICKET_TOO_SMALL}, TicketTooSmall)`,
  );
  assert.ok(small.isProgramError(SECURITIES_ERROR__TICKET_TOO_SMALL));
  assert.equal(small.details.instruction, 0);

  const early = await failure(
    world.send(await lockBook({ caller: investor, book: await world.readBook() }), investor),
  );
  assert.match(early.message, /only the security's sponsor may do this \(securities error \d+, NotSponsor\)/);

  const settle = settleTicket({
    cluster: world.cluster,
    payer: investor,
    book: await world.readBook(),
    ticket,
  });
  const unlocked = await failure(settle.then((instructions) => world.send(instructions, investor)));
  assert.match(unlocked.message, /call lock_book first \(securities error \d+, NotLocked\)/);

  const holder = await readHolder(world.cluster, { tranche: world.senior, owner: investor.address });
  const nothing = await claim({ owner: investor, security: await world.readSecurity(), holder });
  assert.match((await failure(world.send(nothing, investor))).message, /nothing is owed.*\d+, NothingOwed/);
});

test("every error of the program has a name and a message", () => {
  const path = new URL("../../idl/securities.json", import.meta.url);
  const { errors } = JSON.parse(readFileSync(path, "utf8")) as {
    errors: { code: number; name: string; msg: string }[];
  };
  assert.ok(errors.length > 60);
  for (const { code, name, msg } of errors) {
    assert.deepEqual([programErrorName(code), programErrorMessage(code)], [name, msg]);
  }
  assert.equal(programErrorName(SECURITIES_ERROR__NOT_WHOLE_LOTS), "NotWholeLots");
  assert.equal(programErrorMessage(9_999), undefined);
});

test("a refusal of the token program is explained", async () => {
  const poor = await world.investor(50n * ONE);
  const { message } = await failure(world.deposit(poor, 60n * ONE));
  assert.match(message, /insufficient funds: the token account holds less than the amount \(token error 1\)/);
});

test("a refusal of the framework under the program names the account", async () => {
  const stranger = await funded(world.cluster);
  const book = await world.readBook();
  const leave = await withdraw({ cluster: world.cluster, owner: stranger, book, ticket, amount: ONE });
  const { message } = await failure(world.send(leave, stranger));
  assert.match(message, /only the owner may do this \(securities error \d+, NotOwner\)/);

  const [asset] = book.data.assets;
  assert.ok(asset);
  const taken = getDepositInstruction({
    owner: investor,
    payer: investor,
    security: world.security,
    book: world.seniorBook,
    line: book.data.line,
    ticket: ticket.address,
    payingAccount: await world.wallet(investor.address),
    escrow: asset.escrow,
    mint: asset.mint,
    tokenProgram: asset.tokenProgram,
    nonce: ticket.data.nonce + 1n,
    asset: 0,
    units: 10n * ONE,
    consent: consentTo(book.data),
  });
  const seeds = await failure(world.send([taken], investor));
  assert.match(
    seeds.message,
    /seeds constraint was violated \(account ticket\) \(Anchor error 2006, ConstraintSeeds\)/,
  );
});

test("who has no SOL is told so", async () => {
  const poor = await generateKeyPairSigner();
  const { message } = await failure(
    world.send(await lockBook({ caller: poor, book: await world.readBook() }), poor),
  );
  assert.match(message, /the fee payer holds no SOL: fund it first/);

  const rich = await funded(world.cluster, 1_000_000_000n);
  const pay = getTransferSolInstruction({ source: rich, destination: poor.address, amount: 5_000_000_000n });
  const short = await failure(world.send([pay], rich));
  assert.match(short.message, /insufficient SOL: the payer holds 0\.999995 SOL, 5\.00 SOL is needed/);
});

test("a closed book refuses a deposit", async () => {
  const other = await closeAfterTests(TestDeal.start());
  const late = await other.investor();
  await other.moveTo((await other.readBook()).data.deadline);
  const { message } = await failure(other.deposit(late, 100n * ONE));
  assert.match(
    message,
    /requires a book in its offering.*its deadline has passed \(securities error \d+, BookNotOpen\)/,
  );
});

test("without logs a number is still told apart by its program", async () => {
  const of = async (code: number, program = SECURITIES_PROGRAM_ADDRESS) =>
    (
      await transactionFailure({
        error: { InstructionError: [0, { Custom: code }] },
        logs: [],
        programs: [program],
      })
    ).message;
  assert.match(
    await of(SECURITIES_ERROR__NOT_WHOLE_LOTS),
    /multiple of the book's lot \(securities error \d+, NotWholeLots\)/,
  );
  assert.match(await of(1), /insufficient funds.*\(token error 1\)/);
  assert.match(await of(41), /CPI guard cannot be set by a program: .*\(token error 41\)/);
  assert.match(
    await of(42),
    /has a CPI guard, so that no program moves money out of it: .*\(token error 42\)/,
  );
  assert.match(await of(36), /requires a memo .*\(token error 36\)/);
  assert.match(await of(37), /does not allow transfers .*\(token error 37\)/);
  assert.match(await of(3012), /does not exist yet \(Anchor error 3012\)/);
  assert.match(await of(7_777), /update it \(securities error 7777\)/);
  assert.match(
    (await transactionFailure({ error: "BlockhashNotFound", logs: [], programs: [] })).message,
    /too old, or of another cluster/,
  );
  assert.match(
    (
      await transactionFailure({
        error: { InstructionError: [0, "ProgramFailedToComplete"] },
        logs: [],
        programs: [],
      })
    ).message,
    /stopped before it completed \(ProgramFailedToComplete\)/,
  );
});

test("a URL that nobody answers, or that is none, is told as that", async () => {
  const { url, close } = await startValidator({ port: 0 });
  await close();
  const told = async (at: string) => {
    try {
      await readSecurity(connect(at), world.security);
    } catch (error) {
      return explain(error, at);
    }
    return "";
  };
  assert.equal(await told(url), `cannot reach ${url}: connection refused; is a validator running there?`);
  assert.match(await told("http://127.0.0.1:1"), /^cannot reach http:\/\/127\.0\.0\.1:1: /);
  assert.throws(() => connect("localhost"), ClientError);
  assert.throws(() => connect("ws://127.0.0.1:8900"), /starts with http/);
});

test("an account that is not there, or of another kind, is told as that", async () => {
  await assert.rejects(readSecurity(world.cluster, investor.address), /there is no security at/);
  await assert.rejects(readSecurity(world.cluster, world.senior), /is not a security/);
  await assert.rejects(readBook(world.cluster, world.security), /is not a book/);
  await assert.rejects(send(connect("http://127.0.0.1:1"), { instructions: [], payer: investor }));
});
