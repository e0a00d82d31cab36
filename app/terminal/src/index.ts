/** What command lines write for people and for programs, and how they end. */
export { EXIT_FAILURE, EXIT_INTERRUPTED, EXIT_UNKNOWN, EXIT_USAGE } from "./exit-codes.js";
export {
  type Column,
  day,
  facts,
  hexOf,
  moment,
  money,
  percent,
  short,
  table,
  text,
  toJson,
  toJsonLine,
  until,
} from "./format.js";
export { asker, PROCESS_STREAMS, type Streams } from "./streams.js";
