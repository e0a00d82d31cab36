import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, address } from "@solana/kit";
import {
  type BookFacts,
  type DealFacts,
  describePoints,
  TOPICS,
  whatToKnow,
} from "../../src/client/index.js";

const USDC = address("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
const PERSON = address("7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2");
const OTHER = address("9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin");

const BOOK: BookFacts = {
  field: "books[0]",
  rank: 0,
  number: 0,
  allocation: "first-come",
  offerPeriod: 259_200n,
  isReported: false,
  acceptsFreeze: false,
  lead: null,
  extensionBps: 0,
  group: 0,
  rewards: [],
  assets: [],
};
/** A deal in which nothing is weakened. */
const FACTS: DealFacts = {
  roles: { servicer: OTHER, reporter: OTHER, arbitrator: PERSON },
  qualifiers: [],
  destinations: [OTHER],
  escheat: null,
  decimals: 6,
  mints: [{ mint: USDC, freezable: false }],
  classes: [
    { field: "tranches[0]", kind: "debt", hasPar: true, ratePpm: 68_750, manager: null },
    { field: "tranches[1]", kind: "equity", hasPar: false, ratePpm: 0, manager: null },
  ],
  tiers: [],
  triggers: [{ kind: "overdue", cureDays: 0 }],
  books: [BOOK],
  sources: 0,
  awaitsDelivery: false,
};

const said = (facts: Partial<DealFacts>) => whatToKnow({ ...FACTS, ...facts }).map(({ text }) => text);
const weakened = (facts: Partial<DealFacts>) =>
  whatToKnow({ ...FACTS, ...facts })
    .filter((point) => point.weakened)
    .map(({ field }) => field);
const has = (facts: Partial<DealFacts>, pattern: RegExp) =>
  assert.ok(
    said(facts).some((text) => pattern.test(text)),
    `${pattern} in\n${said(facts).join("\n")}`,
  );
const lacks = (facts: Partial<DealFacts>, pattern: RegExp) =>
  assert.ok(!said(facts).some((text) => pattern.test(text)), String(pattern));

test("a deal with the defaults has nothing that is weakened, and says who can do what", () => {
  assert.deepEqual(weakened({}), []);
  has({}, /^The sponsor can make other offers.* draw proceeds to the account named below/);
  has(
    {},
    new RegExp(
      `^The servicer, ${OTHER}, can post what makes good recorded losses and announce losses of the pool`,
    ),
  );
  has(
    {},
    new RegExp(`^The arbitrator, ${PERSON}, can refuse hand-overs.* and have all cash repay the debts`),
  );
  lacks({}, /The reporter/);
  has({}, /^Class 0 \(debt\) bears interest of 6\.875 % a year/);
  has({}, /^Losses take the principal of class 0 \(debt\)\.$/);
  const paired = FACTS.classes.map((one) => ({ ...one, hasPar: true }));
  has(
    { classes: paired },
    /^Losses take the principal of class 1 \(equity\) first, then that of those before it\.$/,
  );
  has({}, /^Anyone may hold the shares/);
  const topics = whatToKnow(FACTS).map(({ topic }) => TOPICS.indexOf(topic));
  assert.deepEqual(
    topics,
    topics.toSorted((a, b) => a - b),
  );
});

test("each thing that the sponsor weakens is marked, with its field", () => {
  const cases: [Partial<DealFacts>, string][] = [
    [{ roles: { servicer: OTHER, reporter: OTHER, arbitrator: "sponsor" } }, "roles.arbitrator"],
    [{ roles: { servicer: OTHER, reporter: "sponsor", arbitrator: OTHER } }, "roles.arbitrator"],
    [{ roles: { servicer: "sponsor", reporter: OTHER, arbitrator: PERSON } }, "roles.servicer"],
    [{ qualifiers: [PERSON, "sponsor"] }, "qualifiers"],
    [{ escheat: { owner: "sponsor", days: 400 } }, "escheat"],
    [{ triggers: [] }, "triggers"],
    [{ books: [{ ...BOOK, acceptsFreeze: true }] }, "books[0].accepts_freeze_authority"],
    [{ books: [{ ...BOOK, offerPeriod: 259_199n }] }, "books[0].offer_period"],
    [{ books: [{ ...BOOK, allocation: "discretionary" }] }, "books[0].allocation"],
  ];
  for (const [facts, field] of cases) {
    assert.deepEqual(weakened(facts), [field]);
  }
});

test("warrants of restricted shares trade freely, and want the credential when they are exercised", () => {
  const books: BookFacts[] = [{ ...BOOK, rewards: [{ kind: "warrants", rank: 1 }] }];
  has({ books }, /^Warrants buy shares of class 1 \(equity\) until they expire, and make .* smaller\.$/);
  has(
    { books, qualifiers: [PERSON] },
    /They trade freely, with anyone; but to exercise them one needs the credential that the shares want\.$/,
  );
  has({ qualifiers: [PERSON] }, new RegExp(`credential of ${PERSON} may receive shares`));
});

test("money that an issuer can freeze, assets, fees, a lead and a reporter are named", () => {
  has({ mints: [{ mint: USDC, freezable: true }] }, new RegExp(`The issuer of ${USDC} can freeze`));
  lacks({ mints: [{ mint: USDC, freezable: null }] }, /can freeze/);
  const taken = (adapter: "one-to-one" | "reported" | "stake-pool"): Partial<DealFacts> => ({
    books: [{ ...BOOK, assets: [{ mint: USDC as Address, adapter }] }],
  });
  has(taken("one-to-one"), /a unit for a unit/);
  has(taken("reported"), /at a rate that the reporter says/);
  has(taken("reported"), new RegExp(`^The reporter, ${OTHER}, can report prices and rates`));
  has(taken("stake-pool"), /rate of its stake pool/);
  const tier = { field: "", rank: 0, bps: 125, amount: 0n };
  has({ tiers: [{ ...tier, kind: "fee", to: PERSON }] }, new RegExp(`1\\.25 % of all.* fee to ${PERSON}`));
  has(
    { tiers: [{ ...tier, kind: "annual fee", to: "sponsor", amount: 5_000_000n }] },
    /^5\.00 and 1\.25 % of the debt outstanding a year is a fee to the sponsor/,
  );
  has({ books: [{ ...BOOK, lead: "sponsor" }] }, /^The sponsor goes first in book 0 of class 0/);
  has({ books: [{ ...BOOK, isReported: true }] }, /what the reporter says at the lock/);
  has({ triggers: [{ kind: "collateral", cureDays: 1 }] }, /What the pool is worth/);
});

test("as text it has each point under its topic, marked where it was weakened", () => {
  const text = describePoints(whatToKnow({ ...FACTS, triggers: [] }));
  assert.match(text, /^What you should know/);
  assert.match(text, /\nWhat comes before you:\n(.*\n)*? {2}! No trigger protects the debts/);
  assert.match(text, /\n {2}- Anyone may hold the shares/);
});

test("a class of a fixed number says whose the points are that no book grants", () => {
  const classes = FACTS.classes.map((one) => ({ ...one, manager: one.kind === "equity" ? PERSON : null }));
  has(
    { classes },
    new RegExp(
      `^The number of shares of class 1 \\(equity\\) is fixed: .* is ${PERSON}'s, however full the books\\.$`,
    ),
  );
  has(
    { classes: FACTS.classes.map((one) => ({ ...one, manager: "sponsor" })) },
    /^The number of shares of class 1 \(equity\) is fixed: .* is the sponsor's, however full the books\.$/,
  );
  lacks({}, /is fixed/);
});
