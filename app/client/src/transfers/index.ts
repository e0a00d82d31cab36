export * from "./allotments.js";
export type { Disclosure as PostedDisclosure } from "./disclosure-account.js";
export * from "./locks.js";
export type { Person } from "./person-account.js";
export * from "./preflight.js";
export * from "./published.js";
export * from "./rules.js";
export * from "./windows.js";
export * from "./words.js";
