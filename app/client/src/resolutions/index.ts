export * from "./consent.js";
export * from "./decide.js";
export {
  findBallot,
  findGovernance,
  listBallots,
  listResolutions,
  proposalOf,
  readGovernance,
  readResolution,
} from "./read.js";
export * from "./standing.js";
export * from "./terms.js";
export * from "./words.js";
