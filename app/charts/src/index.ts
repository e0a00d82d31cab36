/** Pictures of a book, a waterfall, a structure and its payments: layouts as data, and the React components that draw them. */
export {
  type Flow,
  type FlowLink,
  type FlowNode,
  flowOf,
  type MoneySort,
  type PaymentRecord,
  type Receipts,
  receiptsOf,
} from "./flow/flow.js";
export { type FlowLayout, flowLayout, type PlacedLink, type PlacedNode } from "./flow/layout.js";
export type { ClassLabel } from "./flow/names.js";
export type { Pot } from "./flow/pots.js";
export { WaterfallPicture } from "./flow/waterfall-picture.js";
export {
  type Adding,
  acceptedOf,
  countedAt,
  type Line,
  type LineTicket,
  lineOf,
  moneyFor,
  ticketAt,
} from "./line/line.js";
export { LinePicture } from "./line/line-picture.js";
export { type RewardPoint, type RewardSlice, type RewardTrace, rewardTrace } from "./line/rewards.js";
export type { Reward } from "./line/words.js";
export {
  type Piece,
  type Slot,
  slotsOf,
  type TimelineLayout,
  timelineLayout,
} from "./payments/layout.js";
export { type Paid, type ProjectedFlow, paidOf, projectedOf } from "./payments/paid.js";
export { PaymentExplorer } from "./payments/payment-explorer.js";
export { PaymentsPicture } from "./payments/payments-picture.js";
export { CovenantGauges } from "./structure/covenant-gauges.js";
export { type Covenant, covenantsOf, type Room } from "./structure/covenants.js";
export { type StackBlock, type StackLayout, stackLayout } from "./structure/layout.js";
export { type StackedClass, type Structure, structureOf } from "./structure/structure.js";
export { StructurePicture } from "./structure/structure-picture.js";
