export * from "./decide.js";
export * from "./read.js";
export * from "./standing.js";
export * from "./terms.js";
export * from "./words.js";
