import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Deal } from "./model.js";
import { loadScenario, type Scenario } from "./scenario.js";
import { scenarioRulesOf } from "./scenario-rules.js";

/** Scenarios that may tell what happens between a deal's own payments, in the folder of its file. */
const NAMES = ["as-paid.yaml", "scenario.yaml"];

/**
 * The losses between a deal's own payments, in order of time: those of the scenario beside its file that has neither a pool
 * nor payments of its own. None where there is no such scenario.
 *
 * @param file Path of the deal file.
 * @throws {DealError} For a scenario that is not valid.
 */
export function lossesBeside(file: string, deal: Deal): Scenario["losses"] {
  const rules = scenarioRulesOf(deal);
  const [own] = NAMES.map((name) => join(dirname(file), name))
    .filter(existsSync)
    .map((path) => loadScenario(path, rules))
    .filter(({ pool, payments }) => pool === null && payments === null);
  return (own?.losses ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
