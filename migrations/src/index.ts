/** Deal files: reading them, planning what they would do on chain, and doing it. */
export {
  type Applied,
  ApplyError,
  type ApplyOptions,
  applyDeal,
  PlanRefused,
  type Progress,
} from "./apply/apply.js";
export { type ExportedStep, type ExportOptions, exportDeal } from "./apply/export.js";
export { type Lock, locksOf, type Structure, structureOf } from "./apply/structure.js";
export {
  type BookAddresses,
  type DealAddresses,
  lineAddress,
  type OtherVault,
  type ReportedAddresses,
  type SourceAddresses,
  type TrancheAddresses,
  testMintAddress,
} from "./chain/addresses.js";
export { factsOfDeal, type Known } from "./deal/facts.js";
export { carriesOf, loadDeal, parseDeal } from "./deal/load.js";
export { lossesBeside } from "./deal/losses-beside.js";
export type {
  Adapter,
  Allocation,
  Amortisation,
  AssetTerms,
  BookTerms,
  CapitalTerms,
  DayCount,
  Deal,
  DebtTerms,
  Destination,
  EntitlementKind,
  Knot,
  Moment,
  Party,
  Payment,
  Reward,
  RewardKind,
  SeriesTerms,
  SettlementMint,
  SourceTerms,
  Tier,
  TierKind,
  TrancheKind,
  TrancheTerms,
  Trigger,
} from "./deal/model.js";
export { paymentIdentity } from "./deal/payments.js";
export { loadPayments } from "./deal/payments-file.js";
export { DealError, formatProblem, type Position, type Problem, positionOf } from "./deal/problem.js";
export {
  loadScenario,
  OWN_PAYMENTS,
  type PoolTerms,
  type Scenario,
  type ScenarioRules,
} from "./deal/scenario.js";
export { scenarioRulesOf } from "./deal/scenario-rules.js";
export { type ShippedDeal, shippedDeals } from "./deal/shipped.js";
export { parseDay } from "./deal/values.js";
export { creationDays, problemsAt } from "./plan/date-refusals.js";
export type { Difference } from "./plan/differences.js";
export type { PlanOptions } from "./plan/options.js";
export {
  type Action,
  type Part,
  type Plan,
  type PlanItem,
  planDeal,
} from "./plan/plan.js";
export {
  appliedJson,
  checkJson,
  planJson,
  problemsJson,
  renderApplied,
  renderCheck,
  renderCost,
  renderPlan,
  renderProgress,
} from "./render.js";
