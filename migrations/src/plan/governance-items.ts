import type { ChainState } from "../chain/state.js";
import { counted, type GovernanceTermsArgs, governanceTermsOf, isNegotiable, percentage } from "../client.js";
import type { Deal, GovernanceTerms } from "../deal/model.js";
import { governanceCost } from "./cost.js";
import { Comparison } from "./differences.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";

const WHY = "How holders decide is set while no book is open and before the first lock, and then stands";

/** How the holders decide, in the program's form. */
export const governanceTermsFor = ({
  noticeDays,
  votingDays,
  timelockDays,
  classes,
}: GovernanceTerms): GovernanceTermsArgs => ({
  noticeDays,
  votingDays,
  timelockDays,
  classes: classes.map(({ consentBps, quorumBps, proposalBps }) => ({ consentBps, quorumBps, proposalBps })),
});

/** How the holders decide; no item if neither file nor chain says so. */
export function governanceItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  const { security, addresses, governance } = state;
  const wanted = deal.governance === null ? undefined : governanceTermsFor(deal.governance);
  const found =
    governance.value === undefined ? undefined : governanceTermsOf(governance.value, deal.tranches.length);
  if (wanted === undefined && found === undefined) {
    return [];
  }
  const parts: Parts = {
    part: "governance",
    name: wanted === undefined ? "none" : "resolutions",
    field: "governance",
    address: addresses.governance,
    note: wanted === undefined ? "" : courseOf(wanted),
  };
  const same = new Comparison("");
  same.field("governance", textOf(found, deal), textOf(wanted, deal));
  const { differences } = same;
  if (differences.length === 0) {
    return [item("keep", parts)];
  }
  if (wanted === undefined) {
    const why = "Holders cannot be denied what they were promised";
    return [
      compared(
        parts,
        differences.map((difference) => ({ ...difference, why })),
      ),
    ];
  }
  if (security !== undefined && (!isNegotiable(security) || security.openBooks > 0)) {
    return [
      compared(
        parts,
        differences.map((difference) => ({ ...difference, why: WHY })),
      ),
    ];
  }
  return [
    found === undefined
      ? item("create", { ...parts, cost: governanceCost(state, governance.lamports) })
      : item("change", { ...parts, differences }),
  ];
}

const courseOf = ({ noticeDays, votingDays, timelockDays }: GovernanceTermsArgs): string =>
  `${counted(noticeDays, "day")} of notice, ${counted(votingDays, "day")} of voting, ${counted(timelockDays, "day")} of timelock`;

function textOf(terms: GovernanceTermsArgs | undefined, { tranches }: Deal): string {
  if (terms === undefined) {
    return "none";
  }
  const classes = terms.classes.map(
    ({ consentBps, quorumBps, proposalBps }, rank) =>
      `${tranches[rank]?.name ?? `class ${rank}`} consents with ${percentage(consentBps)}, decides by a quorum of ${percentage(quorumBps)} and proposes with ${percentage(proposalBps)}`,
  );
  return [courseOf(terms), ...classes].join("; ");
}
