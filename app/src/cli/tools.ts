import { type Address, lamports } from "@solana/kit";
import { Command } from "commander";
import { crank } from "../bot/index.js";
import { ClientError, parseAmount, readSecurity } from "../client/index.js";
import { runValidatorCommand, type ValidatorCommandOptions, validatorCommand } from "../validator/index.js";
import { action, CommandFailed, EXIT_FAILURE, examples, parseAddress, UsageError } from "./context.js";
import { outcome } from "./distribution.js";
import { short } from "./format.js";
import { writeNewKeypair } from "./keypair.js";

const SOL_DECIMALS = 9;
const AIRDROP_POLLS = 100;
const POLL_MILLISECONDS = 200;

/** `crank`: one pass of the bot. */
export function crankCommand(): Command {
  const command = new Command("crank")
    .description(
      "The bot: lock books past their deadline, settle and refund tickets for their tips, pay holders. " +
        " Anybody may run it.",
    )
    .option("--once", "make one pass and stop (needed: a timer of your own runs it again)")
    .option("--security <address...>", "only these securities; all of the program's if left out", parseList);
  examples(command, "crank --once", "--keypair bot.json crank --once --security 9xQe...");
  return action<{ once?: boolean; security?: Address[] }>(command, async (context, options) => {
    if (options.once !== true) {
      throw new UsageError("give --once: this bot makes one pass, and a timer runs it again");
    }
    const payer = await context.signer();
    const report = await crank(context.cluster, {
      payer,
      securities: options.security,
      onProgress: ({ task, security, done, total }) =>
        context.progress(`${short(security)} ${task}: ${done} of ${total}`),
    });
    const [only, ...others] = options.security ?? [];
    return outcome(
      report,
      only === undefined || others.length > 0 ? undefined : await readSecurity(context.cluster, only),
    );
  });
}

function parseList(text: string, before: readonly Address[] | undefined): Address[] {
  return [...(before ?? []), parseAddress(text)];
}

/** `airdrop`: SOL for development. */
export function airdropCommand(): Command {
  const command = new Command("airdrop")
    .description("Ask a development cluster for SOL.")
    .argument("<sol>", "how much, such as 5 or 0.5")
    .argument("[address]", "who gets it; your key if left out", parseAddress);
  examples(command, "airdrop 5", "airdrop 0.5 8sYd...");
  return action(command, async (context, _, sol, address) => {
    const { rpc } = context.cluster;
    const receiver = (address as Address | undefined) ?? (await context.signer()).address;
    const amount = parseAmount(sol ?? "", SOL_DECIMALS);
    const balance = async () => (await rpc.getBalance(receiver, { commitment: "confirmed" }).send()).value;
    const before = await balance();
    const signature = await rpc.requestAirdrop(receiver, lamports(amount)).send();
    for (let polls = 0; (await balance()) < before + amount; polls += 1) {
      if (polls === AIRDROP_POLLS) {
        throw new ClientError("the airdrop has not arrived: the cluster may have refused it");
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
    return {
      text: `${short(receiver)} got ${sol} SOL`,
      json: { signature, address: receiver, lamports: amount },
    };
  });
}

/** `keygen`: a new key file. */
export function keygenCommand(): Command {
  const command = new Command("keygen")
    .description("Write a new key to a file that does not exist yet, in the form of Solana's own tools.")
    .argument("<file>", "the key file to write");
  examples(command, "keygen investor.json");
  return action(command, (_, __, file = "") => {
    const address = writeNewKeypair(file);
    return Promise.resolve({ text: `${file}: ${address}`, json: { file, address } });
  });
}

/** `validator`: the embedded validator. */
export function embeddedCommand(): Command {
  const command = validatorCommand();
  examples(
    command,
    "validator --program sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ=target/deploy/securities.so",
    "validator --deterministic --port 8899",
  );
  return command.action(async () => {
    const running = await runValidatorCommand(command.optsWithGlobals<ValidatorCommandOptions>());
    if (running === undefined) {
      throw new CommandFailed(EXIT_FAILURE);
    }
  });
}
