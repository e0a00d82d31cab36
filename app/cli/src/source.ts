import {
  collectSource,
  DEFAULT_RELEASE_DAYS,
  listSources,
  printable,
  readSecurity,
  readSource,
  registerSource,
  releaseSeconds,
  type SourceState,
  settlementVault,
  tokenBalance,
  vaultsOf,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, examples, parseAddress, parseCount } from "./context.js";
import { entryOf, summaryOf } from "./distribution-record.js";
import { longNote, withFigures } from "./figures.js";
import { day, moment, money, table, text } from "./format.js";

type Registration = Readonly<{ note: string; mint?: Address; release: number; principal?: boolean }>;

/** `source`: token accounts for payers of revenue, who need not know about the program. */
export function sourceCommand(): Command {
  return new Command("source")
    .description(
      "Sources of revenue, such as royalties: token accounts that anyone can pay, and their collection.",
    )
    .addCommand(registerCommand())
    .addCommand(listCommand())
    .addCommand(collectCommand());
}

function registerCommand(): Command {
  const command = new Command("register")
    .description(
      "Register a source of revenue: you get a token account to give to its payer. By the sponsor.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .requiredOption("--note <text>", "a description of the revenue, at most 64 bytes")
    .option("--mint <mint>", "the mint that it takes; settlement money if left out", parseAddress)
    .option(
      "--release <days>",
      "the fewest days over which a collection reaches holders, 1 to 366",
      parseCount,
      DEFAULT_RELEASE_DAYS,
    );
  command.option("--principal", "all that it takes in is principal, such as repayments of the assets");
  examples(
    command,
    'source register 9xQe... --note "royalties of the catalogue" --release 90',
    'source register 9xQe... --note "repayments of the loans" --release 1 --principal',
  );
  return action<Registration>(command, async (context, options, address) => {
    const { note, mint, release: releaseDays, principal: isPrincipal } = options;
    const sponsor = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const { instructions, ...made } = await registerSource({
      sponsor,
      security,
      note,
      mint,
      releaseDays,
      isPrincipal,
    });
    const signature = await withFigures({ TextTooLong: () => longNote(note) }, () =>
      context.send(instructions, sponsor),
    );
    return {
      text: `registered source ${made.number}: pay to the token account ${made.account}`,
      json: { signature, ...made },
    };
  });
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List the sources of revenue, with the money collected and waiting there.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "source list 9xQe...");
  return action(command, async (context, _, address) => {
    const security = await readSecurity(context.cluster, address as Address);
    const all = (await listSources(context.cluster, security.address)).map((one) =>
      sourceObject(one, security.data),
    );
    const rows = all.map((one) => [
      String(one.number),
      printable(one.note),
      one.isPrincipal ? "principal" : "income",
      one.account,
      money(one.balance, one.decimals),
      money(one.collected, one.decimals),
      day(one.collectedTo),
      `${one.releaseDays}d`,
    ]);
    const columns = [{ right: "Waits" }, { right: "Collected" }, "Up to", { right: "Released over" }];
    return {
      text:
        rows.length === 0
          ? "the security has no sources of revenue"
          : table([{ right: "No" }, "Source", "Kind", "Token account", ...columns], rows),
      json: { security: security.address, sources: all },
    };
  });
}

function sourceObject({ source: { address, data }, balance }: SourceState, security: Security) {
  return {
    source: address,
    number: data.number,
    note: text(data.note),
    isPrincipal: data.isPrincipal === 1,
    mint: data.mint,
    decimals: vaultsOf(security)[data.vault]?.decimals ?? 0,
    account: data.account,
    balance,
    collected: data.collected,
    collectedTo: data.collectedTo,
    releaseDays: data.releaseDays,
  };
}

function collectCommand(): Command {
  const command = new Command("collect")
    .description(
      "Turn all money received at a source into a distribution, which runs through the waterfall at once and reaches " +
        "holders over the time since the last collection, or over the source's days if that is longer. Anybody may.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<number>", "the source's number, as `source list` has it", parseCount);
  examples(command, "source collect 9xQe... 0");
  return action(command, async (context, _, address, which) => {
    const caller = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const source = await readSource(context.cluster, { security: security.address, number: Number(which) });
    const { instructions, distribution } = await collectSource({ caller, security, source });
    const { decimals = 0 } = vaultsOf(security.data)[source.data.vault] ?? {};
    const signature = await withFigures(
      {
        DistributionTooSmall: async () =>
          `the smallest is ${money(security.data.minDistribution, settlementVault(security.data).decimals)}, and ${money(await tokenBalance(context.cluster, source.data.account), decimals)} waits there`,
      },
      () => context.send(instructions, caller),
    );
    const entry = await entryOf(context, security, distribution);
    const until = entry.postedAt + releaseSeconds(source.data, entry.postedAt);
    const text = `collected ${money(entry.gross, entry.decimals)} as distribution ${entry.number}: ${summaryOf(entry)}`;
    return {
      text: `${text}\nit reaches the holders until ${moment(until)}, second by second`,
      json: { signature, ...entry, releasedUntil: until },
    };
  });
}
