export * from "./convert.js";
export * from "./outcome.js";
export {
  findConversion,
  listConversions,
  listConversionsInto,
  listConversionsOf,
  readConversion,
} from "./read.js";
export * from "./words.js";
