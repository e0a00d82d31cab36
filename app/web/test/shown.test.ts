import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeOffer, openPoll } from "@defi-ready/securities";
import {
  type Book,
  getCastVoteInstructionDataDecoder,
  getCommitInstructionDataDecoder,
  getDepositInstructionDataDecoder,
} from "@defi-ready/securities/program";
import { DAY, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Instruction, ReadonlyUint8Array } from "@solana/kit";
import { depositAction } from "../src/actions/book/deposit-action.js";
import type { Shown } from "../src/actions/book/investor.js";
import { commitAction, voteAction } from "../src/actions/book/ticket-actions.js";

const deal = await closeAfterTests(TestDeal.start());
const { cluster, sponsor } = deal;
const signer = await deal.investor();
const ticket = await deal.deposit(signer, 20n * ONE, deal.seniorBook, { consent: null });
const wanted = { asset: 0, amount: 10n * ONE, isCommitted: true, tickets: 1 };

/** What the page shows of the book as it is, or of one that differs from it. */
async function shown(more: Partial<Book> = {}): Promise<Shown> {
  const book = await deal.readBook();
  return { book: { ...book, data: { ...book.data, ...more } }, decimals: 6, money: deal.mint };
}

const plan = (action: ReturnType<typeof depositAction>) => action.plan({ cluster, signer });

/** The data of a plan's last instruction. */
function dataOf(instructions: readonly Instruction[]): ReadonlyUint8Array {
  const { data } = instructions.at(-1) ?? {};
  assert.ok(data);
  return data;
}

describe("what is signed on the page", () => {
  it("names the terms that were shown", async () => {
    const page = await shown();
    const { offerVersion, termsSha256 } = page.book.data;
    const deposit = dataOf((await plan(depositAction(page, wanted))).instructions);
    const { consent } = getDepositInstructionDataDecoder().decode(deposit);
    assert.deepEqual(consent, { __option: "Some", value: { offerVersion, termsSha256 } });
    const commit = dataOf((await plan(commitAction(page, ticket))).instructions);
    assert.deepEqual(getCommitInstructionDataDecoder().decode(commit).consent, { offerVersion, termsSha256 });
  });

  it("is refused where the offer has other terms by now, or under the same number", async () => {
    const before = await shown();
    const offer = { termsSha256: new Uint8Array(32).fill(8) };
    await deal.send(await makeOffer({ sponsor, book: before.book, offer }));
    const forged = await shown({ termsSha256: new Uint8Array(32).fill(9) });
    for (const [page, why] of [
      [before, /the book has offer 2 by now, and you looked at offer 1/],
      [forged, /the book has other terms in its offer 2 than those you looked at/],
    ] as const) {
      await assert.rejects(plan(commitAction(page, ticket)), why);
      await assert.rejects(plan(depositAction(page, wanted)), why);
      // What is committed to nothing needs no terms.
      assert.ok(await plan(depositAction(page, { ...wanted, isCommitted: false })));
    }
  });

  it("is a vote on the question that was shown", async () => {
    const ask = async (days: bigint, byte: number) => {
      const poll = {
        subjectSha256: new Uint8Array(32).fill(byte),
        endsAt: START + days * DAY,
        newDeadline: 0n,
      };
      await deal.send(await openPoll({ sponsor, book: await deal.readBook(), poll }));
    };
    await ask(2n, 1);
    const first = await shown();
    const data = dataOf((await plan(voteAction(first, ticket, true))).instructions);
    const { poll, subjectSha256, yes } = getCastVoteInstructionDataDecoder().decode(data);
    assert.deepEqual([poll, subjectSha256, yes], [1, first.book.data.poll.subjectSha256, true]);
    await deal.moveTo(START + 2n * DAY);
    await ask(4n, 2);
    await assert.rejects(
      plan(voteAction(first, ticket, true)),
      /put another question in the meantime, number 2/,
    );
    const second = await shown();
    const forged = { ...second.book.data.poll, subjectSha256: new Uint8Array(32).fill(3) };
    await assert.rejects(
      plan(voteAction(await shown({ poll: forged }), ticket, true)),
      /question 2 is another than the one you looked at/,
    );
  });
});
