/** A deal, its investors and its clock on an embedded validator, for tests. */
export { bytecodePath, programsBeside } from "./bytecode.js";
export { callNode, MethodError } from "./call.js";
export { Clock } from "./clock.js";
export { setAccounts, type Written, writeHolders } from "./crowd.js";
export { writeTickets } from "./crowd-of-tickets.js";
export {
  answerWith,
  dyingNode,
  errorsInBody,
  type Faults,
  failingNode,
  faults,
  forgetfulNode,
  hangingNode,
  heightIsSlot,
  laggingHistory,
  lateConfirmations,
  lateFinality,
  lateStatuses,
  lateTransactions,
  limitingNode,
  repeatingHistory,
  withholding,
  withoutHistory,
} from "./faulty-nodes.js";
export { type Call, type Guard, gate, type Reaction, type Refusal } from "./gate.js";
export { createMint, fund, funded, knownKey, mintTo } from "./money.js";
export {
  createTranches,
  DAY,
  DEADLINE,
  debtAndEquity,
  JUNIOR,
  OFFER_ENDS,
  ONE,
  openOffering,
  SENIOR,
  SOL,
  START,
  type Structure,
} from "./offering.js";
export { POOLS, writeProtocol } from "./protocols.js";
export { type SettledDeal, startSettledDeal } from "./settled-deal.js";
export { TestDeal, type TestDealOptions } from "./test-deal.js";
export { startProgram, TestNode } from "./test-node.js";
