import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FREE_TRANSFERS, keptWords, transferDisclosuresOf } from "@defi-ready/securities";
import type { Holder, Tranche } from "@defi-ready/securities/program";
import { BOOK, FACTS, OTHER, PERSON } from "./disclosure-facts.js";

const DAY = 86_400n;
const NOW = 20_000n * DAY;
const FREE = { ...FREE_TRANSFERS, moves: null, retained: null };

describe("what keeps shares of a record, in words", () => {
  const tranche = (rules: Partial<Tranche["rules"]> = {}) => ({
    decimals: 2,
    form: 0,
    pause: { until: 0n, nextFrom: 0n },
    rules: {
      window: { kind: 0, needs: 0, months: 0, anchor: 0, days: 0, padding: 0, ranges: [] },
      refusedCountries: [] as readonly number[],
      openUntil: 0n,
      dailyShares: 0n,
      retainedShares: 0n,
      retainedOwner: OTHER,
      ...rules,
    } as Tranche["rules"],
  });
  const lock = (shares: bigint, cliff: number, until: number) => ({
    shares,
    start: 19_000,
    cliff,
    until,
    padding: 0,
  });
  const holder = (more: Partial<Holder> = {}): Holder =>
    ({
      shares: 10_000n,
      owner: PERSON,
      locks: [],
      votes: [],
      blocks: [],
      newShares: { shares: 0n, since: 0, until: 0 },
      uncounted: { shares: 0n, until: 0, padding: 0 },
      sentDay: 0,
      sent: 0n,
      ...more,
    }) as Partial<Holder> as Holder;

  it("are none of a record that nothing keeps", () => {
    assert.deepEqual(keptWords({ tranche: tranche(), holder: holder(), now: NOW }), []);
  });

  it("are of measures: what blocks shares, and a pause of the class", () => {
    const until = Number(NOW + 10n * DAY);
    const block = { measure: 0, shares: 2_500n, until, leaves: 0 };
    const one = { tranche: tranche(), holder: holder({ blocks: [block] as Holder["blocks"] }), now: NOW };
    const blocked = "an exceptional measure blocks 25.00 shares, until 2024-10-14 00:00 UTC at the latest";
    assert.deepEqual(keptWords(one), [blocked, "at most 75.00 shares can be transferred now"]);
    assert.deepEqual(keptWords({ ...one, now: BigInt(until) }), []);
    assert.deepEqual(keptWords({ ...one, tranche: { ...one.tranche, form: 1 } }), [
      blocked,
      "none of its shares can be thawed until then",
    ]);
    const two = [block, { ...block, shares: 10_000n, until: until + 86_400 }] as Holder["blocks"];
    assert.deepEqual(keptWords({ ...one, holder: holder({ blocks: two }) }), [
      "exceptional measures block 100.00 shares, until 2024-10-15 00:00 UTC at the latest",
      "none can be transferred now",
    ]);
    const paused = { ...one.tranche, pause: { until: NOW + DAY, nextFrom: NOW + 31n * DAY } };
    assert.deepEqual(keptWords({ ...one, tranche: paused }), [
      "none can be transferred now: the class's transfers are paused until 2024-10-05 00:00 UTC",
      blocked,
    ]);
    assert.deepEqual(keptWords({ ...one, tranche: paused, now: NOW + DAY }).length, 2, "the pause is over");
  });

  it("are of each lock until when, of retention, and of the day's limit; the least of them can be sent", () => {
    const one = {
      tranche: tranche({ dailyShares: 5_000n, retainedShares: 7_500n, retainedOwner: PERSON }),
      holder: holder({
        locks: [lock(1_000n, 20_010, 20_010), lock(2_000n, 19_990, 20_010)],
        sentDay: 20_000,
        sent: 3_500n,
      }),
      now: NOW,
    };
    const kept = [
      "20.00 shares are locked: 10.00 until 2024-10-14; 10.00, fewer each day until 2024-10-14",
      "75.00 shares are kept until release_retention is called, once no debt of the deal is outstanding",
      "15.00 shares are left of what it may send today (UTC)",
    ];
    assert.deepEqual(keptWords(one), [...kept, "at most 15.00 shares can be transferred now"]);
    const all = { ...one, holder: { ...one.holder, shares: 7_500n } };
    assert.equal(keptWords(all).at(-1), "none can be transferred now");
    assert.deepEqual(
      keptWords({ ...one, tranche: { ...one.tranche, form: 1 } }),
      [...kept, "none of its shares can be thawed until then"],
      "the frozen form thaws an account as a whole",
    );
    const closed = (kind: number, more: object = {}) => {
      const window = { kind, needs: 0, months: 3, anchor: 19_990, days: 5, padding: 0, ranges: [] };
      const rules = { ...one.tranche.rules, window, ...more } as Tranche["rules"];
      return keptWords({ ...one, tranche: { ...one.tranche, rules } });
    };
    assert.deepEqual(closed(1), ["shares of this class are never transferred", ...kept]);
    assert.deepEqual(closed(2), [
      "none can be transferred now: the next exchange window is from 2024-12-24",
      ...kept,
    ]);
    assert.deepEqual(closed(3), [
      "none can be transferred now: there is no exchange window any more",
      ...kept,
    ]);
    assert.deepEqual(closed(2, { openUntil: NOW + DAY }), [
      "the exchange window is open until 2024-10-05 00:00 UTC",
      ...kept,
      "at most 15.00 shares can be transferred now",
    ]);
  });
});

describe("what is said of the transfers of one class", () => {
  const [first] = FACTS.classes;
  assert.ok(first !== undefined);
  const window = { __kind: "Periodic", months: 3, anchor: 20_000, days: 10 } as const;
  const facts = {
    ...FACTS,
    classes: [
      { ...first, transfers: { ...FREE, dailyShares: 100n } },
      { ...first, transfers: { ...FREE, window, refusedCountries: [840] } },
    ],
    books: [
      { ...BOOK, rank: 0, number: 4, lockUp: { cliffDays: 10, vestingDays: 0 } },
      { ...BOOK, rank: 1, number: 5, lockUp: { cliffDays: 0, vestingDays: 20 } },
    ],
  };
  const said = (rank: number) => transferDisclosuresOf(facts, rank).map(({ text }) => text);

  it("is of that class and its books alone, by its own name", () => {
    assert.equal(said(0).length, 3);
    assert.match(
      said(0).join("\n"),
      /Anyone may hold.* to anyone\.\n.*at most 1\.00 shares of class 0.*\n.*book 4 of class 0/,
    );
    assert.equal(said(1).length, 4);
    assert.match(
      said(1).join("\n"),
      /windows are open\.\n.*class 1 .*for 10 days every 3 months.*\n.*840.*class 1.*\n.*book 5 of class 1/,
    );
  });

  it("is no more than who may hold, where there are no rules", () => {
    assert.equal(transferDisclosuresOf({ ...FACTS, books: [BOOK] }, 0).length, 1);
  });
});
