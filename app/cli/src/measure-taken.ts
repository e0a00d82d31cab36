import {
  cancelMeasure,
  closeMeasure,
  listShareAccounts,
  measureLine,
  measureOf,
  movesShares,
  readMeasure,
  readMeasuredHolder,
  readSecurity,
  readTranche,
  reassignShares,
  receiverInstructions,
  settlementVault,
  takeMeasure,
} from "@defi-ready/securities";
import type { Measure } from "@defi-ready/securities/program";
import type { Account, Address, Instruction } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress, parseCount } from "./context.js";
import { moment } from "./format.js";

/** What is said of the argument for a security. */
export const SECURITY = "the security's address";

const numbered = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument("<security>", SECURITY, parseAddress)
    .argument("<number>", "the measure's number", parseCount);

const read = async (
  { cluster }: Context,
  address: string | undefined,
  number: string | undefined,
): Promise<Account<Measure>> =>
  readMeasure(cluster, { security: address as Address, number: Number(number) });

/** `measure cancel` */
export function cancelCommand(): Command {
  const command = numbered(
    "cancel",
    "Cancel a measure that is not taken, as the sponsor or the arbitrator; a recovery of your own record, since your key " +
      "is not lost; or, as the arbitrator, lift a block in force.",
  );
  examples(command, "measure cancel 9xQe... 0");
  return action(command, async (context, _, address, number) => {
    const authority = await context.signer();
    const measure = await read(context, address, number);
    const signature = await context.send(cancelMeasure({ authority, measure }), authority);
    return {
      text: `cancelled measure ${number}`,
      json: {
        signature,
        security: measure.data.security,
        measure: measure.address,
        number: measure.data.number,
      },
    };
  });
}

/** `measure take` */
export function takeCommand(): Command {
  const command = numbered(
    "take",
    "Take a measure after its notice, as anybody may. For a recovery or a court order the owner's tokens are burnt, its " +
      "shares move, and as many tokens are minted to the new owner, whose accounts are opened if they are not there.",
  )
    .option(
      "--sponsor <keypair>",
      "the sponsor's key file, where tokens are missing since their owner burnt them",
    )
    .option("--arbitrator <keypair>", "the arbitrator's, likewise");
  examples(command, "measure take 9xQe... 0");
  return action<{ sponsor?: string; arbitrator?: string }>(
    command,
    async (context, { sponsor, arbitrator }, address, number) => {
      const payer = await context.signer();
      const measure = await read(context, address, number);
      const signers =
        sponsor === undefined || arbitrator === undefined
          ? undefined
          : { sponsor: await context.keyOf(sponsor), arbitrator: await context.keyOf(arbitrator) };
      const parts = movesShares(measure.data)
        ? await movingOf(context, { payer, measure, signers })
        : [takeMeasure({ caller: payer, measure })];
      let signature = "";
      for (const part of parts) {
        signature = await context.send(part, payer);
      }
      const tranche = await readTranche(context.cluster, measure.data.tranche);
      const after = await read(context, address, number);
      const words = measureLine(measureOf(after.data), tranche.data.decimals);
      const until = after.data.until > 0n ? `, until ${moment(after.data.until)}` : "";
      return {
        text: `took measure ${number}: to ${words}${until}`,
        json: {
          signature,
          security: after.data.security,
          measure: after.address,
          number: after.data.number,
          until: after.data.until,
        },
      };
    },
  );
}

/** What moves the shares: each list of instructions is sent after the one before. */
async function movingOf(
  { cluster }: Context,
  {
    payer,
    measure,
    signers,
  }: Readonly<{
    payer: Parameters<typeof receiverInstructions>[0]["payer"];
    measure: Account<Measure>;
    signers: Parameters<typeof reassignShares>[0]["signers"];
  }>,
): Promise<readonly (readonly Instruction[])[]> {
  const { security, to } = measure.data;
  const tranche = await readTranche(cluster, measure.data.tranche);
  const holder = await readMeasuredHolder(cluster, measure);
  const { mint, tokenProgram } = settlementVault((await readSecurity(cluster, security)).data);
  const opens = await receiverInstructions({
    cluster,
    payer,
    owner: to,
    security,
    tranche: tranche.address,
    settlement: { mint, tokenProgram },
  });
  const found = await listShareAccounts(cluster, {
    owner: holder.data.owner,
    shareMint: tranche.data.mint,
  });
  const calls = await reassignShares({
    measure,
    tranche,
    holder,
    accounts: found.map((one) => one.address),
    signers,
  });
  return [...(opens.length === 0 ? [] : [opens]), ...calls.map((call) => [call])];
}

/** `measure close` */
export function closeCommand(): Command {
  const command = numbered(
    "close",
    "Close the account of a measure that is over, was cancelled or was not taken in time. Its rent returns to whoever paid it.",
  );
  examples(command, "measure close 9xQe... 0");
  return action(command, async (context, _, address, number) => {
    const payer = await context.signer();
    const measure = await read(context, address, number);
    const signature = await context.send(closeMeasure(measure), payer);
    return {
      text: `closed measure ${number}; its rent went to ${measure.data.rentPayer}`,
      json: {
        signature,
        security: measure.data.security,
        measure: measure.address,
        number: measure.data.number,
      },
    };
  });
}
