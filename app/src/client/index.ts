export {
  findHolder,
  listAllSecurities,
  listBooks,
  listDistributions,
  listHolders,
  listHoldings,
  listSecurities,
  listTickets,
  readBook,
  readHolder,
  readLine,
  readSecurity,
  readTicket,
  readTranche,
  readTranches,
  readWaterfall,
} from "./accounts.js";
export {
  ASSOCIATED_TOKEN_PROGRAM,
  associatedTokenAddress,
  bookAddress,
  distributionAddress,
  eventAuthorityAddress,
  holderAddress,
  hookAccountsAddress,
  securityAddress,
  shareAccountAddress,
  shareMintAddress,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
  ticketAddress,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "./addresses.js";
export { AmountError, formatAmount, MAX_AMOUNT, parseAmount } from "./amount.js";
export {
  closeBook,
  type Deposited,
  type DepositInput,
  deposit,
  depositInstructions,
  lockBook,
  refundTicket,
  setRefundAccount,
  settleTicket,
  withdraw,
} from "./book.js";
export { type Cluster, clusterTime, commitmentOf, connect, type SendOptions, send } from "./cluster.js";
export { MAX_PAY_BATCH, payHolders, postDistribution, runDistribution } from "./distribution.js";
export {
  accountedFor,
  type Earnings,
  earningsOf,
  payoutOf,
  principalOf,
  wideToBigint,
} from "./earnings.js";
export {
  ClientError,
  explain,
  type FailureDetails,
  programErrorMessage,
  programErrorName,
  TransactionFailure,
  transactionFailure,
} from "./errors.js";
export { claim, closeHolder, openHolder, setPayoutAccount, transferShares } from "./holder.js";
export {
  LINE_HEADER_BYTES,
  LINE_NODE_BYTES,
  lineCapacityFor,
  lineSize,
  MAX_LINE_CAPACITY,
  MIN_LINE_CAPACITY,
  type Money,
  moneyAhead,
} from "./line.js";
export { lookupTablesFor } from "./lookup-table.js";
export { canLock, type Phase, type PhaseTerms, phaseOf } from "./phase.js";
export { hookMetas, type Receiver, receiverInstructions } from "./receiver.js";
export { type Check, reconcile, reconciles } from "./reconcile.js";
export { destinationsOf, escrowAsset, obligationsOf, settlementVault } from "./settlement.js";
export {
  type BookTerms,
  createSecurity,
  createTranche,
  drawProceeds,
  openBook,
  setWaterfall,
  sweepVault,
} from "./sponsor.js";
export {
  type BookState,
  readBookState,
  readSecurityState,
  type SecurityState,
  type TrancheState,
} from "./structure.js";
export {
  createAssociatedTokenAccount,
  type Mint,
  readMint,
  readTokenAccounts,
  type TokenAccount,
  tokenBalance,
} from "./token.js";
