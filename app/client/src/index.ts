export * from "./accounts.js";
export * from "./addresses.js";
export * from "./admission.js";
export { type Allocation, allocated, firstCome, proRata, sharesFor, sharesIn } from "./allocation.js";
export {
  AmountError,
  formatAmount,
  formatGroupedAmount,
  MAX_AMOUNT,
  parseAmount,
  parsePositiveAmount,
} from "./amount.js";
export * from "./attestation.js";
export {
  closeBook,
  closeEscrow,
  holdsShares,
  lockBook,
  refundTicket,
  releasableAssets,
  releaseProceeds,
  type SettleTicketOptions,
  settleTicket,
} from "./book-settlement.js";
export * from "./business-days.js";
export * from "./calendar.js";
export { type CarryStep, carryDue, type OverpaidCarry, overpaidCarries } from "./carry.js";
export { type Check, MOST_TOLD, reconciles } from "./checks.js";
export {
  type Cluster,
  clusterTime,
  commitmentOf,
  connect,
  fitsTransaction,
  requireAccepted,
  type SendOptions,
  send,
  sendInTurn,
} from "./cluster.js";
export { type NamedCluster, readClusterName } from "./cluster-name.js";
export { TransactionExpired } from "./confirm.js";
export { consentTo, otherOffer, otherPoll } from "./consent.js";
export * from "./control/index.js";
export * from "./conversions/index.js";
export * from "./corrections.js";
export { counted, countedIrregular } from "./counted.js";
export * from "./countries.js";
export {
  findCredential,
  findLongestCredential,
  issueCredential,
  listCredentials,
  personOf,
  qualifiersOf,
  qualifyHolder,
  setCredential,
  setQualifiers,
} from "./credential.js";
export { type CurvePoint, curveBudget, rewardBetween, rewardOf } from "./curve.js";
export { confirmDelivery, hasDeliveryFailed, isDeliveryAwaited } from "./delivery.js";
export {
  type CommitOptions,
  castVote,
  commit,
  type Deposited,
  type DepositOptions,
  deposit,
  depositInstructions,
  setRefundAccount,
  uncommit,
  withdraw,
} from "./deposit.js";
export * from "./disclosures/index.js";
export {
  MAX_PAY_BATCH,
  type Payee,
  type Payment,
  type Prepared,
  payeeOf,
  payeesOf,
  payHolders,
  postDistribution,
  tipAccountOf,
  waitsForClaim,
} from "./distribution.js";
export {
  accountedFor,
  accumulatorAt,
  creditedOf,
  type Earnings,
  earningsOf,
  heldOf,
  isStreaming,
  payoutOf,
  payoutsOf,
  principalOf,
  wideToBigint,
} from "./earnings.js";
export * from "./effects.js";
export {
  ClientError,
  type FailureDetails,
  OutcomeUnknown,
  type RefusedTransaction,
  TransactionFailure,
  transactionFailure,
  unknownOutcomeOf,
} from "./errors.js";
export { escheat, escheatedOf, escheatsAt, restoreEscheated, unpayableOf } from "./escheat.js";
export { type EventName, eventsIn, type ProgramEvent, type TransactionOnChain } from "./events.js";
export { explain, fileFault } from "./explain.js";
export { describeUnsigned, exportTransaction, type UnsignedTransaction } from "./export.js";
export { FEE_BASE_WORDS, FEE_BASES, type FeeBaseName, feeBaseOf } from "./fee-bases.js";
export {
  expenseLeft,
  type Fee,
  feesOf,
  owedSince,
  payFee,
  payFeeFromTreasury,
  simulateFeeFromTreasury,
  submitExpense,
} from "./fees.js";
export * from "./floating.js";
export { freezingMetas, hasFrozenForm, isFrozenForm, ShareForm, tradedAccount } from "./form.js";
export {
  closingWords,
  failBook,
  type GroupWork,
  groupsOf,
  groupTables,
  groupWork,
  listGroup,
  lockGroup,
  MAX_GROUP,
  MAX_GROUPS,
  requiresTests,
  type ShortTest,
  shortTestOf,
} from "./group.js";
export {
  claim,
  closeHolder,
  openHolder,
  openReceiver,
  setPayoutAccount,
  transferShares,
} from "./holder.js";
export * from "./in-kind.js";
export * from "./iso-time.js";
export {
  LINE_AT_FIRST,
  LINE_GROWTH,
  LINE_HEADER_BYTES,
  LINE_NODE_BYTES,
  leastLineCapacity,
  lineCapacity,
  lineCapacityFor,
  lineSize,
  MAX_LINE_CAPACITY,
  MIN_LINE_CAPACITY,
  type Money,
  moneyAhead,
  placeAfter,
} from "./line.js";
export { findLookupTables, hasLookupTables, lookupTablesFor } from "./lookup-table.js";
export {
  announceLoss,
  correctLoss,
  isLossDue,
  LOSS_STATES,
  listLosses,
  readLoss,
  recordLoss,
  reportPool,
  strikeLoss,
} from "./losses.js";
export { type Listed, readMarket } from "./market.js";
export * from "./measures/index.js";
export { type MintName, mintNames } from "./mint-names.js";
export { describeMode, isDeclaredByLenders, MODES, type Mode, modeOf, setMode } from "./mode.js";
export { randomNonce } from "./nonce.js";
export { approveTicket, makeOffer, type Offer, openPoll, raiseTip } from "./offer.js";
export {
  addAsset,
  type BookTerms,
  completeTerms,
  DEFAULT_DRAW_DELAY,
  OFFER_PERIOD,
  openBook,
  setCurve,
} from "./open-book.js";
export { type Outcome, outcomeOf } from "./outcome.js";
export {
  claimRefund,
  findOwedRefund,
  leavesBookAt,
  listOwedRefunds,
  oweRefund,
  payOwedRefund,
  readOwedRefund,
} from "./owed-refund.js";
export { ownerFault, requireOwner, type SeenAccount, seenAccounts } from "./owner.js";
export { closeOwnerTotal, openOwnerTotal } from "./owner-total.js";
export {
  type Partition,
  prefixBytes,
  type ScanOptions,
  scanHolders,
  scanTickets,
} from "./partition.js";
export * from "./phase.js";
export { hasPoints, isFixed, type PointsDue, pointsDue, takePoints } from "./points.js";
export * from "./preview.js";
export * from "./printable.js";
export {
  AUTO_PERCENTILE,
  DEFAULT_MAX_PRIORITY_FEE,
  type PriorityFee,
  parsePrice,
  parsePriorityFee,
  percentile,
} from "./priority-fee.js";
export {
  type DrawProceedsOptions,
  destinationsFor,
  drawableOf,
  drawProceeds,
  isCoSigned,
  isDrawLate,
  reinvestableOf,
  returnProceeds,
  sweepVault,
  UNLIMITED_DRAWS,
  unsolicitedIn,
  whyNotDrawn,
  whyNotReinvested,
} from "./proceeds.js";
export { requireProgram } from "./program-account.js";
export * from "./protocol.js";
export { protocolTermsOf, type RegistrationTerms } from "./protocol-terms.js";
export * from "./qualify.js";
export { createRate, reportRate, unitsAt, valueAt } from "./rate.js";
export { hookMetas, type ReceiverInstructionsOptions, receiverInstructions } from "./receiver.js";
export { reconcile } from "./reconcile.js";
export { costOfAll, isRedeemed } from "./redemption.js";
export { canRepay, type Repayment, repayReinvestment, simulateRepayment } from "./reinvestment.js";
export * from "./resolutions/index.js";
export {
  promoteMetas,
  rewardInstructions,
  rewardMetas,
  rewardMintAddress,
  tranchesGranted,
} from "./rewards.js";
export {
  acceptRole,
  cancelRole,
  findRoleTransfer,
  type HeldRole,
  listRoleTransfers,
  proposeRole,
  ROLE_WORDS,
  type RoleName,
  type RoleWord,
  readRoleTransfer,
  refuseRole,
  roleNameOf,
  roleOf,
  rolesOf,
  roleTransferOf,
} from "./role.js";
export { listProposedRoles, type RoleAnswers, roleAnswers } from "./role-answers.js";
export {
  type BookState,
  readBookState,
  readSecurityState,
  readWrapperState,
  type SecurityState,
  type SeriesState,
  type TrancheState,
  type WrapperState,
} from "./security-state.js";
export {
  type ClassChange,
  changeStructure,
  isNegotiable,
  isOpenBook,
  POOL_DAILY_BPS,
  type SetStructureOptions,
  setStructure,
  trancheTerms,
  type WaterfallTerms,
} from "./set-structure.js";
export { shownUrl } from "./shown-url.js";
export {
  collectSource,
  DEFAULT_RELEASE_DAYS,
  listSources,
  readSource,
  registerSource,
  releaseSeconds,
  type SourceState,
} from "./sources.js";
export {
  addVault,
  createSecurity,
  createTranche,
  LOSS_NOTICE,
  type SecurityTerms,
  type TrancheTerms,
} from "./sponsor.js";
export { releasedOf } from "./stream.js";
export { areNeeded, closeTable, deactivateTable, listTables, type OwnTable } from "./table-upkeep.js";
export {
  annualFeeWords,
  describeTier,
  isFee,
  percentage,
  purposeOf,
  RESERVE_PURPOSES,
  type ReservePurposeName,
  ranksOf,
  TIER_KINDS,
  type TierKind,
  tierKindOf,
  tiersOf,
  times,
  yearlyRate,
} from "./tiers.js";
export {
  createAssociatedTokenAccount,
  type Mint,
  readMint,
  readTokenAccounts,
  type TokenAccount,
  tokenBalance,
  tokenBalances,
} from "./token.js";
export { trancheAddresses } from "./tranche-metas.js";
export * from "./transfers/index.js";
export { isUnreachable, NodeError } from "./transport.js";
export {
  breachOf,
  CONSEQUENCES,
  type Consequence,
  checkTriggers,
  consequenceBits,
  consequencesOf,
  describeConsequences,
  describeTrigger,
  isUnproven,
  resumesAt,
  simulateCheckTriggers,
  stepsAt,
  TRIGGER_KINDS,
  triggerKindOf,
  triggersOf,
} from "./triggers.js";
export { fundTips, growLine, type LineGrowth, lineSteps, moveUp } from "./upkeep.js";
export {
  assetOf,
  assetsOf,
  curvesOf,
  destinationsOf,
  escrowAsset,
  isPar,
  obligationsOf,
  settlementVault,
  vaultIndexOf,
  vaultOf,
  vaultsOf,
} from "./vaults-and-assets.js";
export * from "./warrant.js";
export * from "./winding/index.js";
export * from "./wrapper.js";
