export * from "./begin.js";
export * from "./left.js";
export * from "./plan.js";
export * from "./words.js";
