import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import {
  ballotAddress,
  conversionAddress,
  governanceAddress,
  holderAddress,
  resolutionAddress,
  trancheAddress,
  waterfallAddress,
} from "../addresses.js";
import { controlStages } from "../control/powers.js";
import { ClientError } from "../errors.js";
import {
  type Ballot,
  type Governance,
  type GovernanceTermsArgs,
  getCastBallotInstruction,
  getCloseBallotInstruction,
  getCloseResolutionInstruction,
  getExecuteResolutionInstruction,
  getProposeResolutionInstruction,
  getSetGovernanceInstruction,
  getStopResolutionInstruction,
  getWithdrawBallotInstruction,
  type Holder,
  type ProposalArgs,
  type ProposerArgs,
  type Resolution,
  type Security,
} from "../generated/index.js";
import { trancheAddresses, writable } from "../tranche-metas.js";
import { changedRank, givesPower } from "./consent.js";
import { proposalOf } from "./read.js";

/**
 * Says how the holders of a security decide, in place of what was said before. By the sponsor, who pays the rent, while no book is
 * open and before the first lock.
 */
export async function setGovernance(
  options: Readonly<{ sponsor: TransactionSigner; security: Address; terms: GovernanceTermsArgs }>,
): Promise<Instruction[]> {
  const { sponsor, security, terms } = options;
  const governance = await governanceAddress(security);
  return [getSetGovernanceInstruction({ sponsor, security, governance, terms })];
}

/** Of so many classes the records of an agent fit into a proposal's transaction, with those of the sponsor. */
const MAX_SHOWN_CLASSES = 5;

/** The agent whose record does not count: where power is given, that in control, or the one whose place is given away. */
function disregardedAgent(security: Security, proposal: ProposalArgs): Address | undefined {
  const stage = proposal.__kind === "Agent" ? proposal.stage : security.control.stage;
  return givesPower(proposal)
    ? controlStages(security).find((one) => one.stage === stage && stage > 0)?.acts
    : undefined;
}

/** A resolution that is proposed: its number and address, and what proposes it. */
export type ProposedResolution = Readonly<{
  number: number;
  resolution: Address;
  instructions: readonly Instruction[];
}>;

/**
 * Proposes a resolution: by the sponsor, by the arbitrator for roles, or by a holder with the part of a class that the governance
 * asks for. The program says which classes it asks.
 */
export async function proposeResolution(
  options: Readonly<{
    proposer: TransactionSigner;
    /** The proposer if left out; it gets the rent back. */
    payer?: TransactionSigner | undefined;
    security: Account<Security>;
    governance: Account<Governance>;
    by: ProposerArgs;
    proposal: ProposalArgs;
    /** SHA-256 of the document that explains it; where the deal's document changes, of that document. */
    documentSha256: Uint8Array;
    /** The address of the document, at most 128 bytes. */
    documentUri: string;
  }>,
): Promise<ProposedResolution> {
  const { proposer, security, governance, by, proposal, documentSha256, documentUri } = options;
  const number = governance.data.nextResolution;
  const resolution = await resolutionAddress(security.address, number);
  const tranches = await trancheAddresses(security);
  const own = by.__kind === "Holder" ? tranches[by.rank] : undefined;
  const holder = own === undefined ? {} : { holder: await holderAddress(own, proposer.address) };
  const instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }> =
    getProposeResolutionInstruction({
      proposer,
      payer: options.payer ?? proposer,
      security: security.address,
      waterfall: await waterfallAddress(security.address),
      governance: governance.address,
      resolution,
      ...holder,
      by,
      proposal,
      documentSha256,
      documentUri,
    });
  const recordsOf = (owner: Address) =>
    Promise.all(tranches.map(async (tranche) => writable(await holderAddress(tranche, owner))));
  const records = await recordsOf(security.data.sponsor);
  const agent = disregardedAgent(security.data, proposal);
  // Shown, the shares of the agent are not in the bar.
  const shown = agent === undefined || tranches.length > MAX_SHOWN_CLASSES ? [] : await recordsOf(agent);
  // The draft notes the resolution that names it.
  const drafts = proposal.__kind === "Waterfall" ? [writable(proposal.draft)] : [];
  const accounts = [...instruction.accounts, ...tranches.map(writable), ...records, ...shown, ...drafts];
  return { number, resolution, instructions: [{ ...instruction, accounts }] };
}

/**
 * Votes on a resolution with all shares of a record, which stay in it until the vote closes; or changes the vote. By its owner.
 *
 * @throws {ClientError} For a record of the frozen form whose shares are thawed: they could leave it before the close.
 */
export async function castBallot(
  options: Readonly<{
    owner: TransactionSigner;
    /** The owner if left out; it gets the rent of a new ballot back. */
    payer?: TransactionSigner | undefined;
    resolution: Account<Resolution>;
    holder: Account<Holder>;
    inFavour: boolean;
  }>,
): Promise<Instruction[]> {
  const { owner, resolution, holder, inFavour } = options;
  const { tranche, isThawed } = holder.data;
  if (isThawed === 1) {
    throw new ClientError("these shares are thawed, and vote only while they are frozen: freeze them first");
  }
  return [
    getCastBallotInstruction({
      owner,
      payer: options.payer ?? owner,
      security: resolution.data.security,
      tranche,
      holder: holder.address,
      resolution: resolution.address,
      ballot: await ballotAddress(resolution.address, holder.address),
      inFavour,
    }),
  ];
}

/** Takes a vote back before the close, and lets its shares go. By the record's owner. */
export const withdrawBallot = (
  options: Readonly<{ owner: TransactionSigner; ballot: Account<Ballot> }>,
): Instruction[] => {
  const { owner, ballot } = options;
  const { security, holder, resolution, rentPayer } = ballot.data;
  return [
    getWithdrawBallotInstruction({
      owner,
      security,
      holder,
      resolution,
      ballot: ballot.address,
      rentPayer,
    }),
  ];
};

/** Closes the account of a vote after the close, for its rent. By anyone. */
export const closeBallot = ({ address, data }: Account<Ballot>): Instruction[] => {
  const { security, resolution, rentPayer } = data;
  return [getCloseBallotInstruction({ security, resolution, ballot: address, rentPayer })];
};

/** Stops a resolution: by whoever proposed it until its vote closes, or by the arbitrator until its timelock is over. */
export const stopResolution = (
  options: Readonly<{ authority: TransactionSigner; resolution: Account<Resolution> }>,
): Instruction[] => {
  const { authority, resolution } = options;
  const { security } = resolution.data;
  return [getStopResolutionInstruction({ authority, security, resolution: resolution.address })];
};

/**
 * Does what a resolution says, once its classes have consented and its timelock is over. By anyone.
 *
 * @throws {ClientError} For an acceleration or a waterfall without its security.
 */
export async function executeResolution(
  options: Readonly<{
    resolution: Account<Resolution>;
    /** For an acceleration and a waterfall: the security, whose tranches are read. */
    security?: Account<Security> | undefined;
    /** For a role: the key that it goes to; for a destination, the owner of the account that replaces it. */
    newHolder?: TransactionSigner | undefined;
  }>,
): Promise<Instruction[]> {
  const { resolution, newHolder } = options;
  const { security } = resolution.data;
  const proposal = proposalOf(resolution.data);
  const rank = changedRank(proposal);
  const instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }> =
    getExecuteResolutionInstruction({
      security,
      waterfall: await waterfallAddress(security),
      governance: await governanceAddress(security),
      resolution: resolution.address,
      ...(rank === undefined ? {} : { tranche: await trancheAddress(security, rank) }),
      ...(newHolder === undefined ? {} : { newHolder }),
    });
  const more = await executedWith(proposal, security, options.security);
  return [{ ...instruction, accounts: [...instruction.accounts, ...more] }];
}

/** The accounts that a kind of proposal needs beside those of all. */
async function executedWith(
  proposal: ProposalArgs,
  address: Address,
  security: Account<Security> | undefined,
): Promise<readonly AccountMeta[]> {
  switch (proposal.__kind) {
    case "Acceleration":
    case "Waterfall": {
      if (security === undefined) {
        throw new ClientError("this is executed with the tranches of its security: pass the security");
      }
      const tranches = (await trancheAddresses(security)).map(writable);
      return proposal.__kind === "Waterfall"
        ? [...tranches, { address: proposal.draft, role: AccountRole.READONLY }]
        : tranches;
    }
    case "Destination":
      return [{ address: proposal.to, role: AccountRole.READONLY }];
    case "Conversion": {
      const tranche = await trancheAddress(address, proposal.rank);
      return [writable(await conversionAddress(tranche, proposal.number))];
    }
    default:
      return [];
  }
}

/** Closes the account of a resolution that is decided or can no longer be, for its rent. By anyone. */
export async function closeResolution({ address, data }: Account<Resolution>): Promise<Instruction[]> {
  const { security, rentPayer } = data;
  return [
    getCloseResolutionInstruction({
      security,
      governance: await governanceAddress(security),
      resolution: address,
      rentPayer,
    }),
  ];
}
