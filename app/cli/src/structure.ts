import {
  businessDaysOf,
  ClientError,
  type Cluster,
  changeStructure,
  counted,
  parseAmount,
  parsePositiveAmount,
  readSecurity,
  readTranche,
  readWaterfall,
  settlementVault,
  trancheAddress,
} from "@defi-ready/securities";
import { BusinessDayRule, type TrancheTermsArgs } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { type BusinessDayOptions, businessDayTerms } from "./business-days.js";
import { action, examples, parseAddress, parseCount, parseMoment } from "./context.js";
import { sha256Of } from "./document-hash.js";
import { type PikOptions, pikTerms } from "./in-kind.js";
import { ppmOf } from "./reference.js";

/** A percentage in basis points. */
const PERCENT_PLACES = 2;

/** `structure`: the terms of classes and the waterfall, while they are negotiated. */
export function structureCommand(): Command {
  return new Command("structure")
    .description("The structure of a security: part of what is offered until a book is locked.")
    .addCommand(changeCommand());
}

type ChangeOptions = Readonly<{
  document?: string;
  rank?: string;
  rate?: string;
  par?: string;
  maturity?: bigint;
  period?: string;
  firstDue?: bigint;
  firstInstalment?: bigint;
  defaultMargin?: string;
  stepUp?: readonly string[];
  smoothing?: string;
  lossCap?: string;
  lossPercent?: string;
  coversEquity?: boolean;
  pariPassu?: boolean;
}> &
  FloatingOptions &
  BusinessDayOptions &
  PikOptions;

type FloatingOptions = Readonly<{
  reference?: string;
  margin?: string;
  floor?: string;
  cap?: string;
  fixingDays?: string;
}>;

/** The value of an option that takes a term away. */
const NONE = "none";
const DEFAULT_FIXING_DAYS = 5;

function changeCommand(): Command {
  const command = new Command("change")
    .description(
      "Change terms of a class, or the document, before a book is locked: commitments in every open book are void, " +
        "places are kept. By the sponsor; waterfalls change by deal files.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .option("--document <file>", "the document that now describes it; the present one if left out")
    .option("--rank <rank>", "the class that changes, 0 for the most senior", parseCount)
    .option("--rate <percent>", "its interest or preferred return a year, such as 8.25")
    .option("--par <amount>", "principal of one whole share")
    .option("--maturity <moment>", "when all its principal is due", parseMoment)
    .option(
      "--period <months>",
      "months between due dates; 0: unpaid interest is arrears with each payment",
      parseCount,
    )
    .option("--first-due <moment>", "its first due date", parseMoment)
    .option(
      "--first-instalment <moment>",
      "of linear or level debt: when the first instalment is due",
      parseMoment,
    )
    .option("--default-margin <percent>", "further interest a year while it is overdue, such as 2")
    .option("--reference <address>", `the reference rate that its rate follows, or ${NONE}`)
    .option("--margin <percent>", "of a floating class: what is added to the reference rate; 0 if left out")
    .option("--floor <percent>", "of a floating class: the least that its rate may be; 0 if left out")
    .option("--cap <percent>", "of a floating class: the most that its rate may be; none if left out")
    .option(
      "--fixing-days <days>",
      `of a floating class: days before a due date on which a rate can be fixed; ${DEFAULT_FIXING_DAYS} if left out`,
      parseCount,
    )
    .option(
      "--step-up <day:percent...>",
      `increases of its rate or margin for the periods that begin on a day or later, such as 2027-07-01:0.5; all of them, or ${NONE}`,
    )
    .option(
      "--business-days <rule>",
      "where due dates move that are no business days: none, following, modified-following or preceding",
    )
    .option(
      "--weekend <days>",
      `days of the week that are no business days, such as friday,saturday, or ${NONE}; saturday,sunday if left out`,
    )
    .option(
      "--holiday <day...>",
      "other days that are none, such as 2027-12-25; all of them that due dates meet",
    )
    .option(
      "--pik <periods>",
      "of bullet or swept debt: for how many periods interest may be paid in kind; 0 for none",
      parseCount,
    )
    .option(
      "--pik-notice <days>",
      "days before the due date until which that can be elected; 10 if left out",
      parseCount,
    )
    .option("--pik-margin <percent>", "further interest a year from then up to the due date; 0 if left out")
    .option("--smoothing <days>", "days over which money that it receives reaches its holders", parseCount)
    .option("--loss-cap <amount>", "of a cover: the most it pays for one loss, 0 for all")
    .option("--loss-percent <percent>", "of a cover: the part of each loss that it pays, 0 for all")
    .option("--covers-equity", "of a cover: it stays while capital of equity is outstanding")
    .option("--pari-passu", "it is pari passu with the class before it")
    .option("--no-pari-passu", "it ranks on its own")
    .option("--no-covers-equity", "of a cover: it goes back once the debts are repaid");
  examples(command, "structure change 9xQe... --rank 0 --rate 9.5 --document memorandum.pdf");
  return action<ChangeOptions>(command, async (context, options, address) => {
    const sponsor = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const terms = termsOf(options, settlementVault(security.data).decimals);
    const changes = Object.keys(terms).length > 0;
    if (changes && options.rank === undefined) {
      throw new ClientError("name the class that changes with --rank");
    }
    if (!changes && options.document === undefined) {
      throw new ClientError("nothing would change: give terms of a class, or a document");
    }
    if (changes) {
      await requireHolidays(context.cluster, {
        security: security.address,
        terms,
        rank: Number(options.rank),
      });
    }
    const instructions = await changeStructure({
      cluster: context.cluster,
      sponsor,
      security: security.address,
      classes: changes ? [{ rank: Number(options.rank), terms }] : [],
      documentSha256: options.document === undefined ? undefined : sha256Of(options.document),
    });
    const signature = await context.sendConfirmed(
      `change the structure, which voids every commitment in ${counted(security.data.openBooks, "open book")}`,
      instructions,
      sponsor,
    );
    const { structureVersion } = (await readWaterfall(context.cluster, security.address)).data;
    const { openBooks } = security.data;
    const books = counted(openBooks, "open book");
    return {
      text: `structure ${structureVersion}: the next version of ${books}, to which nobody is committed yet`,
      json: { signature, structureVersion, openBooks },
    };
  });
}

/** Refuses other due dates without their holidays: a class has only those that its present due dates meet. */
async function requireHolidays(
  cluster: Cluster,
  { security, rank, terms }: Readonly<{ security: Address; rank: number; terms: Partial<TrancheTermsArgs> }>,
): Promise<void> {
  const dates = ["maturity", "periodMonths", "firstDue"] as const;
  if (terms.businessDays !== undefined || dates.every((one) => terms[one] === undefined)) {
    return;
  }
  const { data } = await readTranche(cluster, await trancheAddress(security, rank));
  if (businessDaysOf(data).rule !== BusinessDayRule.None) {
    throw new ClientError(
      "due dates of this class move, and other due dates may meet other holidays: name its --business-days, --weekend and --holiday anew",
    );
  }
}

/** The terms given. */
function termsOf(options: ChangeOptions, decimals: number): Partial<TrancheTermsArgs> {
  const { rate, par, maturity, period, smoothing, lossCap, lossPercent, coversEquity } = options;
  const { firstDue, firstInstalment, defaultMargin, pariPassu } = options;
  return {
    ...(rate === undefined ? {} : { ratePpm: ppmOf(rate) }),
    ...floatingTerms(options),
    ...businessDayTerms(options),
    ...pikTerms(options),
    ...(options.stepUp === undefined ? {} : { stepUps: options.stepUp.flatMap(stepUpOf) }),
    ...(par === undefined ? {} : { par: parsePositiveAmount(par, decimals) }),
    ...(maturity === undefined ? {} : { maturity }),
    ...(period === undefined ? {} : { periodMonths: Number(period) }),
    ...(firstDue === undefined ? {} : { firstDue }),
    ...(firstInstalment === undefined ? {} : { firstInstalment }),
    ...(defaultMargin === undefined ? {} : { defaultMarginPpm: ppmOf(defaultMargin) }),
    ...(smoothing === undefined ? {} : { smoothingDays: Number(smoothing) }),
    ...(lossCap === undefined ? {} : { lossCap: parseAmount(lossCap, decimals) }),
    ...(lossPercent === undefined ? {} : { lossBps: Number(parseAmount(lossPercent, PERCENT_PLACES)) }),
    ...(coversEquity === undefined ? {} : { coversEquity }),
    ...(pariPassu === undefined ? {} : { pariPassu }),
  };
}

/** How the class's rate follows a reference rate, all of it: what is left out is as the options say. */
function floatingTerms(options: FloatingOptions): Pick<Partial<TrancheTermsArgs>, "floating"> {
  const { reference, margin = "0", floor = "0", cap = "0", fixingDays } = options;
  if (reference === undefined) {
    const alone = [options.margin, options.floor, options.cap, fixingDays].some((one) => one !== undefined);
    if (alone) {
      throw new ClientError("name the reference rate that the class follows with --reference");
    }
    return {};
  }
  if (reference === NONE) {
    return { floating: null };
  }
  return {
    floating: {
      reference: parseAddress(reference),
      marginPpm: ppmOf(margin),
      floorPpm: ppmOf(floor),
      capPpm: ppmOf(cap),
      fixingDays: Number(fixingDays ?? DEFAULT_FIXING_DAYS),
    },
  };
}

/** An increase of a rate from a day on, as the option has it. */
function stepUpOf(text: string): NonNullable<Partial<TrancheTermsArgs>["stepUps"]> {
  if (text === NONE) {
    return [];
  }
  const [day = "", percent = "", ...more] = text.split(":");
  if (percent === "" || more.length > 0) {
    throw new ClientError(`"${text}" is no step-up: give a day and a rate, such as 2027-07-01:0.5`);
  }
  return [{ from: parseMoment(day), addPpm: ppmOf(percent) }];
}
