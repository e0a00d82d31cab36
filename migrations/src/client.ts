/** What the migrations take from the client package. */
export {
  AmountError,
  formatAmount,
  MAX_AMOUNT,
  parseAmount,
} from "@defi-ready/securities/src/client/amount.js";
