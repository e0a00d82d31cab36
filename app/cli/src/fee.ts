import {
  ClientError,
  clusterTime,
  describeTier,
  expenseLeft,
  type Fee,
  feesOf,
  parsePositiveAmount,
  payFee,
  payFeeFromTreasury,
  readSecurity,
  readWaterfall,
  settlementVault,
  simulateFeeFromTreasury,
  submitExpense,
  TransactionFailure,
  tiersOf,
} from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account, Address, Signature, TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress, parseCount } from "./context.js";
import { sha256Of } from "./document-hash.js";
import { longNote, withFigures } from "./figures.js";
import { hexOf, money, short, table } from "./format.js";

/** `fee`: the fees and expenses of payees outside the tranches. */
export function feeCommand(): Command {
  return new Command("fee")
    .description(
      "Fees and expenses: what is due of them, what the waterfall took for them, and its payment to their payees.",
    )
    .addCommand(listCommand())
    .addCommand(payCommand())
    .addCommand(submitCommand());
}

async function readBoth(context: Context, address: Address) {
  const security = await readSecurity(context.cluster, address);
  return { security, waterfall: await readWaterfall(context.cluster, address) };
}

function listCommand(): Command {
  const command = new Command("list")
    .description(
      "List fees and expenses: amounts owed to their payees, paid, due and not met yet, what the treasury would pay now, " +
        "and what of expenses may still be submitted this year.",
    )
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "fee list 9xQe...");
  return action(command, async (context, _, address) => {
    const { security, waterfall } = await readBoth(context, address as Address);
    const now = await clusterTime(context.cluster);
    const { decimals } = settlementVault(security.data);
    const tiers = tiersOf(waterfall.data);
    const fees = await Promise.all(
      feesIn(security, waterfall).map(async (fee) => {
        const { tier } = fee;
        const state = tiers[tier];
        const there = fee.fromTreasury
          ? await simulateFeeFromTreasury(context.cluster, { security, waterfall, tier })
          : undefined;
        return {
          ...fee,
          treasuryPays: there?.amount ?? null,
          whyTreasuryPaysNot: there?.whyNot ?? null,
          expenseLeft:
            fee.isExpense && state !== undefined
              ? expenseLeft({ tier: state, security: security.data, now })
              : null,
        };
      }),
    );
    const optional = (amount: bigint | null) => (amount === null ? "" : money(amount, decimals));
    const rows = fees.map((fee) => [
      String(fee.tier),
      fee.words,
      money(fee.owed, decimals),
      money(fee.paid, decimals),
      money(fee.unmet, decimals),
      optional(fee.treasuryPays),
      optional(fee.expenseLeft),
    ]);
    const columns = ["Owed", "Paid", "Not met yet", "Treasury pays now", "Left this year"];
    const head = [{ right: "Tier" }, "Fee", ...columns.map((right) => ({ right }))];
    const reasons = fees.flatMap(({ tier, whyTreasuryPaysNot }) =>
      whyTreasuryPaysNot === null ? [] : `tier ${tier} out of the treasury: ${whyTreasuryPaysNot}`,
    );
    return {
      text: rows.length === 0 ? "the waterfall has no fees" : [table(head, rows), ...reasons].join("\n"),
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
    .argument("[tier]", "its number in `fee list`; all that are owed if left out", parseCount)
    .option("--from-treasury", "pay what is due out of the treasury, where the deal allows it");
  examples(command, "fee pay 9xQe...", "fee pay 9xQe... 0", "fee pay 9xQe... 0 --from-treasury");
  return action<{ fromTreasury?: boolean }>(command, async (context, options, address, which) => {
    const payer = await context.signer();
    const { security, waterfall } = await readBoth(context, address as Address);
    const { decimals } = settlementVault(security.data);
    const { fromTreasury = false } = options;
    const fees = feesOf(waterfall.data).filter((fee) =>
      which === undefined ? (fromTreasury ? fee.fromTreasury : fee.owed > 0n) : fee.tier === Number(which),
    );
    if (fees.length === 0 && which !== undefined) {
      throw new ClientError(`tier ${which} of the waterfall is not a fee`);
    }
    const paid: Paid[] = [];
    const left: Left[] = [];
    for (const fee of fees) {
      const scene = { payer, security, waterfall, fee, fromTreasury };
      const result = await payOne(context, scene, which !== undefined);
      if (result === undefined) {
        continue;
      }
      if ("reason" in result) {
        left.push(result);
      } else {
        paid.push(result);
      }
    }
    const where = fromTreasury ? " out of the treasury" : "";
    const lines = paid.map(
      ({ tier, payee, amount }) =>
        `paid ${money(amount, decimals)}${where} to ${short(payee)} for tier ${tier}`,
    );
    const passedOver = left.map(
      ({ tier, payee, reason }) => `  passed over (tier ${tier}, ${short(payee)}): ${reason}`,
    );
    const none = fromTreasury ? "the treasury pays no fee now: see fee list" : "no fee is owed";
    return {
      text: [...lines, ...passedOver].join("\n") || none,
      json: { paid, left },
      failed: left.length > 0,
    };
  });
}

type Paid = Readonly<{
  signature: Signature;
  tier: number;
  payee: Address;
  amount: bigint;
  fromTreasury: boolean;
}>;
/** A fee that could not be paid, and why. */
type Left = Readonly<{ tier: number; payee: Address; reason: string }>;

/**
 * Pays a fee; of all fees, one that the treasury does not pay now is passed over, and so is a payee that cannot be paid, such as
 * one whose account is frozen: it does not keep the others from their money. A refusal of a named one is the program's.
 */
async function payOne(
  context: Context,
  scene: Readonly<{
    payer: TransactionSigner;
    security: Account<Security>;
    waterfall: Account<Waterfall>;
    fee: Fee;
    fromTreasury: boolean;
  }>,
  isNamed: boolean,
): Promise<Paid | Left | undefined> {
  const { payer, security, waterfall, fee, fromTreasury } = scene;
  const { tier, payee, owed } = fee;
  const terms = { payer, security, waterfall, tier };
  let amount = owed;
  if (fromTreasury) {
    const there = await simulateFeeFromTreasury(context.cluster, { ...terms, payer: payer.address });
    amount = there.amount;
    if (there.whyNot !== undefined && !isNamed) {
      return undefined;
    }
  }
  try {
    const instructions = await (fromTreasury ? payFeeFromTreasury(terms) : payFee(terms));
    return { signature: await context.send(instructions, payer), tier, payee, amount, fromTreasury };
  } catch (error) {
    if (isNamed || !(error instanceof TransactionFailure)) {
      throw error;
    }
    return { tier, payee, reason: error.message };
  }
}

function submitCommand(): Command {
  const command = new Command("submit")
    .description(
      "Submit an expense against a document: it becomes due at its tier, within the tier's cap of the year. By the sponsor.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<tier>", "its number in `fee list`", parseCount)
    .argument("<amount>", "settlement money")
    .requiredOption("--document <file>", "the invoice or other document; its SHA-256 goes on record")
    .option("--note <text>", "what the expense is, at most 64 bytes", "");
  examples(command, 'fee submit 9xQe... 1 4,200 --document invoice-2031-07.pdf --note "audit 2030"');
  return action<{ document: string; note: string }>(
    command,
    async (context, options, address, which, text) => {
      const sponsor = await context.signer();
      const { security, waterfall } = await readBoth(context, address as Address);
      const { decimals } = settlementVault(security.data);
      const [tier, amount] = [Number(which), parsePositiveAmount(text ?? "", decimals)];
      const { document, note } = options;
      const documentSha256 = sha256Of(document);
      const now = await clusterTime(context.cluster);
      const expense = { sponsor, security, waterfall, tier, amount, documentSha256, note, now };
      const instructions = await submitExpense(expense);
      const signature = await withFigures({ TextTooLong: () => longNote(note) }, () =>
        context.sendConfirmed(
          `submit ${money(amount, decimals)} of expenses for tier ${tier}`,
          instructions,
          sponsor,
        ),
      );
      const hash = hexOf(documentSha256);
      return {
        text: `submitted ${money(amount, decimals)} for tier ${tier}, against document ${hash}`,
        json: { signature, tier, amount, documentSha256: hash, note },
      };
    },
  );
}
