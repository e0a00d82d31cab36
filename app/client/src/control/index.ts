export * from "./act.js";
export * from "./powers.js";
export * from "./stages.js";
