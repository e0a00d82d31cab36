import {
  exercise,
  exerciseCost,
  parsePositiveAmount,
  readSecurity,
  readSeries,
  readTranche,
  settlementVault,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, examples, parseAddress } from "./context.js";
import { money } from "./format.js";

/** `warrant`: rights to buy shares at a strike. */
export function warrantCommand(): Command {
  return new Command("warrant")
    .description("Warrants that a book granted: rights to buy shares at a strike until they expire.")
    .addCommand(exerciseCommand());
}

function exerciseCommand(): Command {
  const command = new Command("exercise")
    .description("Turn warrants into shares: they are burned, and you pay the strike.")
    .argument("<series>", "the series' address, as in `show` with --json", parseAddress)
    .argument("<amount>", "how many warrants, such as 100 or 12.5");
  examples(command, "warrant exercise 5tPq... 100");
  return action(command, async (context, _, address, text) => {
    const owner = await context.signer();
    const series = await readSeries(context.cluster, address as Address);
    const tranche = await readTranche(context.cluster, series.data.tranche);
    const security = await readSecurity(context.cluster, series.data.security);
    const amount = parsePositiveAmount(text ?? "", tranche.data.decimals);
    const instructions = await exercise({ cluster: context.cluster, owner, security, series, amount });
    const cost = exerciseCost({ series: series.data, tranche: tranche.data, amount });
    const { decimals } = settlementVault(security.data);
    const count = money(amount, tranche.data.decimals);
    await context.confirm(`turn ${count} warrants into shares for ${money(cost, decimals)}`);
    const signature = await context.send(instructions, owner);
    return {
      text: `turned ${count} warrants into shares for ${money(cost, decimals)}`,
      json: { signature, series: series.address, amount, cost },
    };
  });
}
