export * from "./locks.js";
export * from "./rules.js";
export * from "./windows.js";
export * from "./words.js";
