/** What the migrations take from the client package, in one place. */
export {
  associatedTokenAddress,
  bookAddress,
  securityAddress,
  shareMintAddress,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "@defi-ready/securities/src/client/addresses.js";
export {
  AmountError,
  formatAmount,
  MAX_AMOUNT,
  parseAmount,
} from "@defi-ready/securities/src/client/amount.js";
export { connect, send } from "@defi-ready/securities/src/client/cluster.js";
export { ClientError, explain, TransactionFailure } from "@defi-ready/securities/src/client/errors.js";
export { lineSize } from "@defi-ready/securities/src/client/line.js";
export { createTranche, setWaterfall } from "@defi-ready/securities/src/client/sponsor.js";
export {
  AmortisationRule,
  type Book,
  DayCountRule,
  getBookDecoder,
  getBookSize,
  getCreateSecurityInstruction,
  getOpenBookInstruction,
  getSecurityDecoder,
  getSecuritySize,
  getTrancheDecoder,
  getTrancheSize,
  getWaterfallDecoder,
  getWaterfallSize,
  SECURITIES_ERROR__BAD_CLOCK,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  TierKind,
  type Tranche,
  TrancheKind,
  type Waterfall,
} from "@defi-ready/securities/src/generated/index.js";
