export * from "./act.js";
export * from "./budget.js";
export * from "./powers.js";
export * from "./set.js";
