import {
  ClientError,
  describeTier,
  feesOf,
  payFee,
  readSecurity,
  readWaterfall,
  settlementVault,
  tiersOf,
} from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress, parseCount } from "./context.js";
import { money, short, table } from "./format.js";

/** `fee`: the fees of payees outside the tranches. */
export function feeCommand(): Command {
  return new Command("fee")
    .description("Fees: what the waterfall's fee tiers took, and its payment to their payees.")
    .addCommand(listCommand())
    .addCommand(payCommand());
}

async function readBoth(context: Context, address: Address) {
  const security = await readSecurity(context.cluster, address);
  return { security, waterfall: await readWaterfall(context.cluster, address) };
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List the fees: amounts owed to their payees, paid, and not met yet.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "fee list 9xQe...");
  return action(command, async (context, _, address) => {
    const { security, waterfall } = await readBoth(context, address as Address);
    const fees = feesIn(security, waterfall);
    const { decimals } = settlementVault(security.data);
    const rows = fees.map((fee) => [
      String(fee.tier),
      fee.words,
      money(fee.owed, decimals),
      money(fee.paid, decimals),
      money(fee.unmet, decimals),
    ]);
    const columns = ["Owed", "Paid", "Not met yet"].map((right) => ({ right }));
    return {
      text:
        rows.length === 0 ? "the waterfall has no fees" : table([{ right: "Tier" }, "Fee", ...columns], rows),
      json: { security: security.address, decimals, fees },
    };
  });
}

function feesIn(security: Account<Security>, { data }: Account<Waterfall>) {
  const { decimals } = settlementVault(security.data);
  const words = tiersOf(data).map((tier) => describeTier(tier, decimals));
  return feesOf(data).map((fee) => ({ ...fee, words: words[fee.tier] ?? "" }));
}

function payCommand(): Command {
  const command = new Command("pay")
    .description(
      "Pay fees to their payees; you pay the rent of a payee's token account if it is missing. Anybody may.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("[tier]", "its number in `fee list`; all that are owed if left out", parseCount);
  examples(command, "fee pay 9xQe...", "fee pay 9xQe... 0");
  return action(command, async (context, _, address, which) => {
    const payer = await context.signer();
    const { security, waterfall } = await readBoth(context, address as Address);
    const { decimals } = settlementVault(security.data);
    const fees = feesOf(waterfall.data).filter(({ tier, owed }) =>
      which === undefined ? owed > 0n : tier === Number(which),
    );
    if (fees.length === 0 && which !== undefined) {
      throw new ClientError(`tier ${which} of the waterfall is not a fee`);
    }
    const paid = [];
    for (const { tier, payee, owed } of fees) {
      const signature = await context.send(await payFee({ payer, security, waterfall, tier }), payer);
      paid.push({ signature, tier, payee, amount: owed });
    }
    const lines = paid.map(
      ({ tier, payee, amount }) => `paid ${money(amount, decimals)} to ${short(payee)} for tier ${tier}`,
    );
    return { text: lines.length === 0 ? "no fee is owed" : lines.join("\n"), json: { paid } };
  });
}
