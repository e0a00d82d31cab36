import {
  ClientError,
  createRate,
  findRate,
  formatAmount,
  parseAmount,
  parsePositiveAmount,
  readMint,
  readSecurity,
  reportRate,
  settlementVault,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, examples, parseAddress } from "./context.js";
import { withFigures } from "./figures.js";
import { facts, moment, money, percent } from "./format.js";

/** Decimal places of a percentage: a basis point is 0.01 %. */
const PERCENT_PLACES = 2;
const MINT = "the mint: of an asset that a book accepts, or of a class's shares";

/** `rate`: what mints are worth, as a security's reporter reports it. */
export function rateCommand(): Command {
  return new Command("rate")
    .description(
      "What a mint is worth in settlement money, as the security's reporter reports it: an asset that a book accepts, or shares whose price is reported.",
    )
    .addCommand(createCommand())
    .addCommand(reportCommand())
    .addCommand(showCommand());
}

function createCommand(): Command {
  const command = new Command("create")
    .description(
      "Let the security's reporter report what a mint is worth. By the sponsor, who pays the rent.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<mint>", MINT, parseAddress)
    .requiredOption("--daily <percent>", "the most that it may move in a day, such as 5");
  examples(command, "rate create 9xQe... 3mNt... --daily 5");
  return action<{ daily: string }>(command, async (context, { daily }, security, mint) => {
    const sponsor = await context.signer();
    const dailyBps = Number(parseAmount(daily, PERCENT_PLACES));
    const made = await createRate({
      sponsor,
      security: security as Address,
      mint: mint as Address,
      dailyBps,
    });
    const exists = () =>
      `the security has a rate of ${mint} already, at ${made.rate}: its reporter reports it with \`rate report\`, and \`rate show\` shows it`;
    const signature = await withFigures({ exists }, () => context.send(made.instructions, sponsor));
    return {
      text: `the reporter can report what ${mint} is worth, moving it by at most ${percent(dailyBps)} a day`,
      json: { signature, rate: made.rate, mint, dailyBps },
    };
  });
}

function reportCommand(): Command {
  const command = new Command("report")
    .description(
      "Report what one whole unit of a mint is worth. By the security's reporter, within the daily limit.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<mint>", MINT, parseAddress)
    .argument("<value>", "settlement money for one whole unit, such as 0.98");
  examples(command, "rate report 9xQe... 3mNt... 0.98");
  return action(command, async (context, _, at, mintAt, text) => {
    const reporter = await context.signer();
    const [address, mint] = [at as Address, mintAt as Address];
    const security = await readSecurity(context.cluster, address);
    const { decimals } = settlementVault(security.data);
    const numerator = parsePositiveAmount(text ?? "", decimals);
    const unit = 10n ** BigInt((await readMint(context.cluster, mint)).decimals);
    if ((await findRate(context.cluster, { security: address, mint })) === undefined) {
      throw new ClientError(
        `no rate of ${mint} is reported for this security: the sponsor lets the reporter do so by \`rate create\``,
      );
    }
    const rate = { numerator, denominator: unit };
    const signature = await context.send(
      await reportRate({ reporter, security: address, mint, rate }),
      reporter,
    );
    return {
      text: `reported ${mint} at ${money(numerator, decimals)} for one`,
      json: { signature, mint, value: numerator, unit },
    };
  });
}

function showCommand(): Command {
  const command = new Command("show")
    .description("Show what a mint is worth by the last report, and its limit.")
    .argument("<security>", "the security's address", parseAddress)
    .argument("<mint>", MINT, parseAddress);
  examples(command, "rate show 9xQe... 3mNt...");
  return action(command, async (context, _, at, mintAt) => {
    const [address, mint] = [at as Address, mintAt as Address];
    const security = await readSecurity(context.cluster, address);
    const { decimals } = settlementVault(security.data);
    const found = await findRate(context.cluster, { security: address, mint });
    if (found === undefined) {
      throw new ClientError(`no rate of ${mint} is reported for this security`);
    }
    const { rate, reportedAt, dailyBps } = found.data;
    const unit = 10n ** BigInt((await readMint(context.cluster, mint)).decimals);
    const value = rate.denominator === 0n ? null : (rate.numerator * unit) / rate.denominator;
    return {
      text: facts([
        ["Rate", found.address],
        ["Mint", mint],
        ["One is worth", value === null ? "not reported yet" : formatAmount(value, decimals)],
        ["Reported", moment(reportedAt)],
        ["Daily limit", percent(dailyBps)],
      ]),
      json: { rate: found.address, mint, value, decimals, ...rate, reportedAt, dailyBps },
    };
  });
}
