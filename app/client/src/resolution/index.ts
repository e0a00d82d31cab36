export {
  type Asked,
  CONSENT_TABLE,
  type ConsentFacts,
  type ConsentRow,
  consentRowOf,
  type Majority,
} from "./consent-table.js";
export {
  DEFAULT_GOVERNANCE,
  findGovernance,
  governanceTermsOf,
  MAX_GOVERNANCE_DAYS,
  MAX_PROPOSAL_BPS,
  MIN_CONSENT_BPS,
  MIN_QUORUM_BPS,
  MIN_VOTING_DAYS,
  setGovernance,
} from "./terms.js";
