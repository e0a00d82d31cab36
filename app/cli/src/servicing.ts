import {
  breachOf,
  checkTriggers,
  clusterTime,
  describeMode,
  describeTrigger,
  modeOf,
  parseAmount,
  readSecurity,
  readWaterfall,
  reportPool,
  setMode,
  settlementVault,
  triggersOf,
} from "@defi-ready/securities";
import { ModeChange, type Security, type Waterfall } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Argument, Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { documentHash } from "./document-hash.js";
import { hexOf, money } from "./format.js";
import { standsAs, triggerTable } from "./show-waterfall.js";

const CHANGES: Readonly<Record<string, ModeChange>> = {
  amortise: ModeChange.Amortise,
  accelerate: ModeChange.Accelerate,
  resume: ModeChange.Resume,
};

/** `pool`: the value of the pool. */
export function poolCommand(): Command {
  return new Command("pool").description("The pool behind a security.").addCommand(reportCommand());
}

/** `trigger`: the tests that protect the debts. */
export function triggerCommand(): Command {
  return new Command("trigger")
    .description("Triggers: tests that protect the debts; while one fails, all cash repays them.")
    .addCommand(checkCommand());
}

/** `mode`: how principal is treated. */
export function modeCommand(): Command {
  return new Command("mode").description("How principal is treated.").addCommand(setCommand());
}

function reportCommand(): Command {
  const command = new Command("report")
    .description(
      "Report what the pool is worth, for triggers that test it. By the reporter; a move beyond the daily limit requires the " +
        "arbitrator's signature too.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<value>", "settlement money, positive")
    .option("--report <file>", "the report that it is based on; its SHA-256 goes on record")
    .option("--arbitrator <file>", "key file of the arbitrator, who signs too");
  examples(command, "pool report 9xQe... 1250000 --report valuation.pdf");
  return action<{ report?: string; arbitrator?: string }>(
    command,
    async (context, options, address, text) => {
      const reporter = await context.signer();
      const { report } = options;
      const arbitrator =
        options.arbitrator === undefined ? undefined : await context.keyOf(options.arbitrator);
      const security = await readSecurity(context.cluster, address as Address);
      const { decimals } = settlementVault(security.data);
      const value = parseAmount(text ?? "", decimals);
      const reportSha256 = documentHash(report);
      const signature = await context.send(
        await reportPool({ reporter, arbitrator, security, value, reportSha256 }),
        reporter,
      );
      return {
        text: `reported that the pool is worth ${money(value, decimals)}`,
        json: { signature, value, reportSha256: hexOf(reportSha256) },
      };
    },
  );
}

function checkCommand(): Command {
  const command = new Command("check")
    .description(
      "Test the triggers now: one that has failed for its cure accelerates the waterfall, until all have held " +
        "for the longest of their cures, at least a day. Anybody may; every distribution tests them too.",
    )
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "trigger check 9xQe...");
  return action(command, async (context, _, address) => {
    const payer = await context.signer();
    const before = await readSecurity(context.cluster, address as Address);
    const signature = await context.send(await checkTriggers({ security: before }), payer);
    const security = await readSecurity(context.cluster, before.address);
    const { waterfall, mode } = await modeNow(context, security);
    const triggers = triggersOf(waterfall);
    return {
      text: [
        triggers.length === 0 ? "the waterfall has no triggers" : triggerTable(triggers),
        "",
        `Mode: ${describeMode(mode)}`,
      ].join("\n"),
      json: {
        signature,
        mode,
        triggers: triggers.map((trigger) => ({
          words: describeTrigger(trigger),
          holds: breachOf(trigger) === undefined,
          stands: standsAs(trigger),
        })),
      },
    };
  });
}

function setCommand(): Command {
  const command = new Command("set")
    .description(
      "End the revolving period, declare an acceleration, or revoke a declared one. By the sponsor or the " +
        "arbitrator; only the arbitrator can revoke.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .addArgument(new Argument("<change>", "what to do").choices(Object.keys(CHANGES)));
  examples(command, "mode set 9xQe... amortise", "mode set 9xQe... accelerate");
  return action(command, async (context, _, address, word = "") => {
    const authority = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const change = CHANGES[word] ?? ModeChange.Amortise;
    const question =
      change !== ModeChange.Resume
        ? change === ModeChange.Amortise
          ? "end the revolving period"
          : "declare an acceleration: all cash goes to the debts"
        : undefined;
    const signature = await context.sendConfirmed(
      question,
      await setMode({ authority, security, change }),
      authority,
    );
    const { mode, waterfall } = await modeNow(context, security);
    const tripped = waterfall.tripped === 1 && change !== ModeChange.Accelerate;
    const why = tripped ? "; a trigger requires it: see `trigger check`" : "";
    return { text: `the waterfall is ${describeMode(mode)}${why}`, json: { signature, mode } };
  });
}

async function modeNow({ cluster }: Context, security: Account<Security>) {
  const waterfall: Waterfall = (await readWaterfall(cluster, security.address)).data;
  return { waterfall, mode: modeOf(waterfall, await clusterTime(cluster)) };
}
