import { ClientError, type Cluster, readClusterName, requireProgram } from "@defi-ready/securities";
import {
  appliedJson,
  applyDeal,
  checkJson,
  DealError,
  type ExportedStep,
  exportDeal,
  formatProblem,
  type Plan,
  PlanRefused,
  type Problem,
  planDeal,
  planJson,
  problemsJson,
  renderApplied,
  renderCheck,
  renderCost,
  renderPlan,
  renderProgress,
} from "@defi-ready/securities-migrations";
import { type Address, isAddress } from "@solana/kit";
import { Command } from "commander";
import { CommandFailed, Context, clusterOf, complaint, examples, whereWords } from "./context.js";
import { INTO_SPONSOR_OPTION } from "./conversion-create.js";
import { toJson, toJsonLine } from "./format.js";
import { interruptible } from "./interruption.js";
import { readKeypair } from "./keypair.js";
import { projectDeal } from "./project.js";
import { csvOf, projectionJson, renderProjection } from "./projection-report.js";
import { formatOf, type GlobalOptions, type Settings, settingsOf } from "./settings.js";
import { loadSoundDeal } from "./sound-deal.js";
import { type Streams, streamsOf } from "./streams.js";
import { describeUnsigned } from "./unsigned.js";

type DealOptions = Settings &
  Readonly<{
    createSettlementMint?: boolean;
    voidCommitments?: boolean;
    sponsor?: string;
    intoSponsor?: string;
    scenario?: string;
    start?: string;
    csv?: boolean;
  }>;

/** `deal check`, `deal plan`, `deal apply` and `deal project`: results to standard output, problems to standard error. */
export function dealCommand(): Command {
  const deal = new Command("deal").description(
    "Check a deal file, show what it would do on chain, and do it.",
  );

  const checking = withFile(deal.command("check"), check).description(
    "Check a deal file and the files that it names, without a cluster.",
  );
  examples(checking, "deal check deal.yaml", "--json deal check deal.yaml");

  const planning = withFile(deal.command("plan"), plan)
    .description("Show what applying a deal file would create or change. Sends nothing.")
    .option(...MINT_OPTION)
    .option(...OFFER_OPTION)
    .option("--sponsor <address>", "plan for this sponsor, without its key");
  examples(planning, "deal plan deal.yaml", "deal plan deal.yaml --sponsor 9xQe...");

  const applying = withFile(deal.command("apply"), apply)
    .description(
      "Create those parts of a deal file that do not exist yet. Run again after an interruption. It names the cluster and the key, and asks, unless the cluster is your own on this machine.",
    )
    .option(...MINT_OPTION)
    .option(...OFFER_OPTION)
    .option(...INTO_SPONSOR_OPTION);
  examples(
    applying,
    "deal apply deal.yaml",
    "--url devnet --yes deal apply deal.yaml",
    "--unsigned 7Gk2... deal apply deal.yaml",
  );

  const projecting = withFile(deal.command("project"), showProjection)
    .description(
      "Show what each class would be paid: of a deal file, or of a security on the cluster by its address. The " +
        "program's own code plays the payments in memory; nothing is sent.",
    )
    .option("--scenario <file>", "what is assumed of the assets; the deal's own payments without one")
    .option("--start <day>", "the day on which the deal is created, like 2027-01-31; today without one")
    .option("--csv", "print the cash flows, a row each");
  examples(
    projecting,
    "deal project deal.yaml --start 2027-01-31",
    "deal project deal.yaml --scenario slow.yaml --csv",
    "--json deal project 7Gk2... --scenario slow.yaml",
  );
  return deal;
}

const MINT_OPTION = [
  "--create-settlement-mint",
  "allow the test mint that the deal asks for; never on mainnet",
] as const;

const OFFER_OPTION = [
  "--void-commitments",
  "allow an offer with other terms, price or minimum, to which nobody is committed until they commit again",
] as const;

type Print = (what: string | object) => void;
type Action = (file: string, options: DealOptions, print: Print, streams: Streams) => Promise<void> | void;

/** Gives a command its deal file and its action, which reports errors itself. */
function withFile(command: Command, action: Action): Command {
  return command.argument("<file>", "the deal file").action(async (file: string) => {
    const given = command.optsWithGlobals<GlobalOptions & Omit<DealOptions, keyof Settings>>();
    const streams = streamsOf(command);
    const { out, err } = streams;
    const write = formatOf(given).compact ? toJsonLine : toJson;
    let url: string | undefined;
    try {
      const options = settingsOf(given);
      url = options.url;
      const print: Print = (what) => out(`${typeof what === "string" ? what : write(what)}\n`);
      await action(file, options, print, streams);
    } catch (error) {
      throw new CommandFailed(report(error, { url, json: formatOf(given).json }, err));
    }
  });
}

function check(file: string, { json }: DealOptions, print: Print): void {
  const deal = loadSoundDeal(file);
  print(json ? checkJson(deal) : renderCheck(deal));
}

async function showProjection(subject: string, options: DealOptions, print: Print): Promise<void> {
  const { json, scenario, start, csv } = options;
  const projection = await projectDeal(subject, { scenario, start, cluster: clusterOf(options) });
  if (json) {
    print(projectionJson(projection));
  } else {
    print(csv === true ? csvOf(projection) : renderProjection(projection));
  }
}

async function plan(file: string, options: DealOptions, print: Print): Promise<void> {
  const deal = loadSoundDeal(file);
  const cluster = await clusterAt(options);
  const { createSettlementMint, voidCommitments } = options;
  const sponsor = await sponsorOf(options);
  const planned = await planDeal({
    rpc: cluster.rpc,
    deal,
    sponsor,
    createSettlementMint,
    voidCommitments,
  });
  const { name } = await readClusterName(cluster);
  print(options.json ? { cluster: name, ...planJson(planned) } : `Cluster ${name}\n${renderPlan(planned)}`);
  if (planned.refusals.length > 0) {
    throw new PlanRefused(planned.refusals);
  }
}

async function apply(file: string, options: DealOptions, print: Print, streams: Streams): Promise<void> {
  const deal = loadSoundDeal(file);
  const context = new Context(options, streams);
  const { rpc, priorityFee, commitment } = await clusterAt(options);
  const { json, unsigned, feePayer, createSettlementMint, voidCommitments } = options;
  if (unsigned !== undefined) {
    const steps = await exportDeal({
      rpc,
      deal,
      sponsor: unsigned,
      feePayer,
      createSettlementMint,
      voidCommitments,
    });
    print(json ? { unsigned: steps } : renderExported(steps, unsigned));
    return;
  }
  const signer = await context.keypair();
  const others = options.intoSponsor === undefined ? [] : [await context.keyOf(options.intoSponsor)];
  context.sent.again = "run it again: it goes on from there";
  const uninterrupted = interruptible(context.sent, (message, signature) => {
    streams.err(json ? `${JSON.stringify({ ...problemOf(message), signature })}\n` : `${message}\n`);
  });
  try {
    const applied = await applyDeal({
      rpc,
      deal,
      signer,
      others,
      createSettlementMint,
      voidCommitments,
      priorityFee,
      commitment,
      onStart: (planned) => start(context, file, planned),
      onSigned: context.cluster.onSigned,
      onProgress: (progress) => {
        if (progress.kind === "done") {
          context.sent.lands();
        }
        const line = json ? undefined : renderProgress(progress);
        if (line !== undefined) {
          print(line);
        }
      },
    });
    print(json ? appliedJson(applied) : renderApplied(applied));
  } finally {
    uninterrupted();
  }
}

/** Names the cluster and the key before anything is sent; asks, unless the cluster is one of this machine or nothing is asked. */
async function start(context: Context, file: string, planned: Plan): Promise<void> {
  const cluster = await context.named();
  const what = `apply ${file}: ${renderCost(planned)}`;
  if (cluster.isLocal || context.isSure) {
    const { name } = cluster;
    const line = JSON.stringify({ applying: file, cluster: name, signer: planned.sponsor });
    context.note(`going to ${what} (${whereWords(cluster, { address: planned.sponsor })})`, line);
    return;
  }
  await context.confirm(what);
}

/** A cluster that has the program. */
async function clusterAt(options: DealOptions): Promise<Cluster> {
  const cluster = clusterOf(options);
  await requireProgram(cluster);
  return cluster;
}

async function sponsorOf({ sponsor, unsigned, keypair }: DealOptions): Promise<Address> {
  if (sponsor === undefined && unsigned !== undefined) {
    return unsigned;
  }
  if (sponsor === undefined) {
    return (await readKeypair(keypair)).address;
  }
  if (!isAddress(sponsor)) {
    throw new ClientError(`"${sponsor}" is not a Solana address: give --sponsor the sponsor's public key`);
  }
  return sponsor;
}

/** A deal's problems take as many lines as there are; everything else takes one. Returns the exit code. */
function report(
  error: unknown,
  { url, json }: Readonly<{ url: string | undefined; json: boolean }>,
  err: Streams["err"],
): number {
  const problems: readonly Problem[] | undefined =
    error instanceof DealError || error instanceof PlanRefused ? error.problems : undefined;
  const { message, exitCode, signature } = complaint(error, url);
  if (json) {
    err(
      `${JSON.stringify({ ...(problems === undefined ? problemOf(message) : problemsJson(problems)), signature })}\n`,
    );
  } else {
    err(`${problems?.map(formatProblem).join("\n") ?? `error: ${message}`}\n`);
  }
  return exitCode;
}

const problemOf = (message: string): object => problemsJson([{ file: "", field: "", message }]);

/** The transactions of a deal for somebody else to sign, and what comes after them. */
function renderExported(steps: readonly ExportedStep[], signer: Address): string {
  return steps.length === 0
    ? "All of it exists: nothing to do."
    : `${describeUnsigned(steps, signer)}\nrun this again when they are done: it prints the rest, if any`;
}
