export type { Disclosure as PostedDisclosure } from "../generated/index.js";
export * from "./allotments.js";
export * from "./locks.js";
export * from "./preflight.js";
export * from "./published.js";
export * from "./retention.js";
export * from "./rules.js";
export * from "./windows.js";
export * from "./words.js";
