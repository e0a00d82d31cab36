import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BookFacts,
  type DealFacts,
  DISCLOSURE_TOPICS,
  describeDisclosures,
  disclosuresOf,
  type When,
} from "@defi-ready/securities";
import { BusinessDayRule } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";

import {
  BOOK,
  DEBT,
  debt,
  draw,
  FACTS,
  has,
  lacks,
  OTHER,
  PERSON,
  TIER,
  USDC,
  weakened,
} from "./disclosure-facts.js";

test("a deal with the defaults has nothing that is weakened, and says who can do what", () => {
  assert.deepEqual(weakened({}), []);
  has({}, /^The sponsor can make other offers.* draw proceeds to the account named below/);
  has(
    {},
    new RegExp(
      `^The servicer, ${OTHER}, can post recoveries of recorded losses and announce losses of the pool`,
    ),
  );
  has(
    {},
    new RegExp(
      `^The arbitrator, ${PERSON}, can refuse transfers of roles.* and have all cash repay the debts`,
    ),
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
  const topics = disclosuresOf(FACTS).map(({ topic }) => DISCLOSURE_TOPICS.indexOf(topic));
  assert.deepEqual(
    topics,
    topics.toSorted((a, b) => a - b),
  );
});

test("a rate that floats or rises says what it follows, who moves it, and when", () => {
  const terms = { reference: USDC, marginPpm: 35_000, floorPpm: 0, capPpm: 0 };
  const stepUps = [{ from: 1_830_297_600n, addPpm: 5_000 }];
  const classes = [debt({ floating: terms, stepUps })];
  has({ classes }, /^Class 0 \(debt\) bears interest of 6\.875 % a year in its first period/);
  has(
    { classes },
    new RegExp(
      `^The rate of class 0 \\(debt\\) is then fixed for each period at 3\\.50 % over the reference rate ${USDC}, at least 0\\.00 % and without a cap: whoever reports that rate moves it`,
    ),
  );
  has({ classes }, /^The margin of class 0 \(debt\) rises by 0\.50 % from 2028-01-01 on, for the periods/);
  has({ classes: [debt({ stepUps })] }, /^The rate of class 0 \(debt\) rises by 0\.50 % from 2028-01-01 on/);
  lacks({}, /reference rate|rises/);
});

test("a cover says what it pays of each loss, and that it stays for the equity's capital", () => {
  const cover = (lossCap: bigint, lossBps: number, coversEquity = false) => ({
    classes: [
      debt({}),
      { ...debt({ ratePpm: 0 }), kind: "cover" as const, cover: { lossCap, lossBps, coversEquity } },
    ],
  });
  const rest = "of each loss; those before it bear the rest\\.$";
  has(cover(20_000_000_000n, 0), new RegExp(`^Class 1 \\(cover\\) pays at most 20,000\\.00 ${rest}`));
  has(cover(0n, 9_000), new RegExp(`^Class 1 \\(cover\\) pays 90\\.00 % ${rest}`));
  has(cover(1_000_000n, 5_000), new RegExp(`^Class 1 \\(cover\\) pays 50\\.00 %, at most 1\\.00 ${rest}`));
  has(cover(0n, 0, true), /^Class 1 \(cover\) stays while capital of equity is outstanding/);
  lacks(cover(0n, 0), /pays .* of each loss|stays while/);
});

test("due dates that move say where, and by which calendar", () => {
  const moves = (businessDays: BusinessDayRule) => ({ classes: [debt({ businessDays })] });
  has(
    moves(BusinessDayRule.Following),
    /^Due dates of class 0 \(debt\) that are no business days move to the next business day, and interest accrues/,
  );
  has(moves(BusinessDayRule.ModifiedFollowing), /or to the one before where that is in another month/);
  has(
    moves(BusinessDayRule.Preceding),
    /move to the business day before.*no holiday that is proclaimed later/,
  );
  lacks({}, /business days/);
});

test("interest that may be paid in kind says for how long, and what becomes of it", () => {
  const classes = [debt({ pik: { periods: 4, noticeDays: 10, marginPpm: 7_500 } })];
  has(
    { classes },
    /^The sponsor may elect, .*10 days before a due date, .*for 4 periods in all, at 0\.75 % more/,
  );
  lacks({}, /becomes principal/);
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
    [{ books: [{ ...BOOK, drawDelay: 86_400n }] }, "books[0].draw_delay"],
    [{ lossNotice: 86_400n }, "loss_notice"],
    [
      {
        roles: { ...FACTS.roles, reporter: USDC },
        poolDailyBps: 1_001,
        triggers: [{ kind: "collateral", cureDays: 0, consequences: ["accelerate"] }],
      },
      "pool_daily_limit",
    ],
    [{ classes: [debt({ authorised: 100_001n })] }, "tranches[0].authorised"],
  ];
  for (const [facts, field] of cases) {
    assert.deepEqual(weakened(facts), [field]);
  }
});

test("warrants of restricted shares trade freely, and require the credential when they are exercised", () => {
  const books: BookFacts[] = [{ ...BOOK, rewards: [{ kind: "warrants", rank: 1 }] }];
  has({ books }, /^Warrants buy shares of class 1 \(equity\) until they expire, and make .* smaller\.$/);
  has(
    { books, qualifiers: [PERSON] },
    /They trade freely, with anyone; but exercising them requires the credential that the shares require\.$/,
  );
  has({ qualifiers: [PERSON] }, new RegExp(`credential of ${PERSON} may receive shares`));
  const protocols = { days: 7, category: null, country: 756 };
  has(
    { qualifiers: [PERSON], protocols },
    /^A program can register an address .* after 7 days, .*counts as an owner of CH \(756\), whoever .*receives no more\.$/,
  );
  lacks({ qualifiers: [PERSON] }, /register an address/);
});

test("money that an issuer can freeze, assets, fees, a lead and a reporter are named", () => {
  has({ mints: [{ mint: USDC, freezable: true }] }, new RegExp(`The issuer of ${USDC} can freeze`));
  lacks({ mints: [{ mint: USDC, freezable: null }] }, /can freeze/);
  const taken = (adapter: "one-to-one" | "reported" | "stake-pool"): Partial<DealFacts> => ({
    books: [{ ...BOOK, assets: [{ mint: USDC as Address, adapter }] }],
  });
  has(taken("one-to-one"), /a unit for a unit/);
  has(taken("reported"), /at a rate that the reporter reports/);
  has(taken("reported"), new RegExp(`^The reporter, ${OTHER}, can report prices and rates`));
  has(taken("stake-pool"), /rate of its stake pool/);
  const tier = { ...TIER, bps: 125 };
  has({ tiers: [{ ...tier, kind: "fee", to: PERSON }] }, new RegExp(`1\\.25 % of all.* fee to ${PERSON}`));
  has(
    { tiers: [{ ...tier, kind: "fee", to: PERSON, incomeOnly: true }] },
    new RegExp(`1\\.25 % of the income that comes in is a fee to ${PERSON}`),
  );
  has(
    { tiers: [{ ...tier, kind: "annual fee", to: "sponsor", amount: 5_000_000n }] },
    /^5\.00 and 1\.25 % of the debt outstanding a year is a fee to the sponsor/,
  );
  const fund = {
    ...tier,
    kind: "annual fee" as const,
    to: PERSON,
    feeBase: "capital" as const,
    max: 9_000_000n,
  };
  has(
    { tiers: [{ ...fund, fromTreasury: true }] },
    /^1\.25 % of the capital outstanding, at most 9\.00 a year is a fee to/,
  );
  has({ tiers: [{ ...fund, fromTreasury: true }] }, /^This fee may also be paid out of the proceeds/);
  has({ tiers: [{ ...fund, feeBase: "pool" }] }, /What the pool is worth/);
  has(
    { tiers: [{ ...tier, kind: "expense", to: "sponsor", amount: 5_000_000n }] },
    /^The sponsor may submit expenses of up to 5\.00 a year/,
  );
  has({ books: [{ ...BOOK, lead: "sponsor" }] }, /^The sponsor goes first in book 0 of class 0/);
  has({ books: [{ ...BOOK, isReported: true }] }, /what the reporter reports at the lock/);
  has(
    { triggers: [{ kind: "collateral", cureDays: 1, consequences: ["accelerate"] }] },
    /What the pool is worth/,
  );
});

test("a carry says what it takes and after what, and deal by deal what is not certain", () => {
  const carry = { ...TIER, kind: "carry", rank: 1, base: 0, bps: 2_000 } as const;
  has({ tiers: [carry] }, /^Class 1 \(equity\) takes 20\.00 % of the profit of another\.$/);
  has(
    { tiers: [{ ...carry, multipleBps: 22_500 }] },
    /of the profit of another once this has earned 2\.25 times its capital\.$/,
  );
  lacks({ tiers: [carry] }, /owed back/);
  const each: Partial<DealFacts> = { tiers: [{ ...carry, dealByDeal: true }] };
  has(
    each,
    /^It is paid while capital of class 0 .* is outstanding, on all that payers do not call principal\./,
  );
  has(each, /owed back by the class, whoever holds its shares then/);
});

test("tests of coverage say whom they protect, where money goes, and on whose word", () => {
  const collateral = { ...TIER, kind: "collateral test", bps: 11_000, maxAge: 35 } as const;
  const oc: Partial<DealFacts> = { tiers: [collateral], triggers: FACTS.triggers };
  has(
    oc,
    /^While the pool, as reported within the last 35 days, is worth less than 110\.00 % of the principal of class 0 \(debt\), what tier 0 lets pass otherwise repays it, as much as it takes; without such a report all of it\.$/,
  );
  has(oc, /What the pool is worth: /);
  has(
    oc,
    new RegExp(
      `^The reporter, ${OTHER}, can report what the pool is worth, which may move by 10\\.00 % a day`,
    ),
  );
  assert.ok(weakened({ ...oc, poolDailyBps: 2_000 }).includes("pool_daily_limit"));
  const classes = [DEBT, DEBT, ...FACTS.classes.slice(1)];
  const interest = { ...TIER, kind: "interest test", rank: 1, bps: 12_000, traps: true } as const;
  has(
    { classes, tiers: [interest] },
    /^While the income of a period so far.* less than 120\.00 % of the interest and arrears of class 0 \(debt\), class 1 \(debt\), paid in it or due by then, what tier 0 lets pass otherwise stays in the reinvestment account, and repays the debts with the next payment\. Income early in a period passes once it covers what has accrued until then, and does not come back\.$/,
  );
  const revolving = { ...FACTS.principal, revolvingUntil: { kind: "after", seconds: 86_400n } } as const;
  has(
    { classes, tiers: [interest], principal: revolving },
    /stays in the reinvestment account, where nobody draws it, and repays the debts once the deal does not revolve\. /,
  );
  lacks({ classes, tiers: [interest] }, /What the pool is worth/);
  has(
    { classes, tiers: [{ ...interest, traps: false }] },
    /otherwise repays these, the most senior first\. /,
  );
});

test("how far a class can grow: silent where nothing is left, weakened only while nobody has bought", () => {
  lacks({}, /can be offered later/);
  const grown = { issued: 60_000n, setAside: 15_000n };
  has(
    { classes: [debt({ ...grown, authorised: 1_000_000n })] },
    /^There may be 10,000\.00 shares of class 0 \(debt\): 600\.00 are issued, 150\.00 are set aside for open books, rewards and warrants, and 9,250\.00 more can be offered later, which makes every holder's part smaller\.$/,
  );
  assert.deepEqual(weakened({ classes: [debt({ ...grown, authorised: 1_000_000n })] }), []);
  // A class that no book sells yet is not one of which less was promised.
  assert.deepEqual(weakened({ classes: [debt({ setAside: 0n })] }), []);
  lacks({ classes: [debt({ ...grown, authorised: 75_000n })] }, /can be offered later/);
});

test("how proceeds are drawn: limits, a date, the arbitrator's signature or none, and the delay", () => {
  has({}, /^The sponsor draws on its signature alone: the arbitrator's is not needed\.$/);
  has({}, /^There is no limit on how much of the proceeds is drawn at once\.$/);
  const limited = draw({ limit: 500_000_000n, period: 2_592_000n, coSigned: true });
  has(limited, /^Every draw requires the arbitrator's signature as well as the sponsor's\.$/);
  has(limited, /^At most 500\.00 of the proceeds is drawn within any 30 days\.$/);
  has(limited, /^The arbitrator, .* refuse to sign draws of proceeds/);
  lacks(limited, /signature alone|There is no limit|^The sponsor can .* draw proceeds/);
  const mints = [...FACTS.mints, { mint: OTHER, freezable: false }];
  has({ ...limited, mints }, /^At most 500\.00 of each mint is drawn within any 30 days\.$/);
  const others = [{ mint: OTHER, decimals: 2, limit: 7_000n, period: 86_400n }];
  const odd = { ...draw({ limit: 500_000_000n, period: 2_592_000n, others }), mints };
  has(odd, /^At most 500\.00 of the settlement mint is drawn within any 30 days\.$/);
  has(odd, new RegExp(`^At most 70\\.00 of ${OTHER} is drawn within any 1 day\\.$`));
  lacks({}, /has been drawn by/);
  const by = (when: When) => draw({ by: when, least: 1_000_000n });
  has(
    by({ kind: "at", time: 1_814_400_000n }),
    /^If less than 1\.00 has been drawn by 2027-07-01, nothing more can be, and anyone may send the proceeds back to the holders\.$/,
  );
  has(
    by({ kind: "after", seconds: 7_776_000n }),
    /drawn within 90 days of the security's creation, nothing more/,
  );
  lacks({}, /stay in escrow/);
  has({ books: [{ ...BOOK, drawDelay: 86_400n }] }, /book 0 of class 0 stay in escrow for 1 day after/);
  has({ books: [{ ...BOOK, drawDelay: 604_800n }] }, /book 0 of class 0 stay in escrow for 7 days after/);
  assert.deepEqual(weakened({ books: [{ ...BOOK, drawDelay: 604_800n }] }), []);
});

test("a delivery that proceeds wait for, that was confirmed, or that nobody has to confirm", () => {
  lacks({}, /confirm/);
  has({}, /^That whatever the proceeds buy is delivered, and that its earnings are paid in\.$/);
  const by: When = { kind: "at", time: 1_798_804_800n };
  const awaited = { delivery: { by, isConfirmed: false } };
  has(
    awaited,
    /^Nothing can be drawn before the arbitrator has confirmed a delivery.* not done so by 2027-01-01T12:00:00Z, /,
  );
  has(awaited, /^The arbitrator, .* confirm the delivery that proceeds wait for/);
  has(awaited, new RegExp(`^That whatever the proceeds buy is delivered: ${PERSON}'s word\\.$`));
  const confirmed = { delivery: { by, isConfirmed: true } };
  has(confirmed, /^The arbitrator has confirmed the delivery that the proceeds waited for\.$/);
  lacks(confirmed, /Nothing can be drawn|confirm the delivery that/);
});

test("notices have their lengths", () => {
  has({}, /announce losses of the pool, which take effect after 7 days/);
  lacks({}, /has only/);
  has({ lossNotice: 172_800n }, /has only 2 days to strike out an announced loss/);
  lacks({ lossNotice: 172_800n, classes: [debt({ hasPar: false })] }, /has only/);
  has({}, /destinations change after a notice of three days\.$/);
  has({ escheat: { owner: OTHER, days: 400 } }, /could not be made for 400 days may be sent to/);
  has(
    { triggers: [{ kind: "collateral", cureDays: 1, consequences: ["accelerate"] }] },
    /report what the pool is worth, which may move by 10\.00 % a day/,
  );
});

test("whether the structure can still change, and whose turn is first in a later book", () => {
  lacks({}, /the structure is fixed/);
  has(
    { isNegotiable: true },
    /^Until a book is locked, the sponsor can still change .* a new version of every open book's offer/,
  );
  lacks({}, /holders of the class first/);
  has({ books: [{ ...BOOK, hasRights: true }] }, /^Book 0 of class 0 is open to holders of the class first/);
});

test("as text it has each point under its topic, marked where it was weakened", () => {
  const text = describeDisclosures(disclosuresOf({ ...FACTS, triggers: [] }));
  assert.match(text, /^What you should know/);
  assert.match(text, /\nWhat comes before you:\n(.*\n)*? {2}! No trigger protects the debts/);
  assert.match(text, /\n {2}- Anyone may hold the shares/);
});

test("a class of a fixed number says whose the points are that no book grants", () => {
  const classes = FACTS.classes.map((one) => ({ ...one, manager: one.kind === "equity" ? PERSON : null }));
  has(
    { classes },
    new RegExp(
      `^There are 1,000\\.00 shares of class 1 \\(equity\\), never more .* are ${PERSON}'s, however full the books\\.$`,
    ),
  );
  has(
    { classes: FACTS.classes.map((one) => ({ ...one, manager: "sponsor" })) },
    /^There are 1,000\.00 shares of class 1 \(equity\), never more .* are the sponsor's, however full the books\.$/,
  );
  lacks({}, /never more/);
  // The manager's are no room for later offers.
  lacks(
    { classes: classes.map((one) => ({ ...one, setAside: 30_000n, manager: PERSON })) },
    /can be offered later/,
  );
});

test("where what the assets repay goes, who may draw it and until when, and that its amount is somebody's word", () => {
  has({}, /^What the assets repay goes to the debt; the rest of it is income\.$/);
  const classes = [debt({}), debt({}), debt({ kind: "equity" })];
  has(
    { classes },
    /^What the assets repay goes to the debts, the most senior first, then to the capital of the equity; the rest of it is income\.$/,
  );
  has({}, /^How much of a payment is what the assets repay, and how much income: its payer's word\.$/);
  lacks(
    { classes: [debt({ kind: "equity", hasPar: false })] },
    /What the assets repay|what the assets repay/,
  );
  lacks({}, /for new assets|in proportion|interest of debts that income/);
  const flow = (terms: Partial<DealFacts["principal"]>) => ({ principal: { ...FACTS.principal, ...terms } });
  const revolving = flow({ revolvingUntil: { kind: "at", time: 1_814_400_000n } });
  has(
    revolving,
    new RegExp(
      `^What the assets repay reaches nobody until 2027-07-01, .* the sponsor may draw it for new assets, on its signature alone, .* to ${OTHER}\\. What it has not drawn by then repays the holders\\.$`,
    ),
  );
  has(
    { ...revolving, ...draw({ coSigned: true }) },
    /for new assets, with the arbitrator's signature, under/,
  );
  has(
    flow({ revolvingUntil: { kind: "after", seconds: 7_776_000n } }),
    /reaches nobody for 90 days from the security's creation, save/,
  );
  has(
    flow({ proRataFrom: { kind: "at", time: 1_814_400_000n } }),
    /^From 2027-07-01 on, and while no subordination test fails, it repays the debts in proportion/,
  );
  has(
    flow({ proRataFrom: { kind: "after", seconds: 7_776_000n } }),
    /^From 90 days after the security's creation on, and while/,
  );
  has(flow({ paysInterest: true }), /repay also pays interest of debts that income leaves unpaid\.$/);
});
