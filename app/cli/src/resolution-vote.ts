import {
  ClientError,
  castBallot,
  closeBallot,
  closeDraft,
  closeResolution,
  executeResolution,
  findBallot,
  findDraft,
  holderAddress,
  listBallots,
  proposalOf,
  readHolder,
  readResolution,
  readSecurity,
  readTranche,
  resolutionAddress,
  signsExecution,
  stopResolution,
  trancheAddress,
  withdrawBallot,
} from "@defi-ready/securities";
import type { Resolution } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Argument, Command } from "commander";
import { action, type Context, examples, parseAddress, parseCount } from "./context.js";
import { moment, money } from "./format.js";

/** What is said of the argument for a security. */
export const SECURITY = "the security's address";
/** As many ballots are closed in a transaction. */
const BALLOTS_A_TRANSACTION = 8;

const numbered = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument("<security>", SECURITY, parseAddress)
    .argument("<number>", "the resolution's number", parseCount);

const withClass = (command: Command): Command =>
  command.argument("<rank>", "the rank of the class that you vote in, 0 for the most senior", parseCount);

const read = async (
  { cluster }: Context,
  address: string | undefined,
  number: string | undefined,
): Promise<Account<Resolution>> =>
  readResolution(cluster, { security: address as Address, number: Number(number) });

/** `resolution vote` */
export function voteCommand(): Command {
  const command = withClass(
    numbered(
      "vote",
      "Vote on a resolution with all your shares of a class, which stay with you until the vote closes; again to change " +
        "your vote, or to vote with more shares.",
    ),
  ).addArgument(new Argument("<vote>", "in favour or against").choices(["for", "against"]));
  examples(command, "resolution vote 9xQe... 0 0 for");
  return action(command, async (context, _, address, number, rank, vote) => {
    const owner = await context.signer();
    const resolution = await read(context, address, number);
    const tranche = await readTranche(
      context.cluster,
      await trancheAddress(address as Address, Number(rank)),
    );
    const holder = await readHolder(context.cluster, { tranche: tranche.address, owner: owner.address });
    const instructions = await castBallot({ owner, resolution, holder, inFavour: vote === "for" });
    const signature = await context.send(instructions, owner);
    const { shares } = holder.data;
    return {
      text: [
        `voted ${vote} resolution ${number} with ${money(shares, tranche.data.decimals)} shares`,
        `they stay with you until ${moment(resolution.data.closesAt)}, or until \`resolution unvote\``,
      ].join("\n"),
      json: { signature, resolution: resolution.address, holder: holder.address, vote, shares },
    };
  });
}

/** `resolution unvote` */
export function unvoteCommand(): Command {
  const command = withClass(
    numbered("unvote", "Take your vote on a resolution back before its vote closes, and let your shares go."),
  );
  examples(command, "resolution unvote 9xQe... 0 0");
  return action(command, async (context, _, address, number, rank) => {
    const owner = await context.signer();
    const security = address as Address;
    const resolution = await resolutionAddress(security, Number(number));
    const tranche = await trancheAddress(security, Number(rank));
    const holder = await holderAddress(tranche, owner.address);
    const ballot = await findBallot(context.cluster, { resolution, holder });
    if (ballot === undefined) {
      throw new ClientError(`${owner.address} has not voted on resolution ${number} in class ${rank}`);
    }
    const signature = await context.send(withdrawBallot({ owner, ballot }), owner);
    return {
      text: `took the vote on resolution ${number} back`,
      json: { signature, resolution, holder, shares: ballot.data.weight },
    };
  });
}

/** `resolution execute` */
export function executeCommand(): Command {
  const command = numbered(
    "execute",
    "Do what a resolution says, once its classes have consented and its timelock is over. By anyone; of a role, by the key " +
      "that it goes to, and of a destination by the owner of the new account.",
  );
  examples(command, "resolution execute 9xQe... 0");
  return action(command, async (context, _, address, number) => {
    const signer = await context.signer();
    const resolution = await read(context, address, number);
    const instructions = await executeResolution({
      resolution,
      security: await readSecurity(context.cluster, resolution.data.security),
      newHolder: signsExecution(proposalOf(resolution.data)) ? signer : undefined,
    });
    const signature = await context.sendConfirmed(`execute resolution ${number}`, instructions, signer);
    return {
      text: `executed resolution ${number}`,
      json: { signature, resolution: resolution.address, number: Number(number) },
    };
  });
}

/** `resolution stop` */
export function stopCommand(): Command {
  const command = numbered(
    "stop",
    "Stop a resolution: your own until its vote closes or, as the arbitrator, any but your replacement and mere advice until its " +
      "timelock is over.",
  );
  examples(command, "resolution stop 9xQe... 0");
  return action(command, async (context, _, address, number) => {
    const authority = await context.signer();
    const resolution = await read(context, address, number);
    const instructions = stopResolution({ authority, resolution });
    const signature = await context.sendConfirmed(`stop resolution ${number}`, instructions, authority);
    return {
      text: `stopped resolution ${number}`,
      json: { signature, resolution: resolution.address, number: Number(number) },
    };
  });
}

/** `resolution close` */
export function closeCommand(): Command {
  const command = numbered(
    "close",
    "Close a resolution after its vote, once it is decided or can no longer be, with its ballots: the rent goes back to " +
      "whoever paid it. By anyone.",
  );
  examples(command, "resolution close 9xQe... 0");
  return action(command, async (context, _, address, number) => {
    const payer = await context.signer();
    const resolution = await read(context, address, number);
    const ballots = await listBallots(context.cluster, resolution.address);
    const proposal = proposalOf(resolution.data);
    const draft =
      proposal.__kind === "Waterfall" ? await findDraft(context.cluster, proposal.draft) : undefined;
    const closes = [
      ...(await closeResolution(resolution)),
      ...(draft === undefined ? [] : closeDraft(draft)),
    ];
    const signature = await context.send(closes, payer);
    for (let at = 0; at < ballots.length; at += BALLOTS_A_TRANSACTION) {
      await context.send(ballots.slice(at, at + BALLOTS_A_TRANSACTION).flatMap(closeBallot), payer);
    }
    return {
      text: `closed resolution ${number} and ${ballots.length} ballots`,
      json: { signature, resolution: resolution.address, ballots: ballots.length },
    };
  });
}
