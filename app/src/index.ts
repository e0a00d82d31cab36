/**
 * Client for DeFi-ready securities: addresses, reads, builders of instructions, and a bot. `program` is what is
 * generated from the program's IDL: accounts, instructions and error numbers as they are on chain.
 */
export * from "./bot/index.js";
export * from "./client/index.js";
export * as program from "./generated/index.js";
