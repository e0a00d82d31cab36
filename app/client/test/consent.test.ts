import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { CONSENT, type DealFacts, disclosuresOf } from "@defi-ready/securities";
import { address } from "@solana/kit";
import { debt, FACTS } from "./disclosure-facts.js";

// inputs: programs/securities/src/resolution/consent.rs

/** The table of the program, as its source has it. */
function programTable(): readonly (typeof CONSENT)[number][] {
  const source = readFileSync(
    new URL("../../../programs/securities/src/resolution/consent.rs", import.meta.url),
    "utf8",
  );
  const rows = source.matchAll(
    /Consent = consent\(\s*"([^"]*)",\s*Asked::(\w+),\s*Majority::Of(\w+),\s*"([^"]*)",\s*\)((?:\s*\.\w+\(\))*);/g,
  );
  return [...rows].map(([, of = "", asked = "", majority = "", why = "", brings = ""]) => ({
    of,
    asked: (asked.charAt(0).toLowerCase() + asked.slice(1)) as "named",
    majority: majority.toLowerCase() as "votes",
    givesPower: brings.includes("giving_power"),
    withoutSponsor: brings.includes("giving_power") || brings.includes("without_sponsor"),
    voidsOffers: !brings.includes("leaving_offers"),
    holdsUpBooks: !brings.includes("holding_nothing_up"),
    why: why.replace(/\\\s+/g, ""),
  }));
}

describe("whose consent a resolution takes", () => {
  it("is said by the table of the program", () => {
    assert.deepEqual(CONSENT, programTable());
  });
});

const GOVERNED: DealFacts = {
  ...FACTS,
  classes: [debt({}), ...FACTS.classes.slice(1)],
  triggers: [],
  governance: {
    field: "governance",
    noticeDays: 7,
    votingDays: 14,
    timelockDays: 7,
    classes: [
      { field: "governance", consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 },
      { field: "governance.classes[0]", consentBps: 7_500, quorumBps: 5_000, proposalBps: 500 },
    ],
  },
};
const told = (facts: DealFacts) => disclosuresOf(facts).filter(({ topic }) => topic === "consent");
const has = (facts: DealFacts, pattern: RegExp) =>
  assert.ok(
    told(facts).some(({ text }) => pattern.test(text)),
    `${pattern} in\n${told(facts)
      .map(({ text }) => text)
      .join("\n")}`,
  );

describe("what an investor should know of resolutions", () => {
  it("is nothing where there are none", () => {
    assert.deepEqual(told({ ...GOVERNED, governance: null }), []);
  });

  it("is who proposes, how much of each class consents, and what takes whose consent", () => {
    has(GOVERNED, /7 days of notice, 14 days of voting and, .* 7 days until anyone can execute it/);
    has(GOVERNED, /a holder of 10\.00 % of class 0 \(debt\) and 5\.00 % of class 1 \(equity\) and/);
    has(GOVERNED, /consents with 66\.67 % of class 0 \(debt\) and 75\.00 % of class 1 \(equity\)/);
    has(GOVERNED, /if at least 50\.00 % of its shares vote/);
    has(GOVERNED, /every class that has something to lose: .* and another rate or maturity of a debt\.$/);
    has(GOVERNED, /the class alone: other rules for its transfers, and a price of its next book below/);
    has(GOVERNED, /^In an event of default, .* the most senior debt outstanding alone decides/);
    has({ ...GOVERNED, triggers: FACTS.triggers }, /a trigger that counts as met for a time/);
    assert.ok(told(GOVERNED).every(({ weakened }) => !weakened));
  });

  it("is marked where it is less than the defaults of a deal file", () => {
    const { governance } = GOVERNED;
    assert.ok(governance !== null);
    const weak: DealFacts = {
      ...GOVERNED,
      governance: {
        ...governance,
        noticeDays: 6,
        votingDays: 3,
        timelockDays: 1,
        classes: governance.classes.map((terms) => ({ ...terms, consentBps: 5_001 })),
      },
    };
    assert.deepEqual(
      told(weak).flatMap(({ weakened, field, text }) => (weakened ? [`${field}: ${text}`] : [])),
      [
        "governance.notice: Holders have only 6 days before a vote opens.",
        "governance.voting: Holders have only 3 days to vote.",
        "governance.timelock: Holders have only 1 day between the close of a vote and the change that it makes.",
        "governance.consent: 50.01 % of the shares of class 0 (debt) bind all its other holders.",
        "governance.classes[0].consent: 50.01 % of the shares of class 1 (equity) bind all its other holders.",
      ],
    );
  });

  it("includes what the arbitrator can do", () => {
    const arbitrator = address("7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2");
    const powers = disclosuresOf(GOVERNED).find(({ text }) =>
      text.startsWith(`The arbitrator, ${arbitrator}`),
    );
    assert.match(
      powers?.text ?? "",
      /stop resolutions that would change something, save its own replacement/,
    );
  });
});
