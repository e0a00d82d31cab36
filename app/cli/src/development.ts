import { existsSync } from "node:fs";
import { ClientError, parsePositiveAmount } from "@defi-ready/securities";
import {
  runValidatorCommand,
  type ValidatorCommandOptions,
  validatorCommand,
} from "@defi-ready/securities-validator";
import { type Address, lamports } from "@solana/kit";
import { Command } from "commander";
import { BYTECODE, programsAt } from "./bytecode.js";
import { action, CommandFailed, EXIT_FAILURE, examples, parseAddress } from "./context.js";
import { short } from "./format.js";
import { writeNewKeypair } from "./keypair.js";

const SOL_DECIMALS = 9;
/** These commands do not need the program. */
const ANYWHERE = { needsProgram: false };
const AIRDROP_POLLS = 100;
const POLL_MILLISECONDS = 200;

/** `airdrop`: SOL for development. */
export function airdropCommand(): Command {
  const command = new Command("airdrop")
    .description("Ask a development cluster for SOL.")
    .argument("<sol>", "how much, such as 5 or 0.5")
    .argument("[address]", "who gets it; your key if left out", parseAddress);
  examples(command, "airdrop 5", "airdrop 0.5 8sYd...");
  return action(
    command,
    async (context, _, sol, address) => {
      const { rpc } = context.cluster;
      const receiver = (address as Address | undefined) ?? (await context.signer()).address;
      const amount = parsePositiveAmount(sol ?? "", SOL_DECIMALS);
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
    },
    ANYWHERE,
  );
}

/** `keygen`: a new key file. */
export function keygenCommand(): Command {
  const command = new Command("keygen")
    .description("Write a new key to a file that does not exist yet, in the form of Solana's own tools.")
    .argument("<file>", "the key file to write");
  examples(command, "keygen investor.json");
  return action(
    command,
    (_, __, file = "") => {
      const address = writeNewKeypair(file);
      return Promise.resolve({ text: `${file}: ${address}`, json: { file, address } });
    },
    ANYWHERE,
  );
}

/** `validator`: the embedded validator. */
export function embeddedCommand(): Command {
  const command = validatorCommand();
  command.description(
    `${command.description()} It runs the securities program where a build has left it, ${BYTECODE}, unless --program names what it runs.`,
  );
  examples(
    command,
    "validator",
    "validator --program sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ=build/securities.so",
    "validator --deterministic --port 8899",
  );
  return command.action(async () => {
    const options = command.optsWithGlobals<ValidatorCommandOptions>();
    const isLeftOut = options.program.length === 0 && existsSync(BYTECODE);
    const running = await runValidatorCommand(
      isLeftOut ? { ...options, program: programsAt(BYTECODE) } : options,
    );
    if (running === undefined) {
      throw new CommandFailed(EXIT_FAILURE);
    }
  });
}
