import {
  clusterTime,
  counted,
  createReference,
  currentRate,
  fixedRate,
  fixRate,
  parseAmount,
  readReference,
  readTranche,
  reportReference,
  trancheAddress,
  yearlyRate,
} from "@defi-ready/securities";
import type { ReferenceRate } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, examples, parseAddress, parseCount } from "./context.js";
import { withFigures } from "./figures.js";
import { day, facts, moment, text as textOf } from "./format.js";

/** Decimal places of a yearly rate in percent: a part per million is 0.0001 %. */
const RATE_PLACES = 4;
const DAY = 86_400n;
const ARGUMENT = "the reference rate's address";

/** A yearly rate in percent, as parts per million. */
export const ppmOf = (percent: string): number => Number(parseAmount(percent, RATE_PLACES));

/** `reference`: rates of the market, and the tranches that follow them. */
export function referenceCommand(): Command {
  return new Command("reference")
    .description("Reference rates: interest rates of the market, which floating tranches follow.")
    .addCommand(createCommand())
    .addCommand(reportCommand())
    .addCommand(showCommand())
    .addCommand(fixCommand());
}

function createCommand(): Command {
  const command = new Command("create")
    .description(
      "Create a reference rate with its first report. By whoever is going to report it; its name, the daily limit and " +
        "the age never change, and the rent is not refunded.",
    )
    .argument("<name>", "what it is, such as SOFR-3M, at most 32 bytes")
    .argument("<percent>", "the rate now, a year, such as 5.3; 0 for a negative one")
    .requiredOption(
      "--daily <percent>",
      "the most that it may move in a day, such as 0.25; 0: it never moves",
    )
    .requiredOption("--max-age <days>", "days after a report for which it counts, 1 to 366", parseCount);
  examples(command, "reference create SOFR-3M 5.3 --daily 0.25 --max-age 7");
  return action<{ daily: string; maxAge: string }>(
    command,
    async (context, options, name = "", percent = "") => {
      const reporter = await context.signer();
      const [ratePpm, dailyPpm] = [ppmOf(percent), ppmOf(options.daily)];
      const terms = { name, ratePpm, dailyPpm, maxAgeDays: Number(options.maxAge) };
      const { instructions, reference } = await createReference({ reporter, terms });
      const exists = () =>
        `you have created the reference rate ${name} already, at ${reference}: report it with \`reference report\`, or give another name`;
      const signature = await withFigures({ exists }, () => context.send(instructions, reporter));
      return {
        text: `created the reference rate ${reference}: ${name} at ${yearlyRate(ratePpm)}`,
        json: { signature, reference, ratePpm },
      };
    },
  );
}

function reportCommand(): Command {
  const command = new Command("report")
    .description("Report a reference rate. By whoever created it; it moves by at most its daily limit.")
    .argument("<reference>", ARGUMENT, parseAddress)
    .argument("<percent>", "the rate a year, such as 5.3; 0 for a negative one");
  examples(command, "reference report 5eTq... 5.25");
  return action(command, async (context, _, address, percent = "") => {
    const reporter = await context.signer();
    const [reference, ratePpm] = [address as Address, ppmOf(percent)];
    const signature = await context.send(await reportReference({ reporter, reference, ratePpm }), reporter);
    const { name } = (await readReference(context.cluster, reference)).data;
    return { text: `reported ${textOf(name)} at ${yearlyRate(ratePpm)}`, json: { signature, ratePpm } };
  });
}

function showCommand(): Command {
  const command = new Command("show")
    .description("Show a reference rate: its last report, its limits and whether the report still counts.")
    .argument("<reference>", ARGUMENT, parseAddress);
  examples(command, "reference show 5eTq...");
  return action(command, async (context, _, address) => {
    const { data } = await readReference(context.cluster, address as Address);
    const counts = isRecent(data, await clusterTime(context.cluster));
    const { ratePpm, dailyPpm, maxAgeDays, reporter, createdAt, reportedAt } = data;
    return {
      text: facts([
        ["Name", textOf(data.name)],
        ["Rate", yearlyRate(ratePpm)],
        ["Reported", `${moment(reportedAt)}${counts ? "" : ", too long ago to count"}`],
        ["Counts for", counted(maxAgeDays, "day")],
        ["Moves by", dailyPpm === 0 ? "nothing" : `at most ${yearlyRate(dailyPpm)} a day`],
        ["Reporter", reporter],
        ["Created", moment(createdAt)],
      ]),
      json: {
        name: textOf(data.name),
        ratePpm,
        dailyPpm,
        maxAgeDays,
        reporter,
        createdAt,
        reportedAt,
        counts,
      },
    };
  });
}

const isRecent = ({ reportedAt, maxAgeDays }: Account<ReferenceRate>["data"], now: bigint): boolean =>
  now / DAY - reportedAt / DAY <= BigInt(maxAgeDays);

function fixCommand(): Command {
  const command = new Command("fix")
    .description(
      "Fix the rate of a floating tranche's next period at its reference rate. By anyone, on the tranche's fixing days; " +
        "the first fixing counts.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<rank>", "the tranche, 0 for the most senior", parseCount);
  examples(command, "reference fix 9xQe... 0");
  return action(command, async (context, _, security, rank) => {
    const payer = await context.signer();
    const address = await trancheAddress(security as Address, Number(rank));
    const tranche = await readTranche(context.cluster, address);
    const signature = await context.send(await fixRate({ tranche }), payer);
    const { data } = await readTranche(context.cluster, address);
    const ratePpm = fixedRate(data) ?? currentRate(data);
    const from = data.nextDue * DAY;
    return {
      text: `fixed the rate of tranche ${rank} from ${day(from)} on: ${yearlyRate(ratePpm)}`,
      json: { signature, tranche: address, ratePpm, from },
    };
  });
}
