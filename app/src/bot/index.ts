export type { BookOptions } from "./books.js";
export { type CrankOptions, crank } from "./crank.js";
export { crankPayments } from "./payments.js";
export { type CrankReport, type Progress, Reporter, type Skipped, type Task } from "./report.js";
export { crankTickets } from "./tickets.js";
