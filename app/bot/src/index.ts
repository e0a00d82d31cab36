export { crank } from "./crank.js";
export { backoff, type DaemonOptions, type PassResult, runDaemon } from "./daemon.js";
export { type CrankOptions, type Job, jobFor } from "./job.js";
export { Memory } from "./memory.js";
export { Metrics } from "./metrics.js";
export { type MetricsServer, serveMetrics } from "./metrics-server.js";
export { crankPayments } from "./payments.js";
export {
  type BotEvent,
  type CrankReport,
  type Progress,
  Reporter,
  type Skipped,
  TASKS,
  type Task,
} from "./report.js";
export { crankTickets } from "./tickets.js";
