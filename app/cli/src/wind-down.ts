import {
  beginWindDown,
  type ClosingStep,
  counted,
  describeStage,
  explain,
  planWindDown,
  readSecurity,
  send,
  type WindDown,
} from "@defi-ready/securities";
import type { Address, TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { moment } from "./format.js";

const SECURITY = "the security's address";

/** `wind-down`: a deal ends, and its accounts close. */
export function windDownCommand(): Command {
  return new Command("wind-down")
    .description("Wind a deal down to nothing: what is in it goes out, it ends, its accounts close.")
    .addCommand(beginCommand())
    .addCommand(statusCommand())
    .addCommand(runCommand());
}

/** `wind-down begin` */
function beginCommand(): Command {
  const command = new Command("begin")
    .description(
      "Begin it, as the sponsor or the agent in control, once no class can get anything more. Where anybody has shares " +
        "that take part in profit, or is owed principal, the classes resolve on it: `resolution propose ... wind-down`.",
    )
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "wind-down begin 9xQe...");
  return action(command, async (context, _, address) => {
    const sponsor = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const signature = await context.sendConfirmed(
      "wind the deal down",
      await beginWindDown({ sponsor, security }),
      sponsor,
    );
    return {
      text: "the wind-down has begun: nothing new begins, and `wind-down run` does what is left",
      json: { signature, security: security.address },
    };
  });
}

/** `wind-down status` */
function statusCommand(): Command {
  const command = new Command("status")
    .description("How far a deal is wound down: what anyone can do now, and what it waits for.")
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "wind-down status 9xQe...");
  return action(command, async (context, _, address) => {
    const payer = await context.observer();
    const found = await planWindDown(context.cluster, { address: address as Address, payer });
    return { text: words(found), json: json(found) };
  });
}

/** `wind-down run` */
function runCommand(): Command {
  const command = new Command("run")
    .description(
      "Do what is left, as anybody may: run what waits, end the deal once it can, pay records and close accounts. " +
        "Rents go back to whoever paid them. Tickets are settled by `crank`.",
    )
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "wind-down run 9xQe...");
  return action(command, async (context, _, address) => {
    const payer = await context.keypair();
    const done: ClosingStep[] = [];
    const failed = new Map<string, string>();
    let found = await planWindDown(context.cluster, { address: address as Address, payer });
    for (let progress = true; progress; ) {
      const before = done.length;
      await runSteps(context, payer, found, { done, failed });
      progress = done.length > before;
      found = await planWindDown(context.cluster, { address: address as Address, payer });
    }
    const refused = [...failed].map(([about, why]) => ({ about, why }));
    return {
      text: [
        `did ${counted(done.length, "step")}`,
        words(found),
        ...refused.map(({ about, why }) => `${about}: ${why}`),
      ].join("\n"),
      json: { done: done.map(({ what, about }) => ({ what, about })), refused, ...json(found) },
    };
  });
}

/** Sends every step; what is refused is told, and keeps nothing else from being done. */
async function runSteps(
  { cluster }: Context,
  payer: TransactionSigner,
  { steps }: WindDown,
  { done, failed }: Readonly<{ done: ClosingStep[]; failed: Map<string, string> }>,
): Promise<void> {
  for (const step of steps) {
    const key = `${step.what} ${step.about}`;
    try {
      await send(cluster, { instructions: step.instructions, payer });
      done.push(step);
      failed.delete(key);
    } catch (error) {
      failed.set(key, explain(error));
    }
  }
}

function words({ stage, endsFrom, steps, waits }: WindDown): string {
  const counts = new Map<string, number>();
  for (const { what } of steps) {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [
    describeStage(stage),
    ...(endsFrom === undefined || stage !== "winding" ? [] : [`can end from ${moment(endsFrom)}`]),
    ...[...counts].map(([what, count]) => `to do: ${what}${count === 1 ? "" : ` (${count})`}`),
    ...waits.map((wait) => `waits: ${wait}`),
  ].join("\n");
}

function json({ stage, endsFrom, steps, waits }: WindDown): object {
  return {
    stage,
    endsFrom: endsFrom ?? null,
    steps: steps.map(({ what, about }) => ({ what, about })),
    waits,
  };
}
