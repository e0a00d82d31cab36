import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { getAllocateWithSeedInstruction, getTransferSolInstruction } from "@solana-program/system";
import {
  getCreateAssociatedTokenIdempotentInstruction,
  getInitializeMint2Instruction,
} from "@solana-program/token";
import { lineAddress, resolveParty, testMintAddress } from "../chain/addresses.js";
import type { ChainState } from "../chain/state.js";
import {
  AmortisationRule,
  createTranche,
  DayCountRule,
  getCreateSecurityInstruction,
  getOpenBookInstruction,
  lineSize,
  SECURITIES_PROGRAM_ADDRESS,
  setWaterfall,
  TierKind,
  TOKEN_PROGRAM,
  TrancheKind,
} from "../client.js";
import type { Deal } from "../deal/model.js";
import { MINT_BYTES, shortfall } from "../plan/cost.js";
import type { PlanItem } from "../plan/plan.js";
import { bookClock, maturityOf } from "../plan/terms.js";

const KINDS = { debt: TrancheKind.Debt, equity: TrancheKind.Equity } as const;
const DAY_COUNTS = {
  "act/365": DayCountRule.Act365,
  "act/360": DayCountRule.Act360,
  "30e/360": DayCountRule.Thirty360,
} as const;
const AMORTISATIONS = {
  bullet: AmortisationRule.Bullet,
  linear: AmortisationRule.Linear,
  sweep: AmortisationRule.Sweep,
} as const;
const TIER_KINDS = {
  interest: TierKind.Interest,
  arrears: TierKind.Arrears,
  principal: TierKind.Principal,
  residual: TierKind.Residual,
} as const;

/** What the instructions of a step are made from. */
export type StepOptions = Readonly<{
  deal: Deal;
  state: ChainState;
  signer: TransactionSigner;
  /** Seconds allowed for a transaction to be executed: see {@link bookClock}. */
  landing: bigint;
}>;

/** The instructions that make one part of a deal, for one transaction. */
export function instructionsFor(item: PlanItem, options: StepOptions): Promise<readonly Instruction[]> {
  switch (item.part) {
    case "settlement mint":
      return createTestMint(options);
    case "security":
      return Promise.resolve(createSecurity(options));
    case "tranche":
      return createShares(options, item.index);
    case "waterfall":
      return setTiers(options);
    case "book":
      return openBook(options, item.index);
  }
}

async function createTestMint({ deal, state, signer }: StepOptions): Promise<readonly Instruction[]> {
  const { seed, address } = await testMintAddress(signer.address, deal.id);
  return [
    ...allocate(signer, {
      address,
      seed,
      space: MINT_BYTES,
      owner: TOKEN_PROGRAM,
      lamports: shortfall(state, MINT_BYTES, state.settlementMint.lamports),
    }),
    getInitializeMint2Instruction({
      mint: address,
      decimals: deal.settlementMint.decimals,
      mintAuthority: signer.address,
    }),
  ];
}

type Allocation = Readonly<{
  address: Address;
  seed: string;
  space: bigint;
  owner: Address;
  /** What the account lacks for its rent. */
  lamports: bigint;
}>;

/**
 * Makes an account at an address derived from the signer's. Not by the one instruction that does it all: that refuses
 * an address to which somebody has sent lamports, so anybody could block a deal.
 */
function allocate(
  signer: TransactionSigner,
  { address, seed, space, owner, lamports }: Allocation,
): readonly Instruction[] {
  return [
    getTransferSolInstruction({ source: signer, destination: address, amount: lamports }),
    getAllocateWithSeedInstruction({
      newAccount: address,
      baseAccount: signer,
      base: signer.address,
      seed,
      space,
      programAddress: owner,
    }),
  ];
}

function createSecurity({ deal, state: { addresses }, signer }: StepOptions): readonly Instruction[] {
  const role = (name: keyof Deal["roles"]) => resolveParty(deal.roles[name], signer.address);
  const accounts = deal.destinations.flatMap((destination, at) => {
    const ata = addresses.destinations[at];
    return destination.kind === "owner" && ata !== undefined
      ? [
          getCreateAssociatedTokenIdempotentInstruction({
            payer: signer,
            ata,
            owner: resolveParty(destination.owner, signer.address),
            mint: addresses.settlementMint,
            tokenProgram: addresses.tokenProgram,
          }),
        ]
      : [];
  });
  return [
    ...accounts,
    getCreateSecurityInstruction({
      sponsor: signer,
      security: addresses.security,
      waterfall: addresses.waterfall,
      settlementMint: addresses.settlementMint,
      vault: addresses.vault,
      tokenProgram: addresses.tokenProgram,
      id: deal.id,
      documentSha256: deal.document.sha256,
      documentUri: deal.document.uri,
      servicer: role("servicer"),
      reporter: role("reporter"),
      arbitrator: role("arbitrator"),
      minDistribution: deal.minDistribution,
      destinations: [...addresses.destinations],
    }),
  ];
}

async function createShares(
  { deal, state, signer }: StepOptions,
  rank: number,
): Promise<readonly Instruction[]> {
  const terms = at(deal.tranches, rank);
  const { debt } = terms;
  const { instructions } = await createTranche({
    sponsor: signer,
    security: state.addresses.security,
    terms: {
      rank,
      kind: KINDS[terms.kind],
      rateBps: debt?.rateBps ?? 0,
      dayCount: DAY_COUNTS[debt?.dayCount ?? "act/365"],
      amortisation: AMORTISATIONS[debt?.amortisation ?? "bullet"],
      compounding: debt?.compounding ?? false,
      maturity: maturityOf(terms, state.security?.createdAt ?? state.time),
      par: debt?.par ?? 0n,
      decimals: terms.decimals,
      minShares: terms.minShares,
      share: { name: terms.name, symbol: terms.symbol, uri: terms.uri },
    },
  });
  return instructions;
}

function setTiers({ deal, state, signer }: StepOptions): Promise<readonly Instruction[]> {
  return setWaterfall({
    sponsor: signer,
    security: state.addresses.security,
    tiers: deal.waterfall.map(({ kind, rank }) => ({ kind: TIER_KINDS[kind], rank })),
  });
}

async function openBook(
  { deal, state, signer, landing }: StepOptions,
  index: number,
): Promise<readonly Instruction[]> {
  const terms = at(deal.books, index);
  const { addresses } = state;
  const { book, vault } = at(addresses.books, index);
  const { seed, address } = await lineAddress(signer.address, deal.id, terms.rank, terms.number);
  const space = lineSize(terms.linePlaces);
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
      price: terms.price,
      minimum: terms.minimum,
      cap: terms.cap,
      minTicket: terms.minTicket,
      ...bookClock(terms, state.time, landing),
      termsSha256: terms.termsSha256,
    }),
  ];
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) {
    throw new RangeError(`a list of ${list.length} has no item ${index}`);
  }
  return found;
}
