// inputs: docs/control.md
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Address } from "@solana/kit";
import type { Control, TriggerState } from "../src/generated/index.js";
import {
  ALL_POWERS,
  announcedAct,
  breachOf,
  budgetOf,
  consequenceBits,
  consequencesOf,
  controlStages,
  describeConsequences,
  inControl,
  nextStage,
  POWERS,
  powerBits,
  powersOf,
  stepsAt,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
} from "../src/index.js";

const PAGE = readFileSync(new URL("../../../docs/control.md", import.meta.url), "utf8");
const NOBODY = "11111111111111111111111111111111" as Address;
const SPONSOR = TOKEN_PROGRAM;
const LENDERS = TOKEN_2022_PROGRAM;
const DAY = 86_400n;

const none: Control = {
  agents: [NOBODY, NOBODY],
  actDestination: NOBODY,
  actAmount: 0n,
  actFrom: 0n,
  steppedAt: 0n,
  powers: [0, 0, 0],
  stage: 0,
  actDays: 0,
  act: 0,
  actVault: 0,
};
const control: Control = { ...none, agents: [NOBODY, LENDERS], powers: [5, 0, ALL_POWERS], actDays: 7 };

describe("the table of powers", () => {
  it("is that of the page, which is the program's", () => {
    const rows = PAGE.split("\n").filter((line) => /^\| `\w+` \| \d+ \| `\w+_\w+`/.test(line));
    assert.deepEqual(
      rows,
      POWERS.map(
        ({ name, lets }, bit) => `| \`${name}\` | ${bit} | ${lets.map((one) => `\`${one}\``).join(", ")} |`,
      ),
    );
  });

  it("has a bit for each power", () => {
    assert.equal(powerBits(POWERS.map(({ name }) => name)), ALL_POWERS);
    assert.equal(powerBits(["draws", "pik"]), 5);
    assert.deepEqual(
      powersOf(5).map(({ name }) => name),
      ["draws", "pik"],
    );
  });
});

describe("who is in control", () => {
  it("is the sponsor for good where a deal says nothing", () => {
    const [stage, ...others] = controlStages({ control: none, sponsor: SPONSOR });
    assert.deepEqual([stage?.acts, stage?.powers.length, others], [SPONSOR, POWERS.length, []]);
    assert.equal(nextStage(none), undefined);
  });

  it("is the agent of the stage, and skips a stage without one", () => {
    const of = (stage: number) => inControl({ control: { ...control, stage }, sponsor: SPONSOR });
    assert.deepEqual([of(0), of(2)], [SPONSOR, LENDERS]);
    assert.deepEqual([nextStage(control), nextStage({ ...control, stage: 2 })], [2, undefined]);
    assert.deepEqual(
      controlStages({ control, sponsor: SPONSOR }).map(({ name, acts, powers }) => [
        name,
        acts,
        powers.length,
      ]),
      [
        ["sponsor", SPONSOR, 2],
        ["investors", undefined, 0],
        ["lenders", LENDERS, POWERS.length],
      ],
    );
  });

  it("knows what is left of a budget, in each of its periods", () => {
    const budget = {
      manager: SPONSOR,
      destination: LENDERS,
      amount: 50n,
      left: 20n,
      beganAt: 1_000n,
      until: 1_000n + 100n * DAY,
      number: 1,
      days: 30,
      vault: 0,
      reinvestment: 0,
    };
    const left = (now: bigint, more = {}) => budgetOf({ budget: { ...budget, ...more } }, now)?.left;
    const ends = 1_000n + 30n * DAY;
    assert.deepEqual(
      [1_000n, ends - 1n, ends, budget.until - 1n, budget.until].map((now) => left(now)),
      [...[20n, 20n, 50n, 50n, 0n]],
    );
    assert.equal(left(budget.until - 1n, { days: 0 }), 20n, "the whole time is one period");
    assert.equal(left(1_000n, { amount: 0n }), undefined);
  });

  it("says what an agent announced", () => {
    assert.equal(announcedAct({ control }), undefined);
    const announced: Control = {
      ...control,
      act: 2,
      actVault: 1,
      actAmount: 5n,
      actDestination: SPONSOR,
      actFrom: 10n,
    };
    assert.deepEqual(announcedAct({ control: announced }), {
      act: { __kind: "Draw", vault: 1, destination: SPONSOR, amount: 5n, reinvestment: true },
      from: 10n,
      until: 10n + 30n * DAY,
    });
    assert.deepEqual(announcedAct({ control: { ...announced, act: 3 } })?.act, { __kind: "Accelerate" });
  });
});

describe("what follows when a covenant fails", () => {
  const trigger = (changes: Partial<TriggerState>) =>
    ({
      consequences: 4,
      flags: 0,
      cureDays: 10,
      failedSince: 100n,
      breachedSince: 100n,
      ...changes,
    }) as TriggerState;

  it("is a list of consequences", () => {
    assert.deepEqual(consequencesOf({ consequences: 6 }), ["trap", "step"]);
    assert.equal(consequenceBits(["step", "accelerate"]), 5);
    assert.equal(describeConsequences({ consequences: 0 }), "nothing is drawn while it fails");
    assert.equal(
      describeConsequences({ consequences: 3 }),
      "cash repays the debts in order of seniority, and what would be paid behind the debts is trapped",
    );
  });

  it("accelerates only where it says so", () => {
    assert.deepEqual(breachOf(trigger({})), {
      since: 100n,
      cureEndsAt: 100n + 10n * DAY,
      acceleratesAt: undefined,
    });
    assert.equal(breachOf(trigger({ consequences: 1 }))?.acceleratesAt, 100n + 10n * DAY);
  });

  it("steps control after a cure that begins anew with each step, once, and by what is known", () => {
    assert.equal(stepsAt(trigger({}), 0n), 100n + 10n * DAY);
    assert.equal(stepsAt(trigger({}), 500n), 500n + 10n * DAY);
    for (const changes of [{ consequences: 3 }, { breachedSince: 0n }, { flags: 2 }, { flags: 4 }]) {
      assert.equal(stepsAt(trigger(changes), 0n), undefined, JSON.stringify(Object.keys(changes)));
    }
    assert.equal(stepsAt(trigger({ flags: 1 }), 0n), 100n + 10n * DAY);
  });
});
