import assert from "node:assert/strict";
import { test } from "node:test";
import { canLock, deadlineAt, LOCK_GRACE, NOBODY, type PhaseTerms, phaseOf } from "@defi-ready/securities";
import { AllocationRule, SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { DAY } from "@defi-ready/securities-testing";

const [OPENS, ENDS, DEADLINE, LATER] = [100n, 200n, 300n, 400n];

/** An open book with an offer, to which enough is committed. */
const BOOK: PhaseTerms & { offerEnds: bigint } = {
  stage: 1,
  opensAt: OPENS,
  offerEnds: ENDS,
  deadline: DEADLINE,
  extensionBps: 5_000,
  offerVersion: 1,
  allocation: AllocationRule.FirstCome,
  committed: 1_000n,
  approved: 0n,
  minimum: 1_000n,
  lead: NOBODY,
  leadMinimum: 0n,
  leadCommitted: 0n,
  leadApproved: 0n,
  leadWithin: 0n,
  leadTickets: 0,
  cap: 10_000n,
  lot: 1n,
  poll: {
    subjectSha256: new Uint8Array(32),
    number: 0,
    ticketsBefore: 0,
    endsAt: 0n,
    newDeadline: 0n,
    base: 0n,
    yes: 0n,
    no: 0n,
  },
};

test("the phase follows the clock, in ranges that are half-open", () => {
  const at = (now: bigint, change: Partial<PhaseTerms> = {}) => phaseOf({ ...BOOK, ...change }, now);
  assert.equal(LOCK_GRACE, 7n * DAY);
  assert.deepEqual(
    [OPENS - 1n, OPENS, DEADLINE - 1n, DEADLINE, DEADLINE + LOCK_GRACE - 1n, DEADLINE + LOCK_GRACE].map(
      (now) => at(now),
    ),
    ["draft", "offering", "offering", "due", "due", "refunding"],
  );
  const none = { offerVersion: 0, committed: 0n };
  assert.deepEqual(
    [OPENS, DEADLINE - 1n, DEADLINE].map((now) => at(now, none)),
    ["building", "building", "refunding"],
  );
  assert.equal(at(DEADLINE, { committed: 999n }), "refunding");
  assert.equal(at(DEADLINE + LOCK_GRACE, { stage: 2 }), "settling");
  assert.equal(at(OPENS - 1n, { stage: 2 }), "settling");
});

test("a lock needs the minimum, approved where that counts, and the lead's money", () => {
  const due = (change: Partial<PhaseTerms>) => phaseOf({ ...BOOK, ...change }, DEADLINE) === "due";
  const discretionary = { allocation: AllocationRule.Discretionary };
  assert.ok(!due({ ...discretionary, approved: 999n }));
  assert.ok(due({ ...discretionary, approved: 1_000n, committed: 1_000n }));
  const led = { lead: SECURITIES_PROGRAM_ADDRESS, leadMinimum: 300n };
  assert.ok(!due({ ...led, leadCommitted: 300n, leadWithin: 299n }));
  assert.ok(due({ ...led, leadCommitted: 300n, leadWithin: 300n }));
  const approved = { ...led, ...discretionary, approved: 1_000n, leadCommitted: 300n };
  assert.ok(!due({ ...approved, leadApproved: 299n }));
  assert.ok(due({ ...approved, leadApproved: 300n }));
  // Half of the committed money is accepted, and each of its tickets may miss a lot of its part.
  const half = { ...led, allocation: AllocationRule.ProRata, committed: 20_000n, leadTickets: 2 };
  assert.ok(!due({ ...half, leadCommitted: 603n }));
  assert.ok(due({ ...half, leadCommitted: 604n }));

  assert.ok(!canLock({ book: BOOK, now: ENDS - 1n, bySponsor: true }));
  assert.ok(
    canLock({ book: BOOK, now: ENDS, bySponsor: true }) &&
      !canLock({ book: BOOK, now: ENDS, bySponsor: false }),
  );
  assert.ok(canLock({ book: BOOK, now: DEADLINE, bySponsor: false }));
  assert.ok(!canLock({ book: { ...BOOK, committed: 0n }, now: ENDS, bySponsor: true }));
});

test("a poll that passed moves the deadline from its end on", () => {
  const poll = {
    ...BOOK.poll,
    number: 1,
    endsAt: 250n,
    newDeadline: LATER,
    base: 1_000n,
    yes: 501n,
    no: 499n,
  };
  const book = { ...BOOK, poll };
  assert.equal(deadlineAt(book, 249n), DEADLINE);
  assert.equal(deadlineAt(book, 250n), LATER);
  assert.deepEqual([phaseOf(book, DEADLINE), phaseOf(book, LATER)], ["offering", "due"]);
  const half = { ...book, poll: { ...poll, yes: 500n } };
  assert.equal(deadlineAt(half, 250n), DEADLINE, "exactly the part is not enough");
  assert.equal(deadlineAt({ ...book, poll: { ...poll, base: 0n, yes: 0n } }, 250n), DEADLINE);
  assert.equal(deadlineAt({ ...book, poll: { ...poll, newDeadline: 0n } }, 250n), DEADLINE, "advice");
  assert.equal(deadlineAt({ ...book, deadline: 500n }, 250n), 500n);
});
