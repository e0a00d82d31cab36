import {
  budgetOf,
  ClientError,
  clusterTime,
  confirmDelivery,
  counted,
  destinationsFor,
  drawableOf,
  drawProceeds,
  hasDeliveryFailed,
  isCoSigned,
  isDrawLate,
  type Prepared,
  parsePositiveAmount,
  readSecurity,
  reinvestableOf,
  returnProceeds,
  sweepVault,
  vaultOf,
} from "@defi-ready/securities";
import type { Security, Vault } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { entryOf, summaryOf } from "./distribution-record.js";
import { sha256Of } from "./document-hash.js";
import { hexOf, moment, money, short } from "./format.js";

const SECONDS_A_DAY = 86_400n;

/** `proceeds`: the money that investors paid in and the sponsor may draw, or return. */
export function proceedsCommand(): Command {
  return new Command("proceeds")
    .description("Proceeds: draw them, return unused ones, and distribute unsolicited money.")
    .addCommand(drawCommand())
    .addCommand(deliveryCommand())
    .addCommand(returnCommand())
    .addCommand(sweepCommand());
}

function drawCommand(): Command {
  const command = new Command("draw")
    .description(
      "Draw proceeds, or what waits in the reinvestment account, to one of the destinations that the security names. By " +
        "the sponsor, whoever is in control, or the manager of a budget, while all triggers hold, no debt is overdue and the deal is not accelerated.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("[amount]", "how much; all that may be drawn now if left out")
    .option("--mint <mint>", "the mint to draw; settlement money if left out", parseAddress)
    .option("--reinvestment", "draw from the reinvestment account, for new assets, while the deal revolves")
    .option(
      "--destination <account>",
      "token account of the mint; required if the security named several of it",
      parseAddress,
    )
    .option("--arbitrator <keypair>", "the arbitrator's key file, if its signature is required too");
  examples(
    command,
    "proceeds draw 9xQe...",
    "proceeds draw 9xQe... 250000",
    "proceeds draw 9xQe... 250000 --arbitrator arbitrator.json",
    "proceeds draw 9xQe... 40000 --reinvestment",
  );
  return action<{ destination?: Address; mint?: Address; arbitrator?: string; reinvestment?: boolean }>(
    command,
    async (context, options, address, amount) => {
      const sponsor = await context.signer();
      const security = await readSecurity(context.cluster, address as Address);
      const vault = vaultOf(security.data, options.mint);
      const { reinvestment = false } = options;
      const { decimals } = vault;
      const now = await clusterTime(context.cluster);
      const budget = budgetOf(security.data, now);
      const own = budget?.manager === sponsor.address ? budget : undefined;
      const destination =
        options.destination ??
        own?.destination ??
        (await onlyDestination(context, security.data, vault.mint));
      const units = unitsToDraw({ vault, reinvestment, amount, now, most: own?.left });
      if (isCoSigned(security.data) && options.arbitrator === undefined) {
        throw new ClientError(
          `drawing also requires the signature of the arbitrator, ${security.data.arbitrator}: name its key file with --arbitrator`,
        );
      }
      const arbitrator =
        options.arbitrator === undefined ? undefined : await context.keyOf(options.arbitrator);
      const signature = await context.sendConfirmed(
        `draw ${money(units, decimals)} to ${destination}`,
        await drawProceeds({
          sponsor,
          security,
          destination,
          amount: units,
          mint: options.mint,
          arbitrator,
          reinvestment,
        }),
        sponsor,
      );
      return {
        text: `drew ${money(units, decimals)}${reinvestment ? " for new assets" : ""} to ${short(destination)}`,
        json: { signature, destination, amount: units, reinvestment },
      };
    },
  );
}

/** The destination of a mint, where the security names one and no more. */
async function onlyDestination({ cluster }: Context, security: Security, mint: Address): Promise<Address> {
  const [only, ...others] = await destinationsFor(cluster, { security, mint });
  if (only === undefined) {
    throw new ClientError(
      `no destination of the security is a token account of ${mint}: propose one, in place of another, with role propose destination`,
    );
  }
  if (others.length > 0) {
    throw new ClientError(
      "the security named several destinations of the mint: choose one with --destination",
    );
  }
  return only;
}

/** How much a draw is of: the amount if one is given, otherwise all that there is within the limit. */
function unitsToDraw({
  vault,
  reinvestment,
  amount,
  now,
  most,
}: Readonly<{
  vault: Vault;
  reinvestment: boolean;
  amount: string | undefined;
  now: bigint;
  /** What is left of the signer's budget, if it has one. */
  most: bigint | undefined;
}>): bigint {
  if (amount !== undefined) {
    return parsePositiveAmount(amount, vault.decimals);
  }
  const there = reinvestment ? reinvestableOf(vault) : vault.treasury;
  if (there === 0n) {
    throw new ClientError(
      reinvestment
        ? vault.reinvestment === 0n
          ? "the reinvestment account is empty: there is nothing to draw"
          : "tests of coverage and deficiencies trapped all that is in the reinvestment account: nobody draws it"
        : "there are no proceeds to draw",
    );
  }
  const limits = [there, drawableOf(vault, now) ?? there, most ?? there];
  const least = limits.reduce((one, other) => (one < other ? one : other));
  if (least === 0n) {
    throw new ClientError(
      most === 0n ? "nothing is left of the budget now" : "the limit allows no draw now: wait",
    );
  }
  return least;
}

function deliveryCommand(): Command {
  const command = new Command("delivery")
    .description(
      "Confirm the delivery that proceeds wait for, by its document, so that they can be drawn. By the arbitrator, once " +
        "and before its date; without it all proceeds are returned.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<document>", "the document that proves the delivery; its SHA-256 goes on record");
  examples(command, "proceeds delivery 9xQe... certificate-of-merger.pdf --keypair arbitrator.json");
  return action(command, async (context, _, address, document) => {
    const arbitrator = await context.signer();
    const documentSha256 = sha256Of(document ?? "");
    const security = address as Address;
    const signature = await context.sendConfirmed(
      "confirm the delivery, after which proceeds can be drawn",
      await confirmDelivery({ arbitrator, security, documentSha256 }),
      arbitrator,
    );
    return {
      text: "confirmed the delivery: proceeds can be drawn now",
      json: { signature, documentSha256: hexOf(documentSha256) },
    };
  });
}

function returnCommand(): Command {
  const command = new Command("return")
    .description(
      "Return unused proceeds to the holders: debts first, then capital, then anything else that was paid in. By the " +
        "sponsor at any time; all of it by anyone, if drawing had to begin by a date and did not, if a delivery was not confirmed by " +
        "its date, or once the deal is accelerated.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("[amount]", "how much; all if left out")
    .option("--mint <mint>", "the mint to return; settlement money if left out", parseAddress);
  examples(command, "proceeds return 9xQe...", "proceeds return 9xQe... 250000");
  return action<{ mint?: Address }>(command, async (context, { mint }, address, text) => {
    const caller = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const { decimals } = vaultOf(security.data, mint);
    const amount = text === undefined ? undefined : parsePositiveAmount(text, decimals);
    const made = await returnProceeds({ caller, security, amount, mint });
    const question = `return ${amount === undefined ? "all unused proceeds" : `${money(amount, decimals)} of proceeds`} to the holders`;
    return await run(context, security, { made, did: "returned", question });
  });
}

function sweepCommand(): Command {
  const command = new Command("sweep")
    .description(
      "Turn unsolicited money in a vault into a distribution of income; before the first lock, and in another mint " +
        "if there is debt, into proceeds. Anybody may.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .option("--mint <mint>", "of which vault; settlement money if left out", parseAddress);
  examples(command, "proceeds sweep 9xQe...");
  return action<{ mint?: Address }>(command, async (context, { mint }, address) => {
    const caller = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    return await run(context, security, {
      made: await sweepVault({ caller, security, mint }),
      did: "swept",
    });
  });
}

/** Sends a distribution, and reports its results. */
async function run(
  context: Context,
  security: Account<Security>,
  { made, did, question }: Readonly<{ made: Prepared; did: string; question?: string }>,
) {
  const signature = await context.sendConfirmed(question, made.instructions, await context.signer());
  const after = await readSecurity(context.cluster, security.address);
  if (after.data.nextDistribution === security.data.nextDistribution) {
    return { text: `${did} into the treasury`, json: { signature } };
  }
  const entry = await entryOf(context, after, made.distribution);
  return {
    text: `${did} ${money(entry.gross, entry.decimals)} as distribution ${entry.number}: ${summaryOf(entry)}`,
    json: { signature, ...entry },
  };
}

/** The delivery that proceeds wait for, in words. */
export function describeDelivery(security: Security, now: bigint): string {
  const { by, confirmedAt, documentSha256 } = security.delivery;
  if (by === 0n) {
    return "none is awaited";
  }
  if (confirmedAt > 0n) {
    return `confirmed ${moment(confirmedAt)}, by ${hexOf(documentSha256)}`;
  }
  return hasDeliveryFailed(security, now)
    ? `not confirmed by ${moment(by)}: anyone may return the proceeds`
    : `to be confirmed by the arbitrator before ${moment(by)}; until then nothing can be drawn`;
}

/** The rules for drawing from a vault, in words; empty if there are none. */
export function describeDraws(vault: Vault, security: Security, now: bigint): string {
  const { draws, decimals } = vault;
  const left = drawableOf(vault, now);
  const parts = [
    ...(left === undefined
      ? []
      : [
          `at most ${money(draws.limit, decimals)} within ${periodOf(draws.period)}, ${money(left, decimals)} left now`,
        ]),
    ...(draws.beginBy === 0n
      ? []
      : [
          isDrawLate(vault, now)
            ? `drawing had to begin by ${moment(draws.beginBy)} and did not: anyone may return the proceeds`
            : `${money(draws.beginWith, decimals)} to be drawn by ${moment(draws.beginBy)}, or the proceeds may be returned`,
        ]),
    ...(isCoSigned(security) ? ["with the arbitrator's signature"] : []),
  ];
  return parts.length === 0 ? "no limits" : parts.join("; ");
}

function periodOf(seconds: bigint): string {
  return seconds % SECONDS_A_DAY === 0n
    ? counted(seconds / SECONDS_A_DAY, "day")
    : counted(seconds, "second");
}
