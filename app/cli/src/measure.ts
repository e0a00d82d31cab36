import {
  ALL_SHARES,
  announceMeasure,
  ClientError,
  clusterTime,
  holderAddress,
  listMeasures,
  MEASURES,
  type MeasurePhase,
  measureLine,
  measureOf,
  measurePhase,
  measuresOf,
  mintNames,
  parsePositiveAmount,
  printable,
  readHolder,
  readMeasure,
  readSecurity,
  readTranches,
} from "@defi-ready/securities";
import type { Measure, MeasureKindArgs, Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Argument, Command } from "commander";
import {
  action,
  type Context,
  examples,
  type Output,
  parseAddress,
  parseCount,
  parseDay,
  UsageError,
} from "./context.js";
import { sha256Of } from "./document-hash.js";
import { facts, hexOf, moment, table, text as textOf } from "./format.js";
import { cancelCommand, closeCommand, SECURITY, takeCommand } from "./measure-taken.js";
import { ofRank } from "./of-rank.js";

/** `measure`: what the sponsor and the arbitrator do together to shares, where the security lets them. */
export function measureCommand(): Command {
  return new Command("measure")
    .description(
      "Exceptional measures: blocks, pauses, recoveries of lost keys and court orders, where a security has them from its creation on.",
    )
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(announceCommand())
    .addCommand(cancelCommand())
    .addCommand(takeCommand())
    .addCommand(closeCommand());
}

const PHASES: Readonly<Record<MeasurePhase, string>> = {
  waiting: "announced",
  takeable: "can be taken",
  expired: "was not taken in time",
  "in force": "in force",
  over: "over",
  done: "taken",
  cancelled: "cancelled",
};

/** What is read of a security to show its measures. */
type Deal = Readonly<{
  security: Account<Security>;
  tranches: readonly Account<Tranche>[];
  names: readonly string[];
  now: bigint;
}>;

async function readDeal({ cluster }: Context, address: Address): Promise<Deal> {
  const security = await readSecurity(cluster, address);
  const tranches = await readTranches(cluster, security);
  const mints = tranches.map(({ data }) => data.mint);
  const found = await mintNames(cluster, mints);
  const names = tranches.map(({ data: { mint, rank } }) =>
    printable(found.get(mint)?.name ?? `class ${rank}`),
  );
  return { security, tranches, names, now: await clusterTime(cluster) };
}

/** A measure of a class, in words. */
function described({ data }: Account<Measure>, { tranches, names, now }: Deal) {
  const place = tranches.findIndex(({ address }) => address === data.tranche);
  const { rank = -1, decimals = 0 } = tranches[place]?.data ?? {};
  return {
    rank,
    name: names[place] ?? "-",
    words: measureLine(measureOf(data), decimals),
    phase: measurePhase(data, now),
  };
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List the measures that a security has, and those that were announced and are not closed.")
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "measure list 9xQe...");
  return action(command, async (context, _, address) => {
    const deal = await readDeal(context, address as Address);
    const kinds = measuresOf(deal.security.data);
    const found = await listMeasures(context.cluster, deal.security.address);
    const all = found.map((measure) => ({ measure, ...described(measure, deal) }));
    const rows = all.map(({ measure: { data }, name, words, phase }) => [
      String(data.number),
      name,
      words,
      PHASES[phase],
      moment(data.takeableFrom),
    ]);
    const has =
      kinds.length === 0
        ? "this security has no exceptional measures, and never will"
        : kinds.map(({ word, when }) => `${word}, ${when}: ${MEASURES[word].does}`).join("\n");
    const listed =
      rows.length === 0
        ? kinds.length === 0
          ? []
          : ["none is announced"]
        : [table([{ right: "Number" }, "Class", "To", "Stands", "Taken from"], rows)];
    return {
      text: [has, ...listed].join("\n\n"),
      json: {
        security: deal.security.address,
        kinds,
        measures: all.map(({ measure, ...one }) => ({ ...jsonOf(measure), ...one })),
      },
    };
  });
}

const jsonOf = ({ address, data }: Account<Measure>) => ({
  measure: address,
  number: data.number,
  kind: measureOf(data),
  tranche: data.tranche,
  holder: data.holder,
  announcedAt: data.announcedAt,
  takeableFrom: data.takeableFrom,
  takeableUntil: data.takeableUntil,
  documentSha256: hexOf(data.documentSha256),
  documentUri: textOf(data.documentUri),
});

function showCommand(): Command {
  const command = new Command("show")
    .description("Show what a measure does, when, and where it stands.")
    .argument("<security>", SECURITY, parseAddress)
    .argument("<number>", "the measure's number", parseCount);
  examples(command, "measure show 9xQe... 0");
  return action(command, async (context, _, address, number) =>
    show(context, { security: address as Address, number: Number(number) }),
  );
}

async function show(context: Context, one: Readonly<{ security: Address; number: number }>): Promise<Output> {
  const deal = await readDeal(context, one.security);
  const measure = await readMeasure(context.cluster, one);
  const { data } = measure;
  const { name, words, phase } = described(measure, deal);
  const text = facts([
    ["Measure", `${data.number}, of ${name}`],
    ["To", words],
    ["Stands", PHASES[phase]],
    ["Announced", moment(data.announcedAt)],
    ["Taken", `${moment(data.takeableFrom)} to ${moment(data.takeableUntil)}`],
    ["Document", textOf(data.documentUri)],
    ["SHA-256", hexOf(data.documentSha256) ?? "-"],
  ]);
  return { text, json: { security: one.security, ...jsonOf(measure), phase } };
}

/** What can be announced, and the options that it takes. */
const WORDS = {
  block: "of --owner, all shares or --shares, --until a day",
  pause: "for --days",
  recovery: "of all that --owner has, --to another key",
  "court-order": "of --shares of --owner, --to another owner",
} as const;
type Word = keyof typeof WORDS;

type AnnounceOptions = Readonly<{
  file: string;
  uri: string;
  arbitrator: string;
  owner?: Address;
  shares?: string;
  until?: bigint;
  days?: number;
  to?: Address;
}>;

function announceCommand(): Command {
  const words = Object.entries(WORDS).map(([word, what]) => `${word} ${what}`);
  const command = new Command("announce")
    .description(
      `Announce a measure of a class, as the sponsor with the arbitrator: ${words.join("; ")}. But for a pause, the shares are ` +
        "blocked at once.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<rank>", "the rank of the class, 0 for the most senior", parseCount)
    .addArgument(new Argument("<what>", "which measure").choices(Object.keys(WORDS)))
    .requiredOption("--arbitrator <keypair>", "the arbitrator's key file")
    .requiredOption("--file <document>", "the document that explains it, which is hashed")
    .requiredOption("--uri <address>", "where holders find the document, at most 128 bytes")
    .option("--owner <address>", "whose record it is about", parseAddress)
    .option("--shares <amount>", "how many shares")
    .option("--until <day>", "until when shares are blocked, at most 366 days", parseDay)
    .option("--days <number>", "for how many days transfers are paused, 1 to 14", parseCount)
    .option("--to <address>", "the owner that shares go to", parseAddress);
  examples(
    command,
    "measure announce 9xQe... 0 block --owner 4Nd1... --until 2026-12-31 --arbitrator arbitrator.json --file order.pdf --uri https://example.com/order.pdf",
    "measure announce 9xQe... 0 recovery --owner 4Nd1... --to 7Yqm... --arbitrator arbitrator.json --file loss.pdf --uri https://example.com/loss.pdf",
  );
  return action<AnnounceOptions>(command, async (context, options, address, rank, what) => {
    const sponsor = await context.signer();
    const arbitrator = await context.keyOf(options.arbitrator);
    const deal = await readDeal(context, address as Address);
    const tranche = ofRank(deal.tranches, Number(rank));
    if (tranche === undefined) {
      throw new UsageError(`there is no class of rank ${rank}: the deal has ${deal.tranches.length}, from 0`);
    }
    const { decimals } = tranche.data;
    const kind = kindOf(what as Word, options, decimals);
    if (options.owner !== undefined) {
      await readHolder(context.cluster, { tranche: tranche.address, owner: options.owner });
    }
    const { number, measure, instructions } = await announceMeasure({
      sponsor,
      arbitrator,
      security: deal.security,
      tranche: tranche.address,
      owner: options.owner,
      kind,
      documentSha256: sha256Of(options.file),
      documentUri: options.uri,
    });
    const words = measureLine({ ...kind } as Parameters<typeof measureLine>[0], decimals);
    const signature = await context.sendConfirmed(`announce to ${words}`, instructions, sponsor);
    const { data } = await readMeasure(context.cluster, { security: deal.security.address, number });
    return {
      text: [
        `announced measure ${number}: to ${words}`,
        `anyone can take it from ${moment(data.takeableFrom)} to ${moment(data.takeableUntil)}`,
      ].join("\n"),
      json: {
        signature,
        security: deal.security.address,
        measure,
        number,
        kind,
        holder: options.owner === undefined ? null : await holderAddress(tranche.address, options.owner),
        takeableFrom: data.takeableFrom,
        takeableUntil: data.takeableUntil,
      },
    };
  });
}

/** The measure that options describe. */
function kindOf(word: Word, options: AnnounceOptions, decimals: number): MeasureKindArgs {
  const given = <T>(name: keyof AnnounceOptions, value: T | undefined): T => {
    if (value === undefined) {
      throw new UsageError(`${word} is ${WORDS[word]}: give --${name}`);
    }
    return value;
  };
  const refuse = (...names: readonly (keyof AnnounceOptions)[]) => {
    const extra = names.find((name) => options[name] !== undefined);
    if (extra !== undefined) {
      throw new UsageError(`${word} is ${WORDS[word]}: leave --${extra} out`);
    }
  };
  switch (word) {
    case "block":
      refuse("days", "to");
      given("owner", options.owner);
      return {
        __kind: "Block",
        shares: options.shares === undefined ? ALL_SHARES : parsePositiveAmount(options.shares, decimals),
        until: given("until", options.until),
      };
    case "pause":
      refuse("owner", "shares", "until", "to");
      return { __kind: "Pause", days: given("days", options.days) };
    case "recovery":
      refuse("shares", "until", "days");
      given("owner", options.owner);
      return { __kind: "Recovery", to: given("to", options.to) };
    case "court-order":
      refuse("until", "days");
      given("owner", options.owner);
      return {
        __kind: "CourtOrder",
        to: given("to", options.to),
        shares: parsePositiveAmount(given("shares", options.shares), decimals),
      };
    default:
      throw new ClientError(`there is no measure ${word}`);
  }
}
