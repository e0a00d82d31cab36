import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  gateAccountsAddress,
  hookAccountsAddress,
  mintConfigAddress,
  securityAddress,
  shareMintAddress,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "./addresses.js";
import { NO_BUSINESS_DAYS } from "./business-days.js";
import type { Cluster } from "./cluster.js";
import {
  type CreateSecurityInstructionDataArgs,
  type CreateTrancheInstructionDataArgs,
  type DrawTermsArgs,
  getAddVaultInstruction,
  getCreateFrozenTrancheInstruction,
  getCreateSecurityInstruction,
  getCreateTrancheInstruction,
  PrepaymentRule,
} from "./generated/index.js";
import { NO_PIK } from "./in-kind.js";
import { NO_MEASURES } from "./measures/terms.js";
import { NOBODY } from "./phase.js";
import { UNLIMITED_DRAWS } from "./proceeds.js";
import { readMint } from "./token.js";

/** How long an announced loss waits by default, in seconds. */
export const LOSS_NOTICE = 7n * 86_400n;

/**
 * A security's terms; by default without tips, an escheat owner, limits on drawing, a second signature, a delivery or exceptional measures,
 * and with a week's notice of losses.
 */
export type SecurityTerms = Omit<
  CreateSecurityInstructionDataArgs,
  | "tipFlat"
  | "tipBps"
  | "escheat"
  | "escheatDays"
  | "lossNotice"
  | "draws"
  | "coSigned"
  | "deliveryBy"
  | "measures"
> &
  Partial<CreateSecurityInstructionDataArgs>;

/**
 * A tranche's terms; by default its rate is fixed and does not rise, it has no due dates but a debt's maturity, what it receives is paid out at once, and
 * its due dates do not move, there is no default margin, no cap on losses and no manager, and it is pari passu with none.
 */
export type TrancheTerms = Omit<
  CreateTrancheInstructionDataArgs,
  | "floating"
  | "stepUps"
  | "custom"
  | "businessDays"
  | "pik"
  | "periodMonths"
  | "firstDue"
  | "firstInstalment"
  | "prepayments"
  | "defaultMarginPpm"
  | "smoothingDays"
  | "lossCap"
  | "lossBps"
  | "coversEquity"
  | "pariPassu"
  | "manager"
> &
  Partial<CreateTrancheInstructionDataArgs>;

/** Creates a security that settles in a mint, with its vault and an empty waterfall. */
export async function createSecurity(
  options: Readonly<{
    cluster: Cluster;
    sponsor: TransactionSigner;
    settlementMint: Address;
    terms: SecurityTerms;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; security: Address }>> {
  const { cluster, sponsor, settlementMint, terms } = options;
  const { tokenProgram } = await readMint(cluster, settlementMint);
  const security = await securityAddress(sponsor.address, BigInt(terms.id));
  const instruction = getCreateSecurityInstruction({
    sponsor,
    security,
    waterfall: await waterfallAddress(security),
    settlementMint,
    vault: await vaultAddress(security, settlementMint),
    tokenProgram,
    tipFlat: 0n,
    tipBps: 0,
    escheat: NOBODY,
    escheatDays: 0,
    lossNotice: LOSS_NOTICE,
    draws: UNLIMITED_DRAWS,
    coSigned: false,
    deliveryBy: 0n,
    measures: NO_MEASURES,
    ...terms,
  });
  return { instructions: [instruction], security };
}

/** Creates the next tranche of a security, with its share mint. */
export async function createTranche(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    terms: TrancheTerms;
    /** How its shares are tokens: `hooked` if left out. In the frozen form they move in exchange windows alone, as plain tokens. */
    form?: "hooked" | "frozen" | undefined;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; tranche: Address; shareMint: Address }>> {
  const { sponsor, security, terms } = options;
  const tranche = await trancheAddress(security, terms.rank);
  const shareMint = await shareMintAddress(tranche);
  const args = {
    floating: null,
    stepUps: [],
    custom: [],
    businessDays: NO_BUSINESS_DAYS,
    pik: NO_PIK,
    periodMonths: 0,
    firstDue: 0n,
    firstInstalment: 0n,
    prepayments: PrepaymentRule.InOrder,
    defaultMarginPpm: 0,
    smoothingDays: 0,
    lossCap: 0n,
    lossBps: 0,
    coversEquity: false,
    pariPassu: false,
    manager: NOBODY,
    ...terms,
  };
  const accounts = { sponsor, security, tranche, mint: shareMint };
  const instruction =
    options.form === "frozen"
      ? getCreateFrozenTrancheInstruction({
          ...accounts,
          thawAccounts: await gateAccountsAddress("thaw", shareMint),
          freezeAccounts: await gateAccountsAddress("freeze", shareMint),
          mintConfig: await mintConfigAddress(shareMint),
          ...args,
        })
      : getCreateTrancheInstruction({
          ...accounts,
          hookAccounts: await hookAccountsAddress(shareMint),
          ...args,
        });
  return { instructions: [instruction], tranche, shareMint };
}

/** Gives a security a vault for another mint, which proceeds of other deposit assets need. By the sponsor. */
export async function addVault(
  options: Readonly<{
    cluster: Cluster;
    sponsor: TransactionSigner;
    security: Address;
    mint: Address;
    /** How it may be drawn from, in base units of the mint; without limits if left out. */
    draws?: DrawTermsArgs | undefined;
  }>,
): Promise<Instruction[]> {
  const { cluster, sponsor, security, mint, draws = UNLIMITED_DRAWS } = options;
  const { tokenProgram } = await readMint(cluster, mint);
  const vault = await vaultAddress(security, mint);
  return [getAddVaultInstruction({ sponsor, security, mint, vault, tokenProgram, draws })];
}
