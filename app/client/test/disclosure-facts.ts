import assert from "node:assert/strict";
import {
  type BookFacts,
  type ClassFacts,
  type DealFacts,
  type DrawFacts,
  disclosuresOf,
  FREE_TRANSFERS,
} from "@defi-ready/securities";
import { BusinessDayRule } from "@defi-ready/securities/program";
import { address } from "@solana/kit";

/** A mint. */
export const USDC = address("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
/** Somebody. */
export const PERSON = address("7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2");
/** Somebody else. */
export const OTHER = address("9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin");

/** A book. */
export const BOOK: BookFacts = {
  field: "books[0]",
  rank: 0,
  number: 0,
  allocation: "first-come",
  offerPeriod: 259_200n,
  drawDelay: 259_200n,
  hasRights: false,
  isReported: false,
  acceptsFreeze: false,
  lead: null,
  extensionBps: 0,
  lockUp: { cliffDays: 0, vestingDays: 0 },
  isGated: false,
  group: 0,
  requiresTests: false,
  rewards: [],
  assets: [],
};
/** A class of which nothing is left to offer. */
const ALL_OFFERED = {
  decimals: 2,
  issued: 0n,
  setAside: 100_000n,
  authorised: 100_000n,
  manager: null,
  wrapper: null,
  form: "hooked" as const,
  transfers: { ...FREE_TRANSFERS, moves: null, retained: null },
  floating: null,
  stepUps: [],
  cover: null,
  businessDays: BusinessDayRule.None,
  pik: { periods: 0, noticeDays: 0, marginPpm: 0 },
  pariPassu: false,
  differsIn: [],
};
/** A deal with the defaults. */
export const FACTS: DealFacts = {
  roles: { servicer: OTHER, reporter: OTHER, arbitrator: PERSON },
  qualifiers: [],
  protocols: null,
  measures: { field: "", kinds: [] },
  destinations: [{ account: OTHER, mint: USDC }],
  escheat: null,
  decimals: 6,
  mints: [{ mint: USDC, freezable: false }],
  classes: [
    { ...ALL_OFFERED, field: "tranches[0]", kind: "debt", hasPar: true, ratePpm: 68_750 },
    { ...ALL_OFFERED, field: "tranches[1]", kind: "equity", hasPar: false, ratePpm: 0 },
  ],
  tiers: [],
  triggers: [{ kind: "overdue", cureDays: 0, consequences: ["accelerate"] }],
  principal: { revolvingUntil: null, proRataFrom: null, paysInterest: false },
  books: [BOOK],
  sources: 0,
  published: [],
  governance: null,
  control: null,
  conversions: [],
  draw: { limit: 0n, period: 0n, by: null, least: 0n, coSigned: false, others: [] },
  delivery: null,
  lossNotice: 604_800n,
  poolDailyBps: 1_000,
  isNegotiable: false,
};

/** Its debt. */
export const DEBT = FACTS.classes[0] as ClassFacts;
/** A tier. */
export const TIER = {
  field: "",
  rank: 0,
  to: null,
  bps: 0,
  amount: 0n,
  incomeOnly: false,
  purpose: "all" as const,
  maxAge: 0,
  traps: false,
  feeBase: "debt" as const,
  min: 0n,
  max: 0n,
  fromTreasury: false,
  base: 0,
  multipleBps: 0,
  dealByDeal: false,
};
/** A debt with other terms. */
export const debt = (terms: Partial<ClassFacts>): ClassFacts => ({ ...DEBT, ...terms });
/** Other rules of drawing. */
export const draw = (terms: Partial<DrawFacts>): Partial<DealFacts> => ({
  draw: { ...FACTS.draw, ...terms },
});

const said = (facts: Partial<DealFacts>) => disclosuresOf({ ...FACTS, ...facts }).map(({ text }) => text);
/** The fields that are marked. */
export const weakened = (facts: Partial<DealFacts>) =>
  disclosuresOf({ ...FACTS, ...facts })
    .filter((point) => point.weakened)
    .map(({ field }) => field);
/** Requires that something is said. */
export const has = (facts: Partial<DealFacts>, pattern: RegExp) =>
  assert.ok(
    said(facts).some((text) => pattern.test(text)),
    `${pattern} in\n${said(facts).join("\n")}`,
  );
/** Requires that something is not said. */
export const lacks = (facts: Partial<DealFacts>, pattern: RegExp) =>
  assert.ok(!said(facts).some((text) => pattern.test(text)), String(pattern));
