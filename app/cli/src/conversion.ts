import {
  ClientError,
  type ConversionNames,
  closeConversion,
  clusterTime,
  conversionByWords,
  conversionOutcome,
  conversionPrice,
  conversionRuleWords,
  conversionState,
  convertClass,
  convertShares,
  findHolder,
  listConversions,
  mintNames,
  parsePositiveAmount,
  printable,
  readConversion,
  readSecurity,
  readTranche,
  readTranches,
  readWaterfall,
  settlementVault,
} from "@defi-ready/securities";
import type { Conversion, Security, Tranche, Waterfall } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress, parseCount } from "./context.js";
import { createCommand } from "./conversion-create.js";
import { facts, moment, money, table } from "./format.js";
import { ofRank } from "./of-rank.js";

/** What a command says of its security. */
const SECURITY = "the security's address";
const RANK = "the rank of the class whose shares are given";
const NUMBER = "the conversion's number, as in `conversion list`";

/** `conversion`: shares of one class become shares of another. */
export function conversionCommand(): Command {
  return new Command("conversion")
    .description("Conversions: shares of one class become shares of another, by a ratio or at a price.")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(createCommand())
    .addCommand(convertCommand())
    .addCommand(triggerCommand())
    .addCommand(closeCommand());
}

/** A conversion with all that it is about. */
type Read = Readonly<{
  security: Account<Security>;
  waterfall: Account<Waterfall>;
  conversion: Account<Conversion>;
  from: Account<Tranche>;
  into: Account<Tranche>;
  names: ConversionNames;
  now: bigint;
}>;

async function readOne(context: Context, address: Address, rank: number, number: number): Promise<Read> {
  const { cluster } = context;
  const security = await readSecurity(cluster, address);
  const from = ofRank(await readTranches(cluster, security), rank);
  if (from === undefined) {
    throw new ClientError(
      `there is no class of rank ${rank}: the deal has ${security.data.trancheCount}, from 0`,
    );
  }
  const conversion = await readConversion(cluster, { tranche: from.address, number });
  return readAround(context, security, conversion);
}

async function readAround(
  { cluster }: Context,
  security: Account<Security>,
  conversion: Account<Conversion>,
): Promise<Read> {
  const [from, into, waterfall] = await Promise.all([
    readTranche(cluster, conversion.data.tranche),
    readTranche(cluster, conversion.data.into),
    readWaterfall(cluster, security.address),
  ]);
  const found = await mintNames(cluster, [from.data.mint, into.data.mint]);
  const named = ({ data }: Account<Tranche>) => ({
    name: printable(found.get(data.mint)?.name ?? `class ${data.rank}`),
    decimals: data.decimals,
  });
  const names = { from: named(from), into: named(into), money: settlementVault(security.data).decimals };
  return { security, waterfall, conversion, from, into, names, now: await clusterTime(cluster) };
}

const stateOf = ({ conversion, from, waterfall, now }: Read) =>
  conversionState(conversion.data, from.data, { waterfall: waterfall.data, now });

function listCommand(): Command {
  const command = new Command("list")
    .description("List the conversions of a security that are not closed, and what can be done with each.")
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "conversion list 9xQe...");
  return action(command, async (context, _, address) => {
    const security = await readSecurity(context.cluster, address as Address);
    const found = await listConversions(context.cluster, security.address);
    const all = await Promise.all(found.map((one) => readAround(context, security, one)));
    all.sort((a, b) => a.from.data.rank - b.from.data.rank);
    const rows = all.map((one) => [
      String(one.from.data.rank),
      String(one.conversion.data.number),
      one.names.from.name,
      one.names.into.name,
      conversionByWords(one.conversion.data),
      stateOf(one),
    ]);
    const columns = [{ right: "Rank" }, { right: "Number" }, "Of", "Into", "Done", "Stands"];
    return {
      text: rows.length === 0 ? "no class of this security is converted" : table(columns, rows),
      json: {
        security: security.address,
        conversions: all.map((one) => ({
          conversion: one.conversion.address,
          rank: one.from.data.rank,
          number: one.conversion.data.number,
          into: one.into.address,
          state: stateOf(one),
        })),
      },
    };
  });
}

function showCommand(): Command {
  const command = new Command("show")
    .description(
      "Show what shares of a class become, who has it done and when, and what a whole share would become now.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<rank>", RANK, parseCount)
    .argument("<number>", NUMBER, parseCount);
  examples(command, "conversion show 9xQe... 1 0");
  return action(command, async (context, _, address, rank, number) =>
    show(await readOne(context, address as Address, Number(rank), Number(number))),
  );
}

function show(one: Read): Output {
  const { conversion, from, into, names, now } = one;
  const { data } = conversion;
  const shares = (amount: bigint) => money(amount, into.data.decimals);
  const price = data.done === 1 ? undefined : conversionPrice(data, into.data, now);
  const whole = conversionOutcome({
    conversion: data,
    from: from.data,
    into: into.data,
    shares: from.data.unit,
    now,
  });
  const lines: [string, string][] = [
    ["Conversion", `${data.number} of ${names.from.name} into ${names.into.name}`],
    ["A share becomes", conversionRuleWords(data, names)],
    ["Done", conversionByWords(data)],
    ["Time", `${moment(data.opensAt)} to ${moment(data.closesAt)}`],
    ["Stands", stateOf(one)],
    ["Set aside", `${shares(data.left)} of ${shares(data.setAside)} shares`],
    ["To collect", shares(data.held)],
    ...(price === undefined ? [] : [["Price now", money(price, names.money)] as [string, string]]),
    ["A share now", whole === undefined ? "there is no price yet" : `${shares(whole.shares)} shares`],
  ];
  return {
    text: facts(lines),
    json: {
      security: one.security.address,
      conversion: conversion.address,
      tranche: from.address,
      into: into.address,
      state: stateOf(one),
      by: conversionByWords(data),
      rule: conversionRuleWords(data, names),
      opensAt: data.opensAt,
      closesAt: data.closesAt,
      setAside: data.setAside,
      left: data.left,
      held: data.held,
      price: price ?? null,
      share: whole?.shares ?? null,
    },
  };
}

function convertCommand(): Command {
  const command = new Command("convert")
    .description(
      "Convert your shares of a class, or collect what they became; with --for, collect it for another owner, as anybody may.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<rank>", RANK, parseCount)
    .argument("<number>", NUMBER, parseCount)
    .argument("[part]", "how many shares, such as 100 or 12.5; all of your record if left out")
    .option("--for <owner>", "the owner for whom it is collected", parseAddress);
  examples(command, "conversion convert 9xQe... 1 0 100", "conversion convert 9xQe... 1 0 --for 4Nd1...");
  return action<Readonly<{ for?: Address }>>(
    command,
    async (context, options, address, rank, number, text) => {
      const payer = await context.signer();
      const one = await readOne(context, address as Address, Number(rank), Number(number));
      const { conversion, from, into, names, now } = one;
      const owner = options.for ?? payer.address;
      const record = await findHolder(context.cluster, { tranche: from.address, owner });
      const held = record?.data.shares ?? 0n;
      const amount = text === undefined ? held : parsePositiveAmount(text as string, from.data.decimals);
      if (amount === 0n || amount > held) {
        throw new ClientError(
          `the record has ${money(held, from.data.decimals)} shares of ${names.from.name}`,
        );
      }
      if (options.for !== undefined && text !== undefined) {
        throw new ClientError("for another owner the whole record is collected: leave the amount out");
      }
      const instructions = await convertShares({
        cluster: context.cluster,
        payer,
        owner: options.for ?? payer,
        intoSecurity: await readSecurity(context.cluster, into.data.security),
        conversion,
        amount: text === undefined ? undefined : amount,
      });
      const becomes = conversionOutcome({
        conversion: conversion.data,
        from: from.data,
        into: into.data,
        shares: amount,
        now,
      });
      const given = `${money(amount, from.data.decimals)} shares of ${names.from.name}`;
      const about = becomes === undefined ? "" : ` into ${money(becomes.shares, into.data.decimals)}`;
      const what = `${given}${about} of ${names.into.name}`;
      const signature = await context.sendConfirmed(`convert ${what}`, instructions, payer);
      return {
        text: `converted ${what}`,
        json: { signature, conversion: conversion.address, owner, given: amount },
      };
    },
  );
}

function triggerCommand(): Command {
  const command = new Command("trigger")
    .description(
      "Convert a whole class, once a resolution has approved it or its trigger has not held for its cure period. Anybody may.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<rank>", RANK, parseCount)
    .argument("<number>", NUMBER, parseCount);
  examples(command, "conversion trigger 9xQe... 1 0");
  return action(command, async (context, _, address, rank, number) => {
    const payer = await context.signer();
    const { security, conversion, into, names } = await readOne(
      context,
      address as Address,
      Number(rank),
      Number(number),
    );
    const other = into.data.security === security.address ? undefined : into;
    const instructions = await convertClass({ security, conversion, other });
    const signature = await context.sendConfirmed(
      `convert all of ${names.from.name} into ${names.into.name}`,
      instructions,
      payer,
    );
    const { data } = await readConversion(context.cluster, {
      tranche: conversion.data.tranche,
      number: conversion.data.number,
    });
    return {
      text: `converted all of ${names.from.name} into ${money(data.held, into.data.decimals)} shares of ${names.into.name}, which wait to be collected`,
      json: { signature, conversion: conversion.address, issued: data.held },
    };
  });
}

function closeCommand(): Command {
  const command = new Command("close")
    .description(
      "Close a conversion that is over, for its rent; anybody may. Before it is approved or offered, its sponsor.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<rank>", RANK, parseCount)
    .argument("<number>", NUMBER, parseCount);
  examples(command, "conversion close 9xQe... 1 0");
  return action(command, async (context, _, address, rank, number) => {
    const payer = await context.signer();
    const { security, conversion } = await readOne(context, address as Address, Number(rank), Number(number));
    const sponsor = security.data.sponsor === payer.address ? payer : undefined;
    const signature = await context.send(closeConversion({ conversion, sponsor }), payer);
    const { rentPayer } = conversion.data;
    return { text: `closed; the rent went back to ${rentPayer}`, json: { signature, rentPayer } };
  });
}
