import {
  DEFAULT_GOVERNANCE,
  MAX_GOVERNANCE_DAYS,
  MAX_PROPOSAL_BPS,
  MIN_CONSENT_BPS,
  MIN_QUORUM_BPS,
  MIN_VOTING_DAYS,
  percentage,
} from "../client.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { ClassVoteTerms, GovernanceTerms } from "./model.js";
import { readRank } from "./read-tranches.js";
import { refuseRepeated } from "./repeated.js";

/** How the holders of a deal decide. */
export function readGovernance(field: Field, tranches: Field): GovernanceTerms | undefined {
  const own = field.get("classes").items();
  refuseRepeated(
    own.map((one) => one.get("tranche")),
    "each tranche",
  );
  const ranks = own.map((one) => readRank(one.get("tranche"), tranches));
  const all = readClass(field, DEFAULT_GOVERNANCE);
  const terms = own.map((one) => readClass(one, all));
  const classes = tranches.items().map((_, rank) => {
    const at = ranks.indexOf(rank);
    const given = at < 0 ? all : terms[at];
    return given && { field: at < 0 ? "governance" : `governance.classes[${at}]`, ...given };
  });
  return whole<GovernanceTerms>({
    noticeDays: field.get("notice").or(DEFAULT_GOVERNANCE.noticeDays, (days) => readDays(days, 1)),
    votingDays: field
      .get("voting")
      .or(DEFAULT_GOVERNANCE.votingDays, (days) => readDays(days, MIN_VOTING_DAYS)),
    timelockDays: field.get("timelock").or(DEFAULT_GOVERNANCE.timelockDays, (days) => readDays(days, 1)),
    classes: wholeList([...terms, ...classes]) && wholeList(classes),
  });
}

type Parts = Omit<ClassVoteTerms, "field">;

/** What a class decides with; otherwise as said of all. */
function readClass(field: Field, otherwise: Parts | undefined): Parts | undefined {
  const part = (name: string, instead: number | undefined, least: number, most: number) =>
    field.get(name).or(instead, (given) => readPart(given, least, most));
  return whole<Parts>({
    consentBps: part("consent", otherwise?.consentBps, MIN_CONSENT_BPS, 10_000),
    quorumBps: part("quorum", otherwise?.quorumBps, MIN_QUORUM_BPS, 10_000),
    proposalBps: part("proposal", otherwise?.proposalBps, 1, MAX_PROPOSAL_BPS),
  });
}

function readPart(field: Field, least: number, most: number): number | undefined {
  const bps = field.percent();
  return bps === undefined || (bps >= least && bps <= most)
    ? bps
    : field.refuse(`is ${percentage(bps)}: give a part from ${percentage(least)} to ${percentage(most)}`);
}

function readDays(field: Field, least: number): number | undefined {
  const days = field.wholeDays();
  return days === undefined || (days >= least && days <= MAX_GOVERNANCE_DAYS)
    ? days
    : field.refuse(`is ${days}d: give ${least}d to ${MAX_GOVERNANCE_DAYS}d`);
}
