import { readFileSync } from "node:fs";
import { createKeyPairSignerFromBytes, isAddress, type KeyPairSigner } from "@solana/kit";
import type { Command } from "commander";
import { applyDeal, PlanRefused } from "../apply/apply.js";
import { ClientError, connect, explain } from "../client.js";
import { loadDeal } from "../deal/load.js";
import { DealError, formatProblem, type Problem } from "../deal/problem.js";
import { planDeal } from "../plan/plan.js";
import {
  appliedJson,
  planJson,
  problemsJson,
  renderApplied,
  renderDeal,
  renderPlan,
  renderProgress,
} from "./render.js";

/** The exit code when the deal, the cluster or the chain does not let a command succeed; 2 is for wrong usage. */
const FAILED = 1;
const KEY_BYTES = 64;

/** What the commands need from the program they are mounted in. */
export type DealCommandsContext = Readonly<{
  /** The cluster's RPC URL. */
  url(command: Command): string;
  /** The sponsor's key. */
  signer(command: Command): Promise<KeyPairSigner>;
  /** Whether to write JSON for programs. */
  json(command: Command): boolean;
}>;

type DealOptions = Readonly<{ createSettlementMint?: boolean; sponsor?: string }>;

/**
 * Adds `deal check`, `deal plan` and `deal apply` to a program. They write results to standard output and problems to
 * standard error, and set the exit code.
 */
export function registerDealCommands(program: Command, context: DealCommandsContext): void {
  const deal = program
    .command("deal")
    .description("Check a deal file, show what it would do on chain, and do it.");

  deal
    .command("check")
    .description("Check a deal file and what it names, without a cluster.")
    .argument("<file>", "the deal file")
    .action((file: string, _options: unknown, command: Command) =>
      run(context, command, () => {
        const loaded = loadDeal(file);
        print(context.json(command) ? { problems: [] } : renderDeal(loaded));
        return Promise.resolve();
      }),
    );

  deal
    .command("plan")
    .description("Show what applying a deal file would create or change. Sends nothing.")
    .argument("<file>", "the deal file")
    .option("--create-settlement-mint", "allow the test mint that the deal asks for; never on mainnet")
    .option("--sponsor <address>", "plan for this sponsor, without its key")
    .action((file: string, options: DealOptions, command: Command) =>
      run(context, command, async () => {
        const loaded = loadDeal(file);
        const { rpc } = connect(context.url(command));
        const plan = await planDeal({
          rpc,
          deal: loaded,
          sponsor: await sponsorOf(options, context, command),
          createSettlementMint: options.createSettlementMint,
        });
        print(context.json(command) ? planJson(plan) : renderPlan(plan));
        if (plan.refusals.length > 0) {
          throw new PlanRefused(plan.refusals);
        }
      }),
    );

  deal
    .command("apply")
    .description(
      "Create what a deal file describes, as far as it is not there. Run again after an interruption.",
    )
    .argument("<file>", "the deal file")
    .option("--create-settlement-mint", "allow the test mint that the deal asks for; never on mainnet")
    .action((file: string, options: DealOptions, command: Command) =>
      run(context, command, async () => {
        const loaded = loadDeal(file);
        const { rpc } = connect(context.url(command));
        const json = context.json(command);
        const applied = await applyDeal({
          rpc,
          deal: loaded,
          signer: await context.signer(command),
          createSettlementMint: options.createSettlementMint,
          onProgress: (progress) => {
            const line = json ? undefined : renderProgress(progress);
            if (line !== undefined) {
              print(line);
            }
          },
        });
        print(json ? appliedJson(applied) : renderApplied(applied));
      }),
    );
}

async function sponsorOf(
  { sponsor }: DealOptions,
  context: DealCommandsContext,
  command: Command,
): Promise<KeyPairSigner["address"]> {
  if (sponsor === undefined) {
    return (await context.signer(command)).address;
  }
  if (!isAddress(sponsor)) {
    throw new ClientError(`"${sponsor}" is not a Solana address: give --sponsor the sponsor's public key`);
  }
  return sponsor;
}

/** Runs a command, and says what went wrong in its own words. */
async function run(
  context: DealCommandsContext,
  command: Command,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    process.exitCode = FAILED;
    const problems = problemsOf(error);
    if (context.json(command)) {
      const shown = problems ?? [{ field: "", message: explain(error, urlOf(context, command)) }];
      process.stderr.write(`${JSON.stringify(problemsJson(shown as readonly Problem[]))}\n`);
      return;
    }
    const lines = problems?.map(formatProblem) ?? [explain(error, urlOf(context, command))];
    process.stderr.write(`${lines.join("\n")}\n`);
  }
}

function problemsOf(error: unknown): readonly Problem[] | undefined {
  return error instanceof DealError || error instanceof PlanRefused ? error.problems : undefined;
}

function urlOf(context: DealCommandsContext, command: Command): string | undefined {
  try {
    return context.url(command);
  } catch {
    return undefined;
  }
}

function print(what: string | object): void {
  process.stdout.write(`${typeof what === "string" ? what : JSON.stringify(what, undefined, 2)}\n`);
}

/** Reads a key file as Solana's tools write it: a JSON list of 64 bytes. */
export function readSigner(path: string): Promise<KeyPairSigner> {
  let bytes: unknown;
  try {
    bytes = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    throw new ClientError(
      code === "ENOENT"
        ? `there is no key file ${path}: name one with --keypair`
        : `cannot read the key file ${path}: it is not a JSON list of ${KEY_BYTES} bytes`,
    );
  }
  return signerFromBytes(bytes, path);
}

async function signerFromBytes(bytes: unknown, path: string): Promise<KeyPairSigner> {
  const isKey =
    Array.isArray(bytes) &&
    bytes.length === KEY_BYTES &&
    bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
  if (!isKey) {
    throw new ClientError(`the key file ${path} is not a JSON list of ${KEY_BYTES} bytes`);
  }
  try {
    return await createKeyPairSignerFromBytes(Uint8Array.from(bytes as readonly number[]));
  } catch {
    throw new ClientError(`the key in ${path} is not a key pair: its two halves do not belong together`);
  }
}
