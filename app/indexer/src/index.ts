/** History of the program in a database, statements of what holders had and got, and the register of holders. */

export type { LockLine, TransferState } from "./chain/transfer-state.js";
export { type Database, openDatabase, withoutPassword } from "./database/open.js";
export type { EventRow, PaymentRow, ProgressRow, Tables, TransactionRow } from "./database/schema.js";
export { type EventCounters, eventCounters } from "./follow/counters.js";
export { catchUp, type FollowReport, fillGaps, followHistory, type Health } from "./follow/follow.js";
export { type Batch, Follower, type FollowOptions } from "./follow/follower.js";
export { type Gap, gapsOf } from "./follow/gaps.js";
export { type HistoryCommitment, type Listed, nodeSource, type Source } from "./follow/source.js";
export {
  pastRegister,
  type Register,
  type RegisterClass,
  type RegisterEntry,
  readRegister,
} from "./register/register.js";
export { dealHtml } from "./render/deal-html.js";
export { holderHtml } from "./render/holder-html.js";
export type { Pictures } from "./render/page.js";
export { dealCsv, holderCsv, registerCsv, stakeholdersFile } from "./render/tables.js";
export { type Check, HistoryBehind } from "./statement/complete.js";
export {
  type CapitalLine,
  type ClassLine,
  type DealStatement,
  type DistributionLine,
  dealStatement,
  type ExpenseLine,
  readDealStatement,
  type StructureAccounts,
} from "./statement/deal.js";
export type { DecidedLine } from "./statement/decided.js";
export type { EndingLine } from "./statement/ending.js";
export {
  type ClassAccount,
  type HolderStatement,
  holderStatement,
  type MovementLine,
  type StatementOptions,
} from "./statement/holder.js";
export type { EarnedLine, MoneyAccount, PaymentLine } from "./statement/money.js";
export type { ClassReceipts, ReceivedLine } from "./statement/received.js";
export type { SubscriptionLine } from "./statement/subscriptions.js";
export type { ToldLine } from "./statement/told.js";
export type { AllotmentLine, TransferTerms } from "./statement/transfer-terms.js";
