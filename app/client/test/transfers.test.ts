import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  allotmentOf,
  bitsOf,
  blockedShares,
  countryWords,
  type ExchangeWindow,
  FREE_TRANSFERS,
  freeShares,
  hasRules,
  kindsWords,
  lockedIn,
  movesWords,
  nextWindow,
  numbersOf,
  shareLocksOf,
  votedShares,
  votingShares,
  windowAt,
  windowState,
  windowWords,
} from "@defi-ready/securities";
import type { Holder, Lock, Tranche, WindowTermsArgs } from "@defi-ready/securities/program";
import { address } from "@solana/kit";

const DAY = 86_400n;
const at = (day: string): bigint => BigInt(Date.parse(day)) / 1_000n;
const dayOf = (day: string): number => Number(at(day) / DAY);
const shown = (window: ExchangeWindow | undefined) =>
  window === undefined
    ? "none"
    : [window.from, window.until]
        .map((time) => new Date(Number(time) * 1_000).toISOString().slice(0, 10))
        .join(" ");

describe("exchange windows", () => {
  const monthly: WindowTermsArgs = { __kind: "Periodic", months: 1, anchor: dayOf("2027-01-31"), days: 5 };
  const halfYearly: WindowTermsArgs = {
    __kind: "Periodic",
    months: 6,
    anchor: dayOf("2026-08-30"),
    days: 10,
  };
  const custom: WindowTermsArgs = {
    __kind: "Custom",
    ranges: [
      { from: dayOf("2027-01-10"), until: dayOf("2027-01-12") },
      { from: dayOf("2027-03-01"), until: dayOf("2027-04-01") },
    ],
  };

  it("come on the same day of the month, or on its last, and close after their days", () => {
    for (const [rule, day, current, next] of [
      [monthly, "2027-01-30", "none", "2027-01-31 2027-02-05"],
      [monthly, "2027-01-31", "2027-01-31 2027-02-05", "2027-02-28 2027-03-05"],
      [monthly, "2027-02-04T23:59:59Z", "2027-01-31 2027-02-05", "2027-02-28 2027-03-05"],
      [monthly, "2027-02-05", "none", "2027-02-28 2027-03-05"],
      [monthly, "2028-02-29", "2028-02-29 2028-03-05", "2028-03-31 2028-04-05"],
      [halfYearly, "2026-08-01", "none", "2026-08-30 2026-09-09"],
      [halfYearly, "2027-03-01", "2027-02-28 2027-03-10", "2027-08-30 2027-09-09"],
      [custom, "2027-01-11", "2027-01-10 2027-01-12", "2027-03-01 2027-04-01"],
      [custom, "2027-01-12", "none", "2027-03-01 2027-04-01"],
      [custom, "2027-03-31", "2027-03-01 2027-04-01", "none"],
      [{ __kind: "Never" }, "2027-01-31", "none", "none"],
      [{ __kind: "Always" }, "2027-01-31", "none", "none"],
    ] as const satisfies readonly (readonly [WindowTermsArgs, string, string, string])[]) {
      assert.equal(shown(windowAt(rule, at(day))), current, `${windowWords(rule)}, ${day}`);
      assert.equal(shown(nextWindow(rule, at(day))), next, `${windowWords(rule)}, ${day}`);
    }
  });

  it("are those of every day that a walk from day to day finds", () => {
    for (const months of [1, 2, 3, 5, 12]) {
      const anchor = dayOf("2027-01-29");
      const rule: WindowTermsArgs = { __kind: "Periodic", months, anchor, days: months * 9 };
      let began: number | undefined;
      for (let day = anchor - 40; day < anchor + 1_500; day += 1) {
        const date = new Date(day * 86_400_000);
        const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
        const isMonth = (date.getUTCFullYear() * 12 + date.getUTCMonth() - 2027 * 12) % months === 0;
        if (day >= anchor && isMonth && date.getUTCDate() === Math.min(29, lastDay)) {
          began = day;
        }
        const isOpen = began !== undefined && day < began + months * 9;
        const found = windowAt(rule, BigInt(day) * DAY + 5n);
        assert.equal(
          found?.from,
          isOpen ? BigInt(began ?? 0) * DAY : undefined,
          `${months} months, day ${day}`,
        );
      }
    }
  });

  it("are open until the program says so, and due until somebody opens them", () => {
    const rules = {
      window: {
        kind: 2,
        months: 1,
        needs: 0,
        padding: 0,
        anchor: dayOf("2027-01-31"),
        days: 5,
        ranges: Array.from({ length: 8 }, () => ({ from: 0, until: 0 })),
      },
      openUntil: 0n,
    };
    const state = (openUntil: bigint, now: string) =>
      windowState({ tranche: { rules: { ...free, ...rules, openUntil } }, now: at(now) });
    assert.deepEqual(
      [
        state(0n, "2027-02-01"),
        state(at("2027-02-05"), "2027-02-01"),
        state(at("2027-02-05"), "2027-02-05"),
      ].map((one) => [one?.openUntil, shown(one?.due), shown(one?.next)]),
      [
        [undefined, "2027-01-31 2027-02-05", "2027-02-28 2027-03-05"],
        [at("2027-02-05"), "none", "2027-02-28 2027-03-05"],
        [undefined, "none", "2027-02-28 2027-03-05"],
      ],
    );
    assert.equal(windowState({ tranche: { rules: free }, now: 0n }), undefined);
  });

  it("are told in words", () => {
    assert.deepEqual([monthly, halfYearly, custom].map(windowWords), [
      "for 5 days every month, from 2027-01-31 on",
      "for 10 days every 6 months, from 2026-08-30 on",
      "from 2027-01-10 until 2027-01-12 and from 2027-03-01 until 2027-04-01",
    ]);
  });
});

const OWNER = address("7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2");
const free: Tranche["rules"] = {
  openUntil: 0n,
  laterFrom: 0n,
  dailyShares: 0n,
  retainedShares: 0n,
  retainedOwner: address("11111111111111111111111111111111"),
  window: {
    kind: 0,
    months: 0,
    needs: 0,
    padding: 0,
    anchor: 0,
    days: 0,
    ranges: Array.from({ length: 8 }, () => ({ from: 0, until: 0 })),
  },
  moves: new Uint8Array(8),
  laterMoves: new Uint8Array(8),
  refusedCountries: Array.from({ length: 16 }, () => 0),
  insiderLockDays: 0,
  hasMoves: 0,
  senderQualified: 0,
  maxHolders: 0,
  maxShares: 0n,
  persons: 0,
  version: 0,
};

describe("what a record can send", () => {
  const lock = (shares: bigint, cliff: string, until: string): Lock => ({
    shares,
    start: 0,
    cliff: dayOf(cliff),
    until: dayOf(until),
    padding: 0,
  });
  const vesting = lock(100n, "2027-01-01", "2027-01-08");

  it("leaves out what is locked, which vests evenly from the cliff, rounded up", () => {
    assert.deepEqual(
      ["2026-12-31T23:59:59Z", "2027-01-01", "2027-01-02", "2027-01-07T23:59:59Z", "2027-01-08"].map((day) =>
        lockedIn(vesting, at(day)),
      ),
      [100n, 100n, 86n, 15n, 0n],
    );
    const cliff = lock(7n, "2027-01-08", "2027-01-08");
    assert.deepEqual([lockedIn(cliff, at("2027-01-07")), lockedIn(cliff, at("2027-01-08"))], [7n, 0n]);
    assert.deepEqual(
      shareLocksOf({ locks: [cliff, vesting, lock(0n, "2028-01-01", "2028-01-01")] }, at("2027-01-07")),
      [cliff, vesting],
    );
  });

  it("is the least of what locks, retention and the limit of a day leave", () => {
    const holder = {
      shares: 200n,
      owner: OWNER,
      locks: [vesting],
      votes: [{ shares: 90n, until: 1_798_800_000, resolution: 3 }],
      newShares: { shares: 0n, since: 0, until: 0 },
      uncounted: { shares: 0n, until: 0, padding: 0 },
      blocks: [],
      sentDay: dayOf("2027-01-02"),
      sent: 30n,
    } as Partial<Holder> as Holder;
    const of = (rules: Partial<Tranche["rules"]>, now: string) =>
      freeShares({ tranche: { form: 0, rules: { ...free, ...rules } }, holder, now: at(now) });
    assert.deepEqual(of({}, "2027-01-02"), {
      shares: 200n,
      locked: 86n,
      retained: 0n,
      voted: 0n,
      blocked: 0n,
      leftToday: null,
      free: 114n,
    });
    // What is locked counts towards what is voted, until the vote closes.
    assert.deepEqual([of({}, "2027-01-01").voted, of({}, "2027-01-01").free], [90n, 100n]);
    const since = Number(at("2026-12-30"));
    const issued = { ...holder, newShares: { shares: 5n, since, until: 1_798_800_000 } };
    assert.equal(votedShares(issued, at("2027-01-01")), 95n, "those issued during a vote stay, too");
    const uncounted = (shares: bigint) => ({
      ...holder,
      uncounted: { shares, until: 1_798_800_000, padding: 0 },
    });
    assert.deepEqual(
      [90n, 100n].map((shares) => votedShares(uncounted(shares), at("2027-01-01"))),
      [90n, 100n],
      "what does not count somewhere is voted elsewhere, and stays once",
    );
    const closesAt = at("2027-01-08");
    const votes = (proposedAt: bigint, now: string) =>
      votingShares(issued, { proposedAt, closesAt }, at(now));
    assert.equal(votes(at("2026-12-30"), "2027-01-01"), 195n);
    assert.equal(votes(at("2026-12-30") + 1n, "2027-01-01"), 200n);
    assert.equal(votes(at("2026-12-30"), "2027-01-02"), 200n);
    // What a court order can take before the close is not voted, and stays besides what is.
    const block = { shares: 30n, until: Number(at("2027-02-01")), measure: 1, leaves: 1, padding: 0 };
    const leaves = { ...holder, blocks: [block, { ...block, measure: 2, leaves: 0 }] };
    assert.equal(votingShares(leaves, { proposedAt: 0n, closesAt }, at("2027-01-01")), 170n);
    assert.equal(
      votingShares(leaves, { proposedAt: 0n, closesAt: at("2027-01-02") }, at("2027-01-01")),
      200n,
    );
    const ballots = [{ shares: 90n, until: Number(closesAt), resolution: 3 }];
    assert.equal(votedShares({ ...leaves, votes: ballots }, at("2027-01-01")), 120n);
    assert.equal(blockedShares(leaves, at("2027-01-01")), 60n, "what leaves is none of what a block keeps");
    const limited = { dailyShares: 50n };
    assert.deepEqual([of(limited, "2027-01-02").leftToday, of(limited, "2027-01-02").free], [20n, 20n]);
    assert.deepEqual([of(limited, "2027-01-03").leftToday, of(limited, "2027-01-03").free], [50n, 50n]);
    assert.equal(of({ dailyShares: 20n }, "2027-01-02").free, 0n);
    // What is locked counts towards what is retained.
    const retained = { retainedShares: 150n, retainedOwner: OWNER };
    assert.deepEqual([of(retained, "2027-01-02").retained, of(retained, "2027-01-02").free], [150n, 50n]);
    assert.equal(of({ ...retained, retainedShares: 300n }, "2027-01-02").free, 0n);
    assert.equal(of({ ...retained, retainedOwner: free.retainedOwner }, "2027-01-02").retained, 0n);
  });
});

describe("allotments", () => {
  const rules = (maxHolders: number, maxShares: bigint, persons = 0) =>
    ({ rules: { maxHolders, maxShares, persons } }) as Tranche;
  const person = (allotted: bigint) => ({ allotted: { digits: [allotted, 0n] } }) as never;

  it("say what a record may receive, and be allotted", () => {
    const holder = { shares: 20n, allotted: 50n };
    assert.equal(allotmentOf({ tranche: rules(0, 0n), holder, person: undefined }), undefined);
    assert.deepEqual(allotmentOf({ tranche: rules(0, 100n), holder, person: person(70n) }), {
      allotted: 50n,
      room: 30n,
      most: 80n,
      hasPlace: true,
    });
    // One that a book delivered more than it may have.
    const above = { shares: 90n, allotted: 0n };
    assert.deepEqual(allotmentOf({ tranche: rules(2, 60n, 2), holder: above, person: undefined }), {
      allotted: 0n,
      room: 0n,
      most: 60n,
      hasPlace: false,
    });
    const any = allotmentOf({ tranche: rules(2, 0n, 2), holder, person: person(50n) });
    assert.deepEqual([any?.most, any?.hasPlace], [null, true]);
    assert.equal(allotmentOf({ tranche: rules(2, 0n, 1), holder: above, person: undefined })?.hasPlace, true);
  });
});

describe("rules of transfers", () => {
  it("are none by default, and any one makes them some", () => {
    assert.equal(hasRules(FREE_TRANSFERS), false);
    for (const one of [
      { window: { __kind: "Never" } },
      { moves: { always: new Uint8Array(8), later: new Uint8Array(8), laterFrom: 0n } },
      { refusedCountries: [840] },
      { senderQualified: true },
      { insiderLockDays: 1 },
      { retained: { owner: OWNER, shares: 1n } },
      { dailyShares: 1n },
      { maxHolders: 1 },
      { maxShares: 1n },
    ] as const) {
      assert.equal(
        hasRules({ ...FREE_TRANSFERS, ...one } as typeof FREE_TRANSFERS),
        true,
        Object.keys(one).join(),
      );
    }
  });

  it("are told in words", () => {
    assert.deepEqual(numbersOf(bitsOf([0, 3, 7])), [0, 3, 7]);
    const moves = Uint8Array.from([bitsOf([0]), bitsOf([1, 2, 4]), 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(movesWords(moves), ["category 0 to category 0", "category 1 to categories 1, 2 and 4"]);
    const names = new Map([
      [1, "offshore"],
      [2, "onshore"],
    ]);
    assert.deepEqual(movesWords(moves, names), [
      "category 0 to category 0",
      "offshore (category 1) to offshore (category 1), onshore (category 2) and category 4",
    ]);
    assert.deepEqual(
      [kindsWords(5), kindsWords(4), kindsWords(5, new Map([[2, "accounts"]]))],
      ["kinds 0 and 2", "kind 2", "kind 0 and accounts (kind 2)"],
    );
    assert.deepEqual([840, 36, 999].map(countryWords), ["US (840)", "AU (036)", "999"]);
  });
});
