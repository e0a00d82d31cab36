export * from "./consent.js";
export * from "./consequences.js";
export {
  type Continuation,
  continuationOf,
  type TierChange,
  type TriggerChange,
  tierChanges,
  triggerChanges,
} from "./continuation.js";
export * from "./decide.js";
export * from "./draft.js";
export {
  findBallot,
  findGovernance,
  listBallots,
  listResolutions,
  proposalOf,
  readGovernance,
  readResolution,
} from "./read.js";
export * from "./replaced.js";
export * from "./standing.js";
export * from "./terms.js";
export * from "./words.js";
