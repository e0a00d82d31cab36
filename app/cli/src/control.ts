import {
  type AnnouncedAct,
  announceAct,
  announcedAct,
  breachOf,
  budgetOf,
  clusterTime,
  consequencesOf,
  controlStages,
  counted,
  describeTrigger,
  hasControl,
  inControl,
  isStepDue,
  nextStage,
  overduePeriod,
  parseAmount,
  type RunningBudget,
  readSecurity,
  readWaterfall,
  reportCovenant,
  settlementVault,
  simulateCheckTriggers,
  stageName,
  stepControl,
  stepsAt,
  stopAct,
  triggersOf,
  vaultsOf,
} from "@defi-ready/securities";
import type { ActArgs, CovenantReportArgs, Security } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Argument, Command } from "commander";
import { action, examples, parseAddress, parseCount, UsageError } from "./context.js";
import { documentHash } from "./document-hash.js";
import { facts, moment, money, table } from "./format.js";

const SECURITY = ["<security>", "the security's address", parseAddress] as const;

/** `control`: who acts for a security. */
export function controlCommand(): Command {
  return new Command("control")
    .description("Control: who acts for a security, what it may do, and when control steps on.")
    .addCommand(showCommand())
    .addCommand(stepCommand())
    .addCommand(reportCommand())
    .addCommand(announceCommand())
    .addCommand(stopCommand());
}

function showCommand(): Command {
  const command = new Command("show")
    .description(
      "Who is in control, what whoever is may do in each stage, what steps control, what is announced, and what a manager may draw within a budget.",
    )
    .argument(...SECURITY);
  examples(command, "control show 9xQe...");
  return action(command, async (context, _, address) => {
    const security = await readSecurity(context.cluster, address as Address);
    const waterfall = await simulateCheckTriggers(context.cluster, { security });
    const now = await clusterTime(context.cluster);
    const { control } = security.data;
    const stages = controlStages(security.data);
    const act = announcedAct(security.data);
    const budget = budgetOf(security.data, now);
    const { decimals } = settlementVault(security.data);
    const steps = triggersOf(waterfall).flatMap((trigger, place) =>
      consequencesOf(trigger).includes("step")
        ? [
            {
              place,
              words: describeTrigger(trigger, decimals),
              cureDays: trigger.cureDays,
              at: stepsAt(trigger, control.steppedAt) ?? null,
            },
          ]
        : [],
    );
    const next = nextStage(control);
    const due = isStepDue({ security: security.data, waterfall, now });
    return {
      text: [
        facts([
          ["In control", `${stageName(control.stage)}: ${inControl(security.data)}`],
          ...(control.steppedAt === 0n ? [] : [["Since", moment(control.steppedAt)] as const]),
          ["Next", next === undefined ? "nobody" : stageName(next)],
          ...(hasControl(control)
            ? [["Notice of an agent's acts", counted(control.actDays, "day")] as const]
            : []),
          ["Announced", act === undefined ? "nothing" : actWords(act, security.data)],
          ["Budget", budget === undefined ? "none" : budgetWords(budget, security.data)],
          ["A step", due ? "is due: control step" : "is not due"],
        ]),
        "",
        table(
          ["Stage", "Who acts", "What it may do"],
          stages.map(({ name, acts, powers }) => [
            name,
            acts ?? "nobody",
            powers.map((power) => power.name).join(", ") || "nothing",
          ]),
        ),
        ...(steps.length === 0
          ? []
          : [
              "",
              ...steps.map(
                ({ place, words, cureDays, at }) =>
                  `Trigger ${place} steps control ${at === null ? `once it has failed for ${counted(cureDays, "day")}` : `from ${moment(at)} unless it holds`}: ${words}`,
              ),
            ]),
      ].join("\n"),
      json: {
        stage: stageName(control.stage),
        inControl: inControl(security.data),
        steppedAt: control.steppedAt === 0n ? null : control.steppedAt,
        next: next === undefined ? null : stageName(next),
        stepDue: due,
        actDays: control.actDays,
        stages: stages.map(({ name, acts, powers }) => ({
          name,
          acts: acts ?? null,
          powers: powers.map((power) => power.name),
        })),
        steps,
        announced: act ?? null,
        budget: budget ?? null,
      },
    };
  });
}

function stepCommand(): Command {
  const command = new Command("step")
    .description(
      "Move control one stage on, where a covenant that does so has failed for its cure. By anyone.",
    )
    .argument(...SECURITY);
  examples(command, "control step 9xQe...");
  return action(command, async (context, _, address) => {
    const payer = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const signature = await context.send(await stepControl({ security }), payer);
    const { data } = await readSecurity(context.cluster, security.address);
    const stage = stageName(data.control.stage);
    return {
      text: `control is with the ${stage}: ${inControl(data)} acts`,
      json: { signature, stage, inControl: inControl(data) },
    };
  });
}

function reportCommand(): Command {
  const command = new Command("report")
    .description(
      "Report what a covenant needs to know: a net worth, by the reporter; that an event has happened or is over, by the arbitrator; or whether a disclosure is overdue, by anyone.",
    )
    .argument(...SECURITY)
    .argument("<trigger>", "the trigger's place, from 0", parseCount)
    .addArgument(
      new Argument("<report>", "what is reported").choices(["net-worth", "declare", "lift", "disclosure"]),
    )
    .argument("[worth]", "the net worth, settlement money")
    .option("--document <file>", "the document behind it; its SHA-256 goes on record");
  examples(
    command,
    "control report 9xQe... 3 net-worth 2500000 --document accounts.pdf",
    "control report 9xQe... 2 declare --document notice.pdf",
    "control report 9xQe... 1 disclosure",
  );
  return action<{ document?: string }>(command, async (context, options, address, place, word, amount) => {
    const authority = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    if ((word === "declare" || word === "lift") && options.document === undefined) {
      throw new UsageError("give --document: an event is declared and lifted with the document that says so");
    }
    const documentSha256 = documentHash(options.document);
    const { decimals } = settlementVault(security.data);
    const report = reportOf(word ?? "", amount, { decimals, documentSha256 });
    const at = Number(place);
    const { data: waterfall } = await readWaterfall(context.cluster, security.address);
    const trigger = triggersOf(waterfall)[at];
    if (trigger === undefined) {
      throw new UsageError(`the security has no trigger ${at}`);
    }
    const disclosure =
      report.__kind === "Disclosure"
        ? await overduePeriod(context.cluster, {
            security: security.address,
            kind: trigger.rank,
            lateDays: trigger.days,
            now: await clusterTime(context.cluster),
          })
        : undefined;
    const signature = await context.send(
      await reportCovenant({ authority, waterfall, place: at, report, disclosure }),
      authority,
    );
    const tested = triggersOf(await simulateCheckTriggers(context.cluster, { security }))[at];
    const holds = tested === undefined || breachOf(tested) === undefined;
    return {
      text: `${reportedWords(report, decimals)} for trigger ${at}, which ${holds ? "holds" : "fails"}: it holds if ${describeTrigger(trigger, decimals)}`,
      json: { signature, trigger: at, holds },
    };
  });
}

/** What was done, by what was reported. */
const reportedWords = (report: CovenantReportArgs, decimals: number): string => {
  switch (report.__kind) {
    case "NetWorth":
      return `reported a net worth of ${money(BigInt(report.value), decimals)}`;
    case "Event":
      return report.declared ? "declared the event" : "lifted the event";
    case "Disclosure":
      return "had the program look at the calendar";
  }
};

function reportOf(
  word: string,
  amount: string | undefined,
  { decimals, documentSha256 }: Readonly<{ decimals: number; documentSha256: Uint8Array }>,
): CovenantReportArgs {
  switch (word) {
    case "net-worth":
      if (amount === undefined) {
        throw new UsageError("give the net worth");
      }
      return { __kind: "NetWorth", value: parseAmount(amount, decimals), documentSha256 };
    case "disclosure":
      return { __kind: "Disclosure" };
    default:
      return { __kind: "Event", declared: word === "declare", documentSha256 };
  }
}

function announceCommand(): Command {
  const command = new Command("announce")
    .description(
      "Announce what the agent in control will do after the days that the security's control says: a draw, an acceleration, or the end of the revolving period. By the agent.",
    )
    .argument(...SECURITY)
    .addArgument(new Argument("<act>", "what it will do").choices(["draw", "accelerate", "amortise"]))
    .argument("[amount]", "for a draw: the amount")
    .argument("[to]", "for a draw: one of the security's destinations; the first if left out", parseAddress)
    .option("--mint <address>", "for a draw: the mint; settlement money if left out", parseAddress)
    .option("--reinvestment", "for a draw: from the reinvestment account, for new assets");
  examples(command, "control announce 9xQe... draw 50000", "control announce 9xQe... accelerate");
  return action<{ mint?: string; reinvestment?: boolean }>(
    command,
    async (context, options, address, word, amount, destination) => {
      const agent = await context.signer();
      const security = await readSecurity(context.cluster, address as Address);
      const act = actOf(word ?? "", { ...options, amount, destination }, security.data);
      const signature = await context.send(announceAct({ agent, security: security.address, act }), agent);
      const found = announcedAct((await readSecurity(context.cluster, security.address)).data);
      return {
        text: found === undefined ? "announced" : `announced: ${actWords(found, security.data)}`,
        json: { signature, announced: found ?? null },
      };
    },
  );
}

function actOf(
  word: string,
  draw: Readonly<{
    mint?: string;
    reinvestment?: boolean;
    amount: string | undefined;
    destination: string | undefined;
  }>,
  security: Security,
): ActArgs {
  if (word !== "draw") {
    return word === "accelerate" ? { __kind: "Accelerate" } : { __kind: "Amortise" };
  }
  const vaults = vaultsOf(security);
  const vault = draw.mint === undefined ? 0 : vaults.findIndex(({ mint }) => mint === draw.mint);
  const found = vaults[vault];
  const destination = draw.destination ?? security.destinations[0];
  if (found === undefined || draw.amount === undefined || destination === undefined) {
    throw new UsageError(
      found === undefined ? "the security has no vault for this mint" : "give the amount that is drawn",
    );
  }
  return {
    __kind: "Draw",
    vault,
    destination: destination as Address,
    amount: parseAmount(draw.amount, found.decimals),
    reinvestment: draw.reinvestment === true,
  };
}

function stopCommand(): Command {
  const command = new Command("stop")
    .description("Stop what the agent in control announced. By the arbitrator, or by the agent itself.")
    .argument(...SECURITY);
  examples(command, "control stop 9xQe...");
  return action(command, async (context, _, address) => {
    const authority = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const signature = await context.send(stopAct({ authority, security: security.address }), authority);
    return { text: "nothing is announced any more", json: { signature } };
  });
}

function actWords({ act, from, until }: AnnouncedAct, security: Security): string {
  const when = `from ${moment(from)} until ${moment(until)}`;
  switch (act.__kind) {
    case "Accelerate":
      return `an acceleration, ${when}`;
    case "Amortise":
      return `the end of the revolving period, ${when}`;
    case "Draw": {
      const { decimals } = vaultsOf(security)[act.vault] ?? settlementVault(security);
      const source = act.reinvestment ? " of what waits for new assets" : "";
      return `a draw of ${money(BigInt(act.amount), decimals)}${source} to ${act.destination}, ${when}`;
    }
  }
}

function budgetWords(budget: RunningBudget, security: Security): string {
  const { manager, destination, reinvestment, amount, days, left, until } = budget;
  const { decimals } = vaultsOf(security)[budget.vault] ?? settlementVault(security);
  const source = reinvestment ? " of what waits for new assets" : "";
  const period = days === 0 ? "" : ` every ${counted(days, "day")}`;
  return `${manager} draws up to ${money(amount, decimals)}${source}${period} to ${destination} until ${moment(until)}: ${money(left, decimals)} is left`;
}
