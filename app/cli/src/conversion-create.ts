import {
  ClientError,
  type ConversionNames,
  conversionByWords,
  conversionRuleWords,
  createConversion,
  findConversion,
  mintNames,
  parsePositiveAmount,
  printable,
  readSecurity,
  readTranche,
  readTranches,
  settlementVault,
} from "@defi-ready/securities";
import type { ConversionRuleArgs, ConvertedByArgs, Tranche } from "@defi-ready/securities/program";
import { type Account, type Address, createNoopSigner, type TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import {
  action,
  type Context,
  examples,
  parseAddress,
  parseCount,
  parseMoment,
  UsageError,
} from "./context.js";
import { ofRank } from "./of-rank.js";

type Options = Readonly<{
  by: string;
  ratio?: string;
  floor?: string;
  cap?: string;
  discount?: string;
  withInterest?: true;
  shares: string;
  opens: bigint;
  closes: bigint;
  intoSponsor?: string;
}>;

/** The option for the signature of another security's sponsor. */
export const INTO_SPONSOR_OPTION = [
  "--into-sponsor <keypair>",
  "the key file of the sponsor of the security whose shares are received, if that is another one with a sponsor of its own",
] as const;

/** Who signs for the other security: its sponsor, by a key of its own or the same. */
async function intoSponsorOf(
  context: Context,
  { intoSponsor }: Pick<Options, "intoSponsor">,
  { sponsor, other }: Readonly<{ sponsor: TransactionSigner; other: Address }>,
): Promise<TransactionSigner> {
  const { data } = await readSecurity(context.cluster, other);
  if (context.isUnsigned) {
    return createNoopSigner(data.sponsor);
  }
  const signer = intoSponsor === undefined ? sponsor : await context.keyOf(intoSponsor);
  if (signer.address !== data.sponsor) {
    throw new ClientError(
      `the sponsor of ${other}, ${data.sponsor}, signs too: name its key file with --into-sponsor`,
    );
  }
  return signer;
}

/** `conversion create`. */
export function createCommand(): Command {
  const command = new Command("create")
    .description(
      "Create a conversion of a class into another, as the sponsor. Before the first lock it is part of what is offered; later a " +
        "resolution approves it.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<rank>", "the rank of the class whose shares are given", parseCount)
    .argument("<into>", "the tranche whose shares are received", parseAddress)
    .requiredOption(
      "--by <who>",
      "who has it done: holders, resolution, or a trigger by its place as trigger/0",
    )
    .option("--ratio <to:from>", "so many shares for so many, such as 3:2; of equity")
    .option("--floor <price>", "the least price of a whole share; of a class with a par")
    .option("--cap <price>", "the most; as the floor: a fixed price")
    .option("--discount <percent>", "by how much less than books have sold at, such as 20")
    .option("--with-interest", "convert interest due and arrears too")
    .requiredOption("--shares <shares>", "shares of the other class that are set aside")
    .requiredOption("--opens <time>", "from when it can be done", parseMoment)
    .requiredOption("--closes <time>", "until when", parseMoment)
    .option(...INTO_SPONSOR_OPTION);
  examples(
    command,
    "conversion create 9xQe... 1 5tPq... --by holders --floor 0.5 --cap 2 --discount 20 --shares 20000 --opens 2027-01-01 --closes 2029-01-01",
  );
  return action<Options>(command, async (context, options, address, rank, target) => {
    const sponsor = await context.signer();
    const { cluster } = context;
    const security = await readSecurity(cluster, address as Address);
    const tranches = await readTranches(cluster, security);
    const from = ofRank(tranches, Number(rank));
    if (from === undefined) {
      throw new UsageError(`there is no class of rank ${String(rank)}`);
    }
    const into = await readTranche(cluster, target as Address);
    const { decimals } = settlementVault(security.data);
    const { instructions, conversion, number } = await createConversion({
      sponsor,
      from,
      into,
      ...(into.data.security === security.address
        ? {}
        : { intoSponsor: await intoSponsorOf(context, options, { sponsor, other: into.data.security }) }),
      terms: {
        by: byOf(options.by),
        rule: ruleOf(options, { from, into, money: decimals }),
        opensAt: options.opens,
        closesAt: options.closes,
        shares: parsePositiveAmount(options.shares, into.data.decimals),
      },
    });
    const found = await mintNames(cluster, [from.data.mint, into.data.mint]);
    const named = ({ data }: Account<Tranche>) => ({
      name: printable(found.get(data.mint)?.name ?? `class ${data.rank}`),
      decimals: data.decimals,
    });
    const names: ConversionNames = { from: named(from), into: named(into), money: decimals };
    const signature = await context.sendConfirmed(
      `let ${names.from.name} convert into ${names.into.name}`,
      instructions,
      sponsor,
    );
    const created = await findConversion(cluster, { tranche: from.address, number });
    const words =
      created === undefined
        ? ""
        : `: ${conversionRuleWords(created.data, names)}; ${conversionByWords(created.data)}`;
    return {
      text: `created conversion ${number} of ${names.from.name} into ${names.into.name}${words}`,
      json: { signature, conversion, number },
    };
  });
}

function byOf(text: string): ConvertedByArgs {
  if (text === "holders") {
    return { __kind: "Holders" };
  }
  if (text === "resolution") {
    return { __kind: "Resolution" };
  }
  const [, place] = /^trigger\/(\d)$/.exec(text) ?? [];
  if (place === undefined) {
    throw new UsageError("say who has it done: holders, resolution, or a trigger by its place, as trigger/0");
  }
  return { __kind: "Trigger", place: Number(place) };
}

const BPS_A_PERCENT = 100;

function ruleOf(
  options: Options,
  classes: Readonly<{ from: Account<Tranche>; into: Account<Tranche>; money: number }>,
): ConversionRuleArgs {
  const { ratio, floor, cap, discount } = options;
  if ((ratio === undefined) === (floor === undefined)) {
    throw new UsageError("say what a share becomes: either --ratio, or --floor with --cap and --discount");
  }
  if (ratio !== undefined) {
    const [to = "", from = ""] = ratio.split(":");
    return {
      __kind: "Ratio",
      to: parsePositiveAmount(to, classes.into.data.decimals),
      from: parsePositiveAmount(from, classes.from.data.decimals),
    };
  }
  const bps = Math.round(Number(discount ?? "0") * BPS_A_PERCENT);
  if (!Number.isSafeInteger(bps)) {
    throw new UsageError("give the discount in percent, such as 20 or 12.5");
  }
  return {
    __kind: "Price",
    floor: parsePositiveAmount(floor ?? "", classes.money),
    cap: cap === undefined ? 0n : parsePositiveAmount(cap, classes.money),
    discountBps: bps,
    withInterest: options.withInterest === true,
  };
}
