import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { PassResult } from "./daemon.js";
import { type BotEvent, TASKS } from "./report.js";

const RESULTS = ["done", "waiting", "failed"] as const;
const PASS_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600];

/**
 * The bot's metrics for Prometheus, whose format has only floats: amounts in base units are exact up to 2^53 here, and
 * always exact in the logs and on chain.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #tasks = new Counter({
    name: "securities_bot_tasks_total",
    help: "Pieces of work, by task and by result",
    labelNames: ["task", "result"],
    registers: [this.registry],
  });
  readonly #paid = new Counter({
    name: "securities_bot_paid_base_units_total",
    help: "Base units paid to holders, by security and mint",
    labelNames: ["security", "mint"],
    registers: [this.registry],
  });
  readonly #owing = new Gauge({
    name: "securities_bot_holders_owing",
    help: "Holders that were still owed something after the last pass, by security",
    labelNames: ["security"],
    registers: [this.registry],
  });
  readonly #passes = new Counter({
    name: "securities_bot_passes_total",
    help: "Passes: ok, with_failures (something was skipped), error (the pass could not be made)",
    labelNames: ["result"],
    registers: [this.registry],
  });
  readonly #seconds = new Histogram({
    name: "securities_bot_pass_duration_seconds",
    help: "How long passes took",
    buckets: PASS_SECONDS,
    registers: [this.registry],
  });
  readonly #success = new Gauge({
    name: "securities_bot_last_success_timestamp_seconds",
    help: "When the last completed pass ended, whatever it had to skip, Unix time; 0 before",
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const task of TASKS) {
      for (const result of RESULTS) {
        this.#tasks.inc({ task, result }, 0);
      }
    }
  }

  /** Counts the result of a piece of work. */
  event({ task, result, times = 1, security, mint, amount }: BotEvent): void {
    if (result === "planned") {
      return;
    }
    this.#tasks.inc({ task, result }, times);
    if (task === "pay" && security !== undefined && mint !== undefined && amount !== undefined) {
      this.#paid.inc({ security, mint }, Number(amount));
    }
  }

  /** Counts a pass. */
  pass(result: PassResult): void {
    this.#seconds.observe(result.seconds);
    if ("error" in result) {
      this.#passes.inc({ result: "error" });
      return;
    }
    const { skipped, owing, stopped } = result.report;
    this.#passes.inc({ result: skipped.length === 0 ? "ok" : "with_failures" });
    for (const [security, holders] of owing) {
      this.#owing.set({ security }, holders);
    }
    if (!stopped) {
      this.#success.setToCurrentTime();
    }
  }
}
