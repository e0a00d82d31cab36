import { formatGroupedAmount } from "../amount.js";
import { stageName } from "../control/powers.js";
import { counted } from "../counted.js";
import type { BudgetTerms, Proposal, RoleArgs } from "../generated/index.js";
import { isoDay } from "../iso-time.js";

const PPM_A_PERCENT = 10_000;

/** What words for a proposal need to know of the class of a rank. */
export type ProposalClass = Readonly<{
  /** Its name. */
  name: string;
  decimals: number;
  /** Those of the settlement mint, in which prices are. */
  moneyDecimals: number;
  ratePpm: number;
  maturity: bigint;
}>;

/** What a resolution would do, in a line of words. */
export function proposalWords(
  proposal: Proposal,
  classAt: (rank: number) => ProposalClass | undefined,
): string {
  switch (proposal.__kind) {
    case "Advisory":
      return "ask the classes what they think of its document";
    case "Document":
      return "replace the deal's document";
    case "Role":
      return `give the role of ${roleWord(proposal.role)} to ${proposal.to}`;
    case "Waiver":
      return `waive trigger ${proposal.trigger} until ${isoDay(proposal.until)}`;
    case "Authorised": {
      const { name, decimals } = known(classAt(proposal.rank), proposal.rank);
      return `authorise ${formatGroupedAmount(proposal.shares, decimals)} shares of ${name}`;
    }
    case "TransferRules":
      return `replace the transfer rules of ${known(classAt(proposal.rank), proposal.rank).name}`;
    case "DebtTerms": {
      const { name, ratePpm, maturity } = known(classAt(proposal.rank), proposal.rank);
      const changes = [
        ...(proposal.ratePpm === ratePpm
          ? []
          : [`rate from ${percent(ratePpm)} to ${percent(proposal.ratePpm)}`]),
        ...(proposal.maturity === maturity
          ? []
          : [`maturity from ${isoDay(maturity)} to ${isoDay(proposal.maturity)}`]),
      ];
      return changes.length === 0
        ? `set the rate of ${name} to ${percent(ratePpm)} and its maturity to ${isoDay(maturity)}`
        : `change ${name}: ${changes.join(", ")}`;
    }
    case "Acceleration":
      return proposal.declare
        ? "accelerate: all cash repays the debts, the most senior first"
        : "take back the acceleration that lenders declared";
    case "Floor": {
      const { name, decimals, moneyDecimals } = known(classAt(proposal.rank), proposal.rank);
      const price = formatGroupedAmount(proposal.price, moneyDecimals);
      const shares = formatGroupedAmount(proposal.shares, decimals);
      return `let the next book of ${name} sell up to ${shares} shares below the floor, at ${price} or more, until ${isoDay(proposal.until)}`;
    }
    case "Destination":
      return `have proceeds drawn to ${proposal.to} in place of ${proposal.from}`;
    case "Control":
      return `give control back to the ${stageName(proposal.stage)}`;
    case "Agent":
      return `name ${proposal.to} as the agent of the ${stageName(proposal.stage)}`;
    case "Conversion":
      return `approve conversion ${proposal.number} of ${known(classAt(proposal.rank), proposal.rank).name}`;
    case "WindDown":
      return "wind the deal down: nothing new begins, what is in it goes out, and it ends";
    case "Budget":
      return budgetWords(proposal.terms, known(classAt(0), 0));
    case "Waterfall":
      return `replace the waterfall as a whole by the draft ${proposal.draft}`;
    case "Call": {
      const { name, moneyDecimals } = known(classAt(proposal.rank), proposal.rank);
      const [price, most] = [proposal.price, proposal.most].map((one) =>
        formatGroupedAmount(one, moneyDecimals),
      );
      return `call ${name}: all its shares end for ${price} each, out of the treasury, for at most ${most} together`;
    }
  }
}

/** What a manager could draw, in words. */
function budgetWords(
  { manager, destination, vault, reinvestment, amount, days, until }: BudgetTerms,
  { moneyDecimals }: ProposalClass,
): string {
  if (amount === 0n) {
    return "end the budget that there is";
  }
  const units =
    vault === 0 ? formatGroupedAmount(amount, moneyDecimals) : `${amount} base units of vault ${vault}`;
  const source = reinvestment ? " of what waits for new assets" : "";
  const period = days === 0 ? "" : ` every ${counted(days, "day")}`;
  return `let ${manager} draw up to ${units}${source}${period} to ${destination} until ${isoDay(until)}`;
}

const known = (found: ProposalClass | undefined, rank: number): ProposalClass =>
  found ?? { name: `class ${rank}`, decimals: 0, moneyDecimals: 0, ratePpm: 0, maturity: 0n };

const percent = (ppm: number): string => `${ppm / PPM_A_PERCENT} %`;

function roleWord(role: RoleArgs): string {
  return role.__kind === "Qualifier" ? `qualifier ${role.place}` : role.__kind.toLowerCase();
}
