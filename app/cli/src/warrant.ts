import {
  associatedTokenAddress,
  ClientError,
  closeSeries,
  clusterTime,
  exercise,
  exerciseCost,
  parsePositiveAmount,
  readSecurity,
  readSeries,
  readTranche,
  settlementVault,
  shareAccountAddress,
  tokenBalance,
} from "@defi-ready/securities";
import type { WarrantSeries } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { withFigures } from "./figures.js";
import { moment, money } from "./format.js";

/** `warrant`: rights to buy shares at a strike. */
export function warrantCommand(): Command {
  return new Command("warrant")
    .description("Warrants that a book granted: rights to buy shares at a strike until they expire.")
    .addCommand(exerciseCommand())
    .addCommand(closeCommand());
}

function exerciseCommand(): Command {
  const command = new Command("exercise")
    .description("Turn warrants into shares: they are burned, and you pay the strike.")
    .argument("<series>", "the series' address, as in `show`", parseAddress)
    .argument("<amount>", "how many warrants, such as 100 or 12.5");
  examples(command, "warrant exercise 5tPq... 100");
  return action(command, async (context, _, address, text) => {
    const owner = await context.signer();
    const series = await readSeries(context.cluster, address as Address);
    const tranche = await readTranche(context.cluster, series.data.tranche);
    const security = await readSecurity(context.cluster, series.data.security);
    const amount = parsePositiveAmount(text ?? "", tranche.data.decimals);
    await requireWarrants(context, series, { owner: owner.address, amount, decimals: tranche.data.decimals });
    const instructions = await exercise({ cluster: context.cluster, owner, security, series, amount });
    const cost = exerciseCost({ series: series.data, tranche: tranche.data, amount });
    const { decimals } = settlementVault(security.data);
    const count = money(amount, tranche.data.decimals);
    const pays = async () => {
      const { mint, tokenProgram } = settlementVault(security.data);
      return tokenBalance(
        context.cluster,
        await associatedTokenAddress({ owner: owner.address, mint, tokenProgram }),
      );
    };
    const signature = await withFigures(
      {
        funds: async () =>
          `you hold ${money(await pays(), decimals)}, and the strike is ${money(cost, decimals)}`,
      },
      () =>
        context.sendConfirmed(
          `turn ${count} warrants into shares for ${money(cost, decimals)}`,
          instructions,
          owner,
        ),
    );
    return {
      text: `turned ${count} warrants into shares for ${money(cost, decimals)}`,
      json: { signature, series: series.address, amount, cost },
    };
  });
}

/** Refuses to turn more warrants into shares than there are, and those that have expired. */
async function requireWarrants(
  { cluster }: Context,
  { data }: Account<WarrantSeries>,
  { owner, amount, decimals }: Readonly<{ owner: Address; amount: bigint; decimals: number }>,
): Promise<void> {
  const held = await tokenBalance(cluster, await shareAccountAddress(owner, data.mint));
  if (held === 0n) {
    throw new ClientError("you hold none of this series: `holder show` lists the warrants that you hold");
  }
  if (held < amount) {
    throw new ClientError(`you hold ${money(held, decimals)} of this series`);
  }
  if ((await clusterTime(cluster)) >= data.expiresAt) {
    throw new ClientError(`the warrants expired at ${moment(data.expiresAt)}`);
  }
}

function closeCommand(): Command {
  const command = new Command("close")
    .description(
      "Close a series of warrants that has expired, which frees the shares set aside for it; its rent goes back. Anybody may.",
    )
    .argument("<series>", "the series' address, as in `show`", parseAddress);
  examples(command, "warrant close 5tPq...");
  return action(command, async (context, _, address) => {
    const payer = await context.signer();
    const series = await readSeries(context.cluster, address as Address);
    const { expiresAt, rentPayer } = series.data;
    if ((await clusterTime(context.cluster)) < expiresAt) {
      throw new ClientError(`the series runs until ${moment(expiresAt)}: it can be closed then`);
    }
    const signature = await context.send(await closeSeries({ series }), payer);
    return { text: `closed; the rent went back to ${rentPayer}`, json: { signature, rentPayer } };
  });
}
