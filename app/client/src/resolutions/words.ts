import { formatAmount } from "../amount.js";
import type { Proposal, RoleArgs } from "../generated/index.js";
import { isoDay } from "../iso-time.js";

const PPM_A_PERCENT = 10_000;

/** What words for a proposal need to know of the class of a rank. */
export type ProposalClass = Readonly<{
  /** Its name. */
  name: string;
  decimals: number;
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
      return "advise on its document";
    case "Document":
      return "replace the deal's document";
    case "Role":
      return `give the role of ${roleWord(proposal.role)} to ${proposal.to}`;
    case "Waiver":
      return `waive trigger ${proposal.trigger} until ${isoDay(proposal.until)}`;
    case "Authorised": {
      const { name, decimals } = known(classAt(proposal.rank), proposal.rank);
      return `authorise ${formatAmount(proposal.shares, decimals)} shares of ${name}`;
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
        ? `have ${name} bear ${percent(ratePpm)} and mature on ${isoDay(maturity)}, as it does`
        : `change ${name}: ${changes.join(", ")}`;
    }
    case "Conversion":
      return `approve conversion ${proposal.number} of ${known(classAt(proposal.rank), proposal.rank).name}`;
  }
}

const known = (found: ProposalClass | undefined, rank: number): ProposalClass =>
  found ?? { name: `class ${rank}`, decimals: 0, ratePpm: 0, maturity: 0n };

const percent = (ppm: number): string => `${ppm / PPM_A_PERCENT} %`;

function roleWord(role: RoleArgs): string {
  return role.__kind === "Qualifier" ? `qualifier ${role.place}` : role.__kind.toLowerCase();
}
