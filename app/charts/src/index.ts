/** Pictures of a book, a waterfall, a structure and its payments: layouts as data, and the React components that draw them. */
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
