import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { toJson } from "../cli/format.js";
import { ClientError, connect, explain } from "../client/index.js";
import { SECURITIES_PROGRAM_ADDRESS } from "../generated/index.js";
import { startValidator, type Validator } from "../validator/index.js";
import { play, startOf } from "./story.js";

const ROOT = new URL("../../../", import.meta.url);
const PROGRAM = fileURLToPath(new URL("target/deploy/securities.so", ROOT));
const DEAL = fileURLToPath(new URL("migrations/deals/credit-syndicate/deal.yaml", ROOT));

type Options = Readonly<{ url?: string; deal: string; summary?: string; program: string }>;

const { url, deal, summary, program } = new Command("demo")
  .description("Plays a deal from its file to paid holders, and checks every figure at the end.")
  .option("--url <url>", "a development cluster with the program; an embedded validator if left out")
  .option("--deal <file>", "the deal file", DEAL)
  .option("--summary <file>", "write the final figures there, as JSON")
  .option("--program <file>", "the bytecode that the embedded validator runs", PROGRAM)
  .parse()
  .opts<Options>();

async function embedded(): Promise<Validator> {
  if (!existsSync(program)) {
    throw new ClientError(`there is no bytecode at ${program}: build it with \`make build\``);
  }
  const unixTimestamp = startOf(deal);
  return await startValidator({
    port: 0,
    deterministic: { unixTimestamp },
    programs: [{ address: SECURITIES_PROGRAM_ADDRESS, path: program }],
  });
}

let validator: Validator | undefined;
try {
  validator = url === undefined ? await embedded() : undefined;
  const cluster = connect(validator?.url ?? url ?? "");
  const figures = await play({
    cluster,
    deal,
    repeatable: validator !== undefined,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  if (summary !== undefined) {
    writeFileSync(summary, `${toJson(figures)}\n`);
  }
  if (figures.differences.length > 0) {
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`error: ${explain(error, url)}\n`);
  process.exitCode = 1;
} finally {
  await validator?.close();
}
