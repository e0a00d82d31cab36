export { type CrankOptions, crank } from "./crank.js";
export type { CrankReport, Progress, Skipped, Task } from "./report.js";
