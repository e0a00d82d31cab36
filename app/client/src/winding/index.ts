export * from "./begin.js";
export * from "./closed.js";
export * from "./left.js";
export * from "./plan.js";
export * from "./words.js";
