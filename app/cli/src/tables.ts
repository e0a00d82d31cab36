import {
  areNeeded,
  closeTable,
  counted,
  countedIrregular,
  deactivateTable,
  explain,
  listTables,
  type OwnTable,
  send,
  unknownOutcomeOf,
} from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { money, short, table } from "./format.js";

const SOL_DECIMALS = 9;

/** `tables`: the lookup tables that the bot has created. */
export function tablesCommand(): Command {
  return new Command("tables")
    .description("The lookup tables that your key has created for payments and for locks of groups.")
    .addCommand(listCommand())
    .addCommand(closeCommand());
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List them, with their rent.")
    .argument("[owner]", "whose; those of your own key if left out", parseAddress);
  return action(examples(command, "tables list", "tables list 8sYd..."), async (context, _, owner) => {
    const address = (owner as Address | undefined) ?? (await context.signer()).address;
    const tables = await listTables(context.cluster, address);
    const rows = tables.map((one) => [
      one.address,
      short(one.security),
      short(one.subject),
      String(one.addresses),
      `${money(one.lamports, SOL_DECIMALS)} SOL`,
      one.state === "cooling" ? `cooling, ${counted(one.slotsLeft, "slot")} to go` : one.state,
    ]);
    const columns = ["Table", "Security", "For", { right: "Addresses" }, { right: "Rent" }, "State"];
    return {
      text:
        rows.length === 0
          ? `${owner ?? "your key"} has no lookup tables for securities`
          : table(columns, rows),
      json: { tables },
    };
  });
}

function closeCommand(): Command {
  const command = new Command("close")
    .description(
      "Take those whose book or tranche is gone out of use, and close those that have cooled down, for their " +
        "rent: run it again after about four minutes.",
    )
    .option("--all", "also those that are still useful: the bot then pays in smaller batches");
  examples(command, "tables close", "--keypair bot.json tables close --all");
  return action<{ all?: boolean }>(command, async (context, { all = false }) => {
    const authority = await context.keypair();
    const tables = await listTables(context.cluster, authority.address);
    const needed = all ? [] : await areNeeded(context.cluster, tables);
    return await close(
      context,
      authority,
      tables.filter((one, at) => one.state !== "active" || needed[at] !== true),
    );
  });
}

async function close(
  context: Context,
  authority: KeyPairSigner,
  tables: readonly OwnTable[],
): Promise<Output> {
  const failed: string[] = [];
  let unknown = false;
  const each = async (state: OwnTable["state"], instruction: typeof closeTable) => {
    const done: OwnTable[] = [];
    for (const one of tables.filter((some) => some.state === state)) {
      try {
        await send(context.cluster, {
          instructions: await instruction({ authority, table: one.address }),
          payer: authority,
        });
        done.push(one);
        context.progress(`${state === "cold" ? "closed" : "out of use"}: ${one.address}`);
      } catch (error) {
        unknown ||= unknownOutcomeOf(error) !== undefined;
        failed.push(`${one.address}: ${explain(error, context.url)}`);
      }
    }
    return done;
  };
  const closed = await each("cold", closeTable);
  const deactivated = await each("active", deactivateTable);
  const cooling = tables.filter(({ state }) => state === "cooling").length + deactivated.length;
  const lamports = closed.reduce((sum, one) => sum + one.lamports, 0n);
  const parts = [
    ...(closed.length === 0
      ? []
      : [`closed ${counted(closed.length, "table")}, ${money(lamports, SOL_DECIMALS)} SOL of rent refunded`]),
    ...(deactivated.length === 0 ? [] : [`took ${deactivated.length} out of use`]),
    ...(cooling === 0
      ? []
      : [
          `${countedIrregular({ count: cooling, one: "cools", many: "cool" })} down for about four minutes before they can be closed`,
        ]),
  ];
  return {
    text: [parts.length === 0 ? "there is nothing to close" : parts.join("; "), ...failed].join("\n"),
    json: { closed, deactivated, cooling, lamports, failed },
    failed: failed.length > 0,
    unknown,
  };
}
