import type { Address, Instruction } from "@solana/kit";
import { lineAddress, resolveParty } from "../chain/addresses.js";
import { type ChainState, tokenProgramOf } from "../chain/state.js";
import {
  AllocationRule,
  getAddAssetInstruction,
  getAddVaultInstruction,
  getCreateRateInstruction,
  getCreateSeriesInstruction,
  getFundTipsInstruction,
  getGrowLineInstruction,
  getMakeOfferInstruction,
  getOpenBookInstruction,
  getRaiseTipInstruction,
  getSetCurveInstruction,
  lineSize,
  NOBODY,
  RateAdapter,
  RewardKind,
  SECURITIES_PROGRAM_ADDRESS,
  settlementVault,
  shareRateAddress,
  warrantMintAddress,
} from "../client.js";
import { reportedMints } from "../deal/mints.js";
import type { BookTerms } from "../deal/model.js";
import { ASSETS_WITH_BOOK, missingTips } from "../plan/book-items.js";
import { shortfall } from "../plan/cost.js";
import type { PlanItem } from "../plan/item.js";
import { bookClock, groupOf, isOfferedLater, timeOf } from "../plan/opening.js";
import { drawsOf } from "../plan/terms.js";
import { allocate, at, type StepOptions } from "./step.js";

const ALLOCATIONS = {
  "first-come": AllocationRule.FirstCome,
  "pro-rata": AllocationRule.ProRata,
  discretionary: AllocationRule.Discretionary,
} as const;
const ADAPTERS = {
  "one-to-one": RateAdapter.OneToOne,
  reported: RateAdapter.Reported,
  "stake-pool": RateAdapter.StakePool,
} as const;
const REWARDS = {
  warrants: RewardKind.Warrants,
  "bonus-shares": RewardKind.BonusShares,
  "promote-points": RewardKind.PromotePoints,
} as const;

/** Gives the security a vault for another mint. */
export function addVault({ deal, state, signer }: StepOptions, index: number): readonly Instruction[] {
  const { security, otherVaults } = state.addresses;
  const { mint, vault } = at(otherVaults, index);
  const tokenProgram = tokenProgramOf(state, mint);
  // As from the settlement vault: limited assets are worth their units. A date that has passed does not apply.
  const made = state.security === undefined ? undefined : settlementVault(state.security);
  const rules = made?.draws ?? drawsOf(deal.draw, state.time);
  const draws = BigInt(rules.beginBy) > state.time ? rules : { ...rules, beginBy: 0n, beginWith: 0n };
  return [getAddVaultInstruction({ sponsor: signer, security, mint, vault, tokenProgram, draws })];
}

/** Lets the reporter report a rate. */
export function createRate({ deal, state, signer }: StepOptions, index: number): readonly Instruction[] {
  const { security, rates } = state.addresses;
  const { mint, rate } = at(rates, index);
  const { dailyBps } = at(reportedMints(deal), index);
  return [getCreateRateInstruction({ sponsor: signer, security, mint, rate, dailyBps })];
}

/** Opens a book, with its line and its first assets. */
export async function openBook(options: StepOptions, index: number): Promise<readonly Instruction[]> {
  const { deal, state, signer, landing, lineAtFirst } = options;
  const terms = at(deal.books, index);
  const { addresses } = state;
  const { book, escrow } = at(addresses.books, index);
  const { seed, address } = await lineAddress({
    sponsor: signer.address,
    id: deal.id,
    rank: terms.rank,
    number: terms.number,
  });
  const space = lineSize(Math.min(terms.linePlaces, lineAtFirst));
  const { lead } = terms;
  const clock = bookClock(terms, state.time, landing, groupOf(state, terms));
  return [
    ...allocate(signer, {
      address,
      seed,
      space,
      owner: SECURITIES_PROGRAM_ADDRESS,
      lamports: shortfall(state, space, state.books[index]?.lineLamports ?? 0n),
    }),
    getOpenBookInstruction({
      sponsor: signer,
      security: addresses.security,
      waterfall: addresses.waterfall,
      tranche: at(addresses.tranches, terms.rank).tranche,
      shareRate: await shareRate(options.state, terms.rank),
      book,
      line: address,
      settlementMint: addresses.settlementMint,
      escrow,
      tokenProgram: addresses.tokenProgram,
      number: terms.number,
      ...offerOf(terms),
      priceMaxAge: terms.priceMaxAge,
      tip: terms.tip,
      ...clock,
      // Promises besides the offer come before it, so that its first version is complete.
      offerEnds: isOfferedLater(terms) ? 0n : clock.offerEnds,
      offerPeriod: terms.offerPeriod,
      drawDelay: terms.drawDelay,
      ...terms.lockUp,
      gated: terms.gated,
      group: terms.group,
      groupSize: terms.groupSize,
      groupRequiresTests: terms.requiresTests,
      extensionBps: terms.extensionBps,
      lead: lead === null ? NOBODY : resolveParty(lead.investor, signer.address),
      leadMinimum: lead?.minimum ?? 0n,
      acceptsFreeze: terms.acceptsFreeze,
    }),
    // Assets come before the first deposit or never, so they do not wait for another transaction.
    ...terms.assets.slice(0, ASSETS_WITH_BOOK).map((_, which) => addAsset(options, index, which)),
  ];
}

/** Gives a book's line its next places. */
export function growLine(
  { state, signer }: StepOptions,
  index: number,
  capacity: number,
): readonly Instruction[] {
  const { book, line } = at(state.addresses.books, index);
  return [getGrowLineInstruction({ payer: signer, book, line, capacity })];
}

/** The terms of an offer. */
function offerOf(terms: BookTerms) {
  const { price, priceMin, minimum, cap, minTicket, maxTicket, ownerLimit, termsSha256 } = terms;
  const allocation = ALLOCATIONS[terms.allocation];
  return { allocation, price, priceMin, minimum, cap, minTicket, maxTicket, ownerLimit, termsSha256 };
}

/** The accounts of a change to an open book. */
function openBookAccounts({ deal, state, signer }: StepOptions, index: number) {
  const { security, tranches, books } = state.addresses;
  const { tranche } = at(tranches, at(deal.books, index).rank);
  return { sponsor: signer, security, tranche, book: at(books, index).book };
}

/** Raises the tip. */
export function raiseTip(options: StepOptions, index: number): readonly Instruction[] {
  const { tip } = at(options.deal.books, index);
  return [getRaiseTipInstruction({ ...openBookAccounts(options, index), tip })];
}

/** Makes the first offer, which ends when the file says, or another one. */
export async function makeOffer(options: StepOptions, index: number): Promise<readonly Instruction[]> {
  const { deal, state, landing } = options;
  const terms = at(deal.books, index);
  const replaces = versionOf(state, index);
  const endsAt = replaces === 0 ? bookClock(terms, state.time, landing, groupOf(state, terms)).offerEnds : 0n;
  return [
    getMakeOfferInstruction({
      ...openBookAccounts(options, index),
      shareRate: await shareRate(state, terms.rank),
      ...offerOf(terms),
      replaces,
      endsAt,
    }),
  ];
}

/** The version of a book's offer; 0 while there is none. */
function versionOf({ books }: ChainState, index: number): number {
  return books[index]?.book?.offerVersion ?? 0;
}

/** The address of the reported value of a tranche's shares. */
function shareRate({ addresses }: ChainState, rank: number): Promise<Address> {
  return shareRateAddress(addresses.security, at(addresses.tranches, rank).tranche);
}

/** Accepts another mint in a book. */
export function addAsset({ deal, state, signer }: StepOptions, index: number, which: number): Instruction {
  const { mint, adapter, source, maxAge } = at(at(deal.books, index).assets, which);
  const { security, books, rates } = state.addresses;
  const { book, escrows } = at(books, index);
  const rateSource = adapter === "reported" ? rates.find((one) => one.mint === mint)?.rate : source;
  return getAddAssetInstruction({
    sponsor: signer,
    security,
    book,
    mint,
    escrow: at(escrows, which),
    ...(rateSource === null || rateSource === undefined ? {} : { rateSource }),
    tokenProgram: tokenProgramOf(state, mint),
    adapter: ADAPTERS[adapter],
    maxAge,
  });
}

/** Creates a series of warrants. */
export async function createSeries(
  { deal, state, signer }: StepOptions,
  { index, inner }: PlanItem,
): Promise<readonly Instruction[]> {
  const { rank, series: terms } = at(at(deal.books, index).rewards, inner);
  const { security, tranches } = state.addresses;
  const made = state.books[index]?.series[inner];
  return terms === null || made === undefined
    ? []
    : [
        getCreateSeriesInstruction({
          sponsor: signer,
          security,
          tranche: at(tranches, rank).tranche,
          shareRate: await shareRate(state, rank),
          series: made.address,
          mint: await warrantMintAddress(made.address),
          number: made.number,
          strike: terms.strike,
          expiresAt: timeOf(terms.expires, state.time),
        }),
      ];
}

/** Promises a reward, or changes it. */
export async function setCurve(
  { deal, state, signer }: StepOptions,
  { index, inner }: PlanItem,
): Promise<readonly Instruction[]> {
  const { kind, rank, curve } = at(at(deal.books, index).rewards, inner);
  const { security, tranches, books, rewards } = state.addresses;
  const { book } = at(books, index);
  const series = rewards[index]?.[inner];
  return [
    getSetCurveInstruction({
      sponsor: signer,
      security,
      book,
      tranche: at(tranches, rank).tranche,
      shareRate: await shareRate(state, rank),
      ...(kind === "warrants" && series !== undefined ? { series } : {}),
      replaces: versionOf(state, index),
      curve: inner,
      kind: REWARDS[kind],
      knots: [...curve],
    }),
  ];
}

/** Sets the missing amount aside for tips. */
export function fundTips({ deal, state, signer }: StepOptions, index: number): readonly Instruction[] {
  return [
    getFundTipsInstruction({
      funder: signer,
      book: at(state.addresses.books, index).book,
      lamports: missingTips(state.books[index]?.book, at(deal.books, index), state.time),
    }),
  ];
}
