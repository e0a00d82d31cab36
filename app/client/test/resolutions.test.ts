// inputs: docs/resolutions.md
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import {
  type Governance,
  getProposalEncoder,
  type ProposalArgs,
  type Resolution,
} from "../src/generated/index.js";
import {
  CONSENT,
  type Consent,
  changedRank,
  consentOf,
  givesPower,
  NO_BUDGET,
  proposalOf,
  proposalWords,
  resolutionStanding,
  signsExecution,
  TOKEN_PROGRAM,
} from "../src/index.js";

const PAGE = readFileSync(new URL("../../../docs/resolutions.md", import.meta.url), "utf8");
const ASKED: Readonly<Record<Consent["asked"], string>> = {
  named: "the classes that it names",
  changed: "the class that it changes",
  every: "every class",
  seniorDebt: "the most senior debt outstanding, with what is pari passu",
  stage: "the classes of the stage",
};
const MAJORITY: Readonly<Record<Consent["majority"], string>> = {
  votes: "most votes, with a quorum",
  shares: "a part of all shares",
};

describe("the table of consent", () => {
  it("is that of the page, which is the program's", () => {
    const rows = PAGE.split("\n").filter((line) =>
      /\| (the class(es)? that it \w+|every class|the classes of the stage|the most senior debt .*) \| (a part|most)/.test(
        line,
      ),
    );
    assert.equal(rows.length, CONSENT.length);
    for (const [at, { of, asked, majority, why, ...brings }] of CONSENT.entries()) {
      const { givesPower: power, withoutSponsor, voidsOffers, holdsUpBooks } = brings;
      const yes = [power, withoutSponsor, voidsOffers, holdsUpBooks].map((is) => (is ? "yes" : "no"));
      const cells = [of, ASKED[asked], MAJORITY[majority], ...yes, why];
      assert.equal(rows[at], `| ${cells.join(" | ")} |`);
    }
  });

  it("has a row for every proposal", () => {
    const terms: ProposalArgs = { __kind: "DebtTerms", rank: 1, ratePpm: 1, maturity: 1n };
    assert.equal(consentOf({ __kind: "Advisory", classes: 1 }), CONSENT[0]);
    assert.equal(consentOf({ __kind: "Document" }), CONSENT[1]);
    const role: ProposalArgs = { __kind: "Role", role: { __kind: "Servicer" }, to: TOKEN_PROGRAM };
    assert.equal(consentOf(role), CONSENT[2]);
    assert.equal(consentOf({ __kind: "Waiver", trigger: 0, until: 1n }), CONSENT[3]);
    assert.equal(consentOf({ __kind: "Authorised", rank: 2, shares: 1n }), CONSENT[4]);
    assert.equal(consentOf(terms), CONSENT[6]);
    assert.equal(consentOf({ __kind: "Acceleration", declare: true }), CONSENT[7]);
    const floor: ProposalArgs = { __kind: "Floor", rank: 2, price: 1n, shares: 1n, until: 1n };
    assert.equal(consentOf(floor), CONSENT[8]);
    const destination: ProposalArgs = { __kind: "Destination", from: TOKEN_PROGRAM, to: TOKEN_PROGRAM };
    assert.equal(consentOf(destination), CONSENT[9]);
    assert.deepEqual([terms, role, floor].map(changedRank), [1, undefined, 2]);
    assert.deepEqual([terms, role, destination].map(signsExecution), [false, true, true]);
    assert.equal(consentOf({ __kind: "Control", stage: 0 }), CONSENT[10]);
    assert.equal(consentOf({ __kind: "Agent", stage: 1, to: TOKEN_PROGRAM }), CONSENT[11]);
    const budget: ProposalArgs = { __kind: "Budget", terms: NO_BUDGET };
    assert.equal(consentOf({ __kind: "WindDown" }), CONSENT[13]);
    assert.equal(consentOf(budget), CONSENT[14]);
    const waterfall: ProposalArgs = {
      __kind: "Waterfall",
      draft: TOKEN_PROGRAM,
      sha256: new Uint8Array(32),
    };
    assert.equal(consentOf(waterfall), CONSENT[15]);
    const call: ProposalArgs = { __kind: "Call", rank: 1, price: 1_030_000n, most: 2_100_000_000n };
    assert.equal(consentOf(call), CONSENT[16]);
    assert.equal(changedRank(call), 1);
    assert.equal(CONSENT.length, 17);
    assert.deepEqual([terms, floor, role, destination, budget].map(givesPower), [
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

describe("a resolution", () => {
  const tally = (inFavour: bigint, against: bigint, shares: bigint) => ({
    inFavour,
    against,
    shares,
  });
  const none = tally(0n, 0n, 0n);
  const governance = {
    classes: Array.from({ length: 8 }, () => ({ consentBps: 6_667, quorumBps: 3_334, proposalBps: 1_000 })),
  } as Partial<Governance> as Governance;
  const resolution = (more: Partial<Resolution> = {}): Resolution =>
    ({
      status: 0,
      majority: 1,
      asked: 0b101,
      opensAt: 10n,
      closesAt: 20n,
      executableFrom: 30n,
      executableUntil: 40n,
      tallies: [tally(6_667n, 0n, 10_000n), none, tally(70n, 30n, 100n), none, none, none, none, none],
      ...more,
    }) as Partial<Resolution> as Resolution;
  const at = (now: bigint, more: Partial<Resolution> = {}) =>
    resolutionStanding({ resolution: resolution(more), governance, now });

  it("stands where its days and votes say", () => {
    const phases = [9n, 10n, 19n, 20n, 29n, 30n, 39n, 40n].map((now) => at(now).phase);
    assert.deepEqual(phases, [
      "announced",
      "voting",
      "voting",
      "timelock",
      "timelock",
      "executable",
      "executable",
      "expired",
    ]);
    assert.equal(at(50n, { status: 1 }).phase, "executed");
    assert.equal(at(5n, { status: 2 }).phase, "stopped");
    const short = [tally(6_666n, 0n, 10_000n), none, tally(70n, 30n, 100n)];
    assert.equal(at(20n, { tallies: short }).phase, "failed");
    assert.equal(at(19n, { tallies: short }).phase, "voting");
  });

  it("counts the classes that it asks, and what each needs, rounded up", () => {
    const { classes, isConsented } = at(15n);
    assert.deepEqual(
      classes.map(({ rank, needed, consents }) => [rank, needed, consents]),
      [
        [0, 6_667n, true],
        [2, 67n, true],
      ],
    );
    assert.equal(isConsented, true);
    const most = at(15n, { majority: 0, tallies: [tally(2n, 1n, 8n), none, tally(2n, 2n, 5n)] });
    assert.deepEqual(
      most.classes.map(({ needed, consents }) => [needed, consents]),
      [
        [3n, true],
        [2n, false],
      ],
    );
    // Of no shares at all nobody consents.
    assert.equal(at(15n, { asked: 2, tallies: [none, none] }).isConsented, false);
  });

  it("says what it would do", () => {
    const classAt = () => ({
      name: "Senior",
      decimals: 2,
      moneyDecimals: 6,
      ratePpm: 80_000,
      maturity: 1_798_761_600n,
    });
    const said = (proposal: ProposalArgs): string => {
      const bytes = new Uint8Array(256);
      bytes.set(getProposalEncoder().encode(proposal));
      return proposalWords(proposalOf({ proposal: bytes }), classAt);
    };
    assert.equal(
      said({ __kind: "DebtTerms", rank: 0, ratePpm: 92_500, maturity: 1_830_297_600n }),
      "change Senior: rate from 8 % to 9.25 %, maturity from 2027-01-01 to 2028-01-01",
    );
    assert.equal(
      said({ __kind: "Authorised", rank: 0, shares: 123_456n }),
      "authorise 1,234.56 shares of Senior",
    );
    assert.equal(
      said({ __kind: "Role", role: { __kind: "Qualifier", place: 1 }, to: TOKEN_PROGRAM }),
      `give the role of qualifier 1 to ${TOKEN_PROGRAM}`,
    );
    assert.equal(
      said({ __kind: "Floor", rank: 0, price: 800_000n, shares: 50_000n, until: 1_798_761_600n }),
      "let the next book of Senior sell up to 500.00 shares below the floor, at 0.80 or more, until 2027-01-01",
    );
    assert.equal(
      said({ __kind: "Acceleration", declare: true }),
      "accelerate: all cash repays the debts, the most senior first",
    );
    assert.equal(
      said({ __kind: "Waiver", trigger: 2, until: 1_798_761_600n }),
      "waive trigger 2 until 2027-01-01",
    );
    assert.equal(
      said({ __kind: "DebtTerms", rank: 0, ratePpm: 80_000, maturity: 1_798_761_600n }),
      "set the rate of Senior to 8 % and its maturity to 2027-01-01",
      "after it was executed",
    );
    assert.equal(said({ __kind: "Advisory", classes: 3 }), "ask the classes what they think of its document");
    assert.equal(said({ __kind: "Document" }), "replace the deal's document");
  });
});
