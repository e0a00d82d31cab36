import {
  ClientError,
  countedIrregular,
  electPik,
  NO_PIK,
  readSecurity,
  readTranche,
  type SecurityState,
  settlementVault,
  trancheAddress,
  yearlyRate,
} from "@defi-ready/securities";
import type { TrancheTermsArgs } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, examples, parseAddress, parseCount } from "./context.js";
import { day, money, table } from "./format.js";
import { ppmOf } from "./reference.js";

const DAY = 86_400n;
const DEFAULT_NOTICE = "10";

/** `interest`: how the interest of debt is paid. */
export function interestCommand(): Command {
  return new Command("interest").description("How the interest of debt is paid.").addCommand(electCommand());
}

function electCommand(): Command {
  const command = new Command("pay-in-kind")
    .description(
      "Elect that the interest of a debt's current period is paid in kind: what is unpaid of it when the due date is " +
        "over becomes principal. By the sponsor; it cannot be undone.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<rank>", "the debt's rank, 0 for the most senior", parseCount);
  examples(command, "interest pay-in-kind 9xQe... 0");
  return action(command, async (context, _, address, which) => {
    const sponsor = await context.signer();
    const rank = Number(which);
    const security = await readSecurity(context.cluster, address as Address);
    const signature = await context.sendConfirmed(
      `elect that the interest of rank ${rank} for the current period is paid in kind`,
      await electPik({ sponsor, security, rank }),
      sponsor,
    );
    const tranche = await readTranche(context.cluster, await trancheAddress(security.address, rank));
    const { nextDue, pik } = tranche.data;
    const left = `${countedIrregular({ count: pik.left, one: "period is", many: "periods are" })} left`;
    return {
      text: `what is unpaid of the interest due on ${day(nextDue * DAY)} becomes principal; ${left}`,
      json: { signature, rank, nextDue: day(nextDue * DAY), left: pik.left },
    };
  });
}

/** The options of payment in kind. */
export type PikOptions = Readonly<{ pik?: string; pikNotice?: string; pikMargin?: string }>;

/** By which terms interest of a class may be paid in kind, all of them. */
export function pikTerms({ pik, pikNotice, pikMargin }: PikOptions): Pick<Partial<TrancheTermsArgs>, "pik"> {
  if (pik === undefined) {
    if (pikNotice !== undefined || pikMargin !== undefined) {
      throw new ClientError("say for how many periods interest may be paid in kind with --pik");
    }
    return {};
  }
  return {
    pik:
      Number(pik) === 0
        ? NO_PIK
        : {
            periods: Number(pik),
            noticeDays: Number(pikNotice ?? DEFAULT_NOTICE),
            marginPpm: ppmOf(pikMargin ?? "0"),
          },
  };
}

/** Interest that may be paid in kind, for people; empty if none may. */
export function inKindSection({ security, tranches }: SecurityState): string {
  const { decimals } = settlementVault(security.data);
  const rows = tranches.flatMap(({ tranche: { data } }) => {
    const { periods, left, noticeDays, elected, marginPpm, outstanding, capitalised } = data.pik;
    return periods === 0
      ? []
      : [
          [
            String(data.rank),
            `${left} of ${periods}`,
            `${noticeDays}d`,
            yearlyRate(marginPpm),
            elected === 1 ? "yes" : "no",
            money(capitalised, decimals),
            money(outstanding, decimals),
          ],
        ];
  });
  const columns = ["Periods left", "Notice", "Margin", "This period", "Became principal", "Outstanding"];
  return rows.length === 0
    ? ""
    : table(["Interest in kind, rank", ...columns.map((right) => ({ right }))], rows);
}
