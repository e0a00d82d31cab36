import type { Address, Instruction } from "@solana/kit";
import { lineAddress, resolveParty } from "../chain/addresses.js";
import type { ChainState } from "../chain/state.js";
import {
  AllocationRule,
  getAddAssetInstruction,
  getAddVaultInstruction,
  getCreateRateInstruction,
  getCreateSeriesInstruction,
  getFundTipsInstruction,
  getImproveBookInstruction,
  getMakeOfferInstruction,
  getOpenBookInstruction,
  getSetCurveInstruction,
  lineSize,
  NOBODY,
  RateAdapter,
  RewardKind,
  SECURITIES_PROGRAM_ADDRESS,
  settlementVault,
  TOKEN_PROGRAM,
  warrantMintAddress,
} from "../client.js";
import { reportedMints } from "../deal/mints.js";
import type { BookTerms } from "../deal/model.js";
import { ASSETS_WITH_BOOK, missingTips } from "../plan/book-items.js";
import { shortfall } from "../plan/cost.js";
import type { PlanItem } from "../plan/item.js";
import { bookClock, drawsOf, timeOf } from "../plan/terms.js";
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
  // As from the settlement vault: assets with a limit are worth their units. A date that has passed says nothing of it.
  const made = state.security === undefined ? undefined : settlementVault(state.security);
  const rules = made?.draws ?? drawsOf(deal.draw, state.time);
  const draws = BigInt(rules.beginBy) > state.time ? rules : { ...rules, beginBy: 0n, beginWith: 0n };
  return [getAddVaultInstruction({ sponsor: signer, security, mint, vault, tokenProgram, draws })];
}

/** The token program that owns one of the deal's other mints. */
export function tokenProgramOf({ addresses, otherMints }: ChainState, mint: Address): Address {
  const index = addresses.otherVaults.findIndex((one) => one.mint === mint);
  return otherMints[index]?.value?.tokenProgram ?? TOKEN_PROGRAM;
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
  const { deal, state, signer, landing } = options;
  const terms = at(deal.books, index);
  const { addresses } = state;
  const { book, vault } = at(addresses.books, index);
  const { seed, address } = await lineAddress(signer.address, deal.id, terms.rank, terms.number);
  const space = lineSize(terms.linePlaces);
  const { lead } = terms;
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
      book,
      line: address,
      settlementMint: addresses.settlementMint,
      vault,
      tokenProgram: addresses.tokenProgram,
      number: terms.number,
      allocation: ALLOCATIONS[terms.allocation],
      ...priceOf(terms),
      priceMaxAge: terms.priceMaxAge,
      ...limitsOf(terms),
      ...bookClock(terms, state.time, landing),
      offerPeriod: terms.offerPeriod,
      extensionBps: terms.extensionBps,
      lead: lead === null ? NOBODY : resolveParty(lead.investor, signer.address),
      leadMinimum: lead?.minimum ?? 0n,
      acceptsFreeze: terms.acceptsFreeze,
    }),
    // Assets come before the first deposit or never, so they do not wait for another transaction.
    ...terms.assets.slice(0, ASSETS_WITH_BOOK).map((_, which) => addAsset(options, index, which)),
  ];
}

/** What an offer says. */
function priceOf({ price, priceMin, minimum, termsSha256 }: BookTerms) {
  return { price, priceMin, minimum, termsSha256 };
}

/** What may be improved while a book is open. */
function limitsOf({ cap, minTicket, maxTicket, ownerLimit, tip }: BookTerms) {
  return { cap, minTicket, maxTicket, ownerLimit, tip };
}

/** The accounts of a change of an open book. */
function openBookAccounts({ deal, state, signer }: StepOptions, index: number) {
  const { security, tranches, books } = state.addresses;
  const { tranche } = at(tranches, at(deal.books, index).rank);
  return { sponsor: signer, security, tranche, book: at(books, index).book };
}

/** Changes cap, limits and tip. */
export function improveBook(options: StepOptions, index: number): readonly Instruction[] {
  const terms = limitsOf(at(options.deal.books, index));
  return [getImproveBookInstruction({ ...openBookAccounts(options, index), ...terms })];
}

/** Makes another offer. */
export function makeOffer(options: StepOptions, index: number): readonly Instruction[] {
  const terms = priceOf(at(options.deal.books, index));
  return [getMakeOfferInstruction({ ...openBookAccounts(options, index), ...terms })];
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
    vault: at(escrows, which),
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
          series: made.address,
          mint: await warrantMintAddress(made.address),
          number: made.number,
          strike: terms.strike,
          expiresAt: timeOf(terms.expires, state.time),
        }),
      ];
}

/** Promises a reward, or raises it. */
export function setCurve(
  { deal, state, signer }: StepOptions,
  { index, inner }: PlanItem,
): readonly Instruction[] {
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
      ...(kind === "warrants" && series !== undefined ? { series } : {}),
      index: inner,
      kind: REWARDS[kind],
      knots: [...curve],
    }),
  ];
}

/** Puts aside what is missing for tips. */
export function fundTips({ deal, state, signer }: StepOptions, index: number): readonly Instruction[] {
  const { security, books } = state.addresses;
  return [
    getFundTipsInstruction({
      funder: signer,
      security,
      book: at(books, index).book,
      lamports: missingTips(state.books[index]?.book, at(deal.books, index), state.time),
    }),
  ];
}
