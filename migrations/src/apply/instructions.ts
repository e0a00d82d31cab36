import type { Instruction, TransactionSigner } from "@solana/kit";
import {
  getCreateAssociatedTokenIdempotentInstruction,
  getInitializeMint2Instruction,
} from "@solana-program/token";
import { resolveParty, testMintAddress } from "../chain/addresses.js";
import { type ChainState, tokenProgramOf } from "../chain/state.js";
import {
  createConversion,
  createTranche,
  createWrapper,
  getCreateSecurityInstruction,
  NOBODY,
  setControl,
  setDisclosures,
  setGovernance,
  setQualifiers,
  setTransferRules,
  TOKEN_PROGRAM,
  TrancheKind,
} from "../client.js";
import { controlTermsFor } from "../plan/control-items.js";
import { newConversionOf } from "../plan/conversion-items.js";
import { MINT_BYTES, shortfall } from "../plan/cost.js";
import { disclosureTermsOf } from "../plan/disclosure-items.js";
import { governanceTermsFor } from "../plan/governance-items.js";
import type { PlanItem } from "../plan/item.js";
import { timeOf } from "../plan/opening.js";
import { drawsOf, measureTermsOf, trancheTermsOf } from "../plan/terms.js";
import { transferRulesFor } from "../plan/transfer-terms.js";
import {
  addAsset,
  addVault,
  createRate,
  createSeries,
  fundTips,
  growLine,
  makeOffer,
  openBook,
  raiseTip,
  setCurve,
} from "./book-instructions.js";
import { changeStructure, registerSource } from "./rule-instructions.js";
import { allocate, at, type StepOptions } from "./step.js";

/** The program's kinds of tranches. */
export const KINDS = {
  debt: TrancheKind.Debt,
  equity: TrancheKind.Equity,
  cover: TrancheKind.Cover,
} as const;
/** The instructions that create or change one part of a deal, for one transaction. */
export function instructionsFor(item: PlanItem, options: StepOptions): Promise<readonly Instruction[]> {
  switch (item.part) {
    case "settlement mint":
      return createTestMint(options);
    case "security":
      return Promise.resolve(createSecurity(options));
    case "qualifiers":
      return Promise.resolve(nameQualifiers(options));
    case "tranche":
      return createShares(options, item.index);
    case "disclosures":
      return setDisclosures({
        sponsor: options.signer,
        security: options.state.addresses.security,
        items: disclosureTermsOf(options.deal, options.signer.address),
      });
    case "governance":
      return sayHowHoldersDecide(options);
    case "control":
      return sayWhoIsInControl(options);
    case "conversion":
      return convert(options, item.index);
    case "transfers":
      return setRules(options, item.index);
    case "wrapper":
      return wrap(options, item.index);
    case "waterfall":
      return changeStructure(options);
    case "vault":
      return Promise.resolve(addVault(options, item.index));
    case "rate":
      return Promise.resolve(createRate(options, item.index));
    case "source":
      return Promise.resolve(registerSource(options, item.index));
    case "book":
      return openBook(options, item.index);
    case "line":
      return Promise.resolve(growLine(options, item.index, item.inner));
    case "offer":
      return makeOffer(options, item.index);
    case "tip":
      return Promise.resolve(raiseTip(options, item.index));
    case "asset":
      return Promise.resolve([addAsset(options, item.index, item.inner)]);
    case "series":
      return createSeries(options, item);
    case "curve":
      return setCurve(options, item);
    case "tips":
      return Promise.resolve(fundTips(options, item.index));
  }
}

function sayWhoIsInControl({ deal, state, signer }: StepOptions): Promise<readonly Instruction[]> {
  const terms = controlTermsFor(deal, signer.address);
  return terms === undefined
    ? Promise.resolve([])
    : setControl({ sponsor: signer, security: state.addresses.security, terms });
}

async function convert(
  { deal, state, signer, others }: StepOptions,
  index: number,
): Promise<readonly Instruction[]> {
  const terms = at(deal.conversions, index);
  const trancheOf = (rank: number) => {
    const found = state.tranches[rank]?.tranche;
    if (found === undefined) {
      throw new RangeError(`there is no class of rank ${rank} yet`);
    }
    return { address: at(state.addresses.tranches, rank).tranche, data: found };
  };
  const { instructions } = await createConversion({
    sponsor: signer,
    from: trancheOf(terms.from),
    ...(typeof terms.into === "number"
      ? { into: trancheOf(terms.into) }
      : otherClass(state, index, [signer, ...others])),
    terms: newConversionOf(terms, state.security?.createdAt ?? state.time),
  });
  return instructions;
}

/** The class of another security that a conversion is into, and its sponsor, who signs. */
function otherClass({ targets }: ChainState, index: number, signers: readonly TransactionSigner[]) {
  const { address, tranche, security } = targets[index] ?? {};
  if (address === undefined || tranche === undefined || security === undefined) {
    throw new RangeError("there is no such class of another security yet");
  }
  const { sponsor } = security;
  const intoSponsor = signers.find((one) => one.address === sponsor);
  if (intoSponsor === undefined) {
    throw new RangeError(`${sponsor} signs too, and was not asked`);
  }
  return { into: { address, data: tranche }, intoSponsor };
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

function createSecurity({ deal, state, signer }: StepOptions): readonly Instruction[] {
  const { addresses } = state;
  const role = (name: "servicer" | "reporter") => resolveParty(deal.roles[name], signer.address);
  const accounts = deal.destinations.flatMap((destination, at) => {
    const ata = addresses.destinations[at];
    return destination.kind === "owner" && ata !== undefined
      ? [
          getCreateAssociatedTokenIdempotentInstruction({
            payer: signer,
            ata,
            owner: resolveParty(destination.owner, signer.address),
            mint: destination.mint ?? addresses.settlementMint,
            tokenProgram:
              destination.mint === null ? addresses.tokenProgram : tokenProgramOf(state, destination.mint),
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
      arbitrator: deal.roles.arbitrator,
      minDistribution: deal.minDistribution,
      tipFlat: deal.paymentTip?.most ?? 0n,
      tipBps: deal.paymentTip?.bps ?? 0,
      escheat: deal.escheat === null ? NOBODY : resolveParty(deal.escheat.owner, signer.address),
      escheatDays: deal.escheat?.days ?? 0,
      lossNotice: deal.lossNotice,
      destinations: [...addresses.destinations],
      draws: drawsOf(deal.draw, state.time),
      coSigned: deal.draw.coSigned,
      measures: measureTermsOf(deal),
      deliveryBy: deal.deliveryBy === null ? 0n : timeOf(deal.deliveryBy, state.time),
    }),
  ];
}

function nameQualifiers({ deal, state, signer }: StepOptions): Promise<readonly Instruction[]> {
  return setQualifiers({
    sponsor: signer,
    security: state.addresses.security,
    qualifiers: deal.qualifiers,
    protocols: deal.protocols,
  });
}

async function createShares(
  { deal, state, signer }: StepOptions,
  rank: number,
): Promise<readonly Instruction[]> {
  const terms = at(deal.tranches, rank);
  const { instructions } = await createTranche({
    sponsor: signer,
    security: state.addresses.security,
    terms: {
      rank,
      kind: KINDS[terms.kind],
      ...trancheTermsOf(terms, state.security?.createdAt ?? state.time),
      decimals: terms.decimals,
      authorised: terms.authorised,
      manager: terms.manager === null ? NOBODY : resolveParty(terms.manager, signer.address),
      share: { name: terms.name, symbol: terms.symbol, uri: terms.uri },
    },
    form: terms.form,
  });
  return instructions;
}

function sayHowHoldersDecide({ deal, state, signer }: StepOptions): Promise<readonly Instruction[]> {
  return deal.governance === null
    ? Promise.resolve([])
    : setGovernance({
        sponsor: signer,
        security: state.addresses.security,
        terms: governanceTermsFor(deal.governance),
      });
}

function setRules({ deal, state, signer }: StepOptions, rank: number): Promise<readonly Instruction[]> {
  return setTransferRules({
    sponsor: signer,
    security: state.addresses.security,
    tranche: at(state.addresses.tranches, rank).tranche,
    rules: transferRulesFor(at(deal.tranches, rank).transfers, {
      sponsor: signer.address,
      createdAt: state.security?.createdAt ?? state.time,
    }),
  });
}

async function wrap({ deal, state, signer }: StepOptions, rank: number): Promise<readonly Instruction[]> {
  const { wrapped } = at(deal.tranches, rank);
  if (wrapped === null) {
    return [];
  }
  const { instructions } = await createWrapper({
    sponsor: signer,
    security: state.addresses.security,
    rank,
    terms: wrapped,
  });
  return instructions;
}
