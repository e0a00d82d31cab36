import assert from "node:assert/strict";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { DealError, loadDeal, lossesBeside, parseDay, shippedDeals } from "../src/index.js";
import { dealFolder } from "./support/deal-text.js";

describe("the losses between a deal's own payments", () => {
  const told = (file: string) => lossesBeside(file, loadDeal(file));
  const fileOf = (named: string) => shippedDeals().find(({ name }) => name === named)?.file ?? "";

  it("are those of the scenario without a pool", () => {
    const on = (day: string) => parseDay(day);
    assert.deepEqual(
      Object.fromEntries(
        shippedDeals()
          .map(({ name, file }) => [name, told(file)] as const)
          .filter(([, losses]) => losses.length > 0),
      ),
      {
        "auto-loans": [{ at: on("2025-06-16"), amount: 43_111_310_000n }],
        "fund-deal-by-deal": [{ at: on("2026-06-27"), amount: 350_000_000_000n }],
        mortgages: [{ at: on("2025-06-16"), amount: 12_000_000_000n }],
        "private-credit-floating": [{ at: on("2025-06-15"), amount: 110_000_000_000n }],
      },
    );
  });

  it("come in order of time, and are refused in words where the scenario is not valid", () => {
    const folder = dealFolder();
    cpSync(dirname(fileOf("mortgages")), folder, { recursive: true });
    const file = join(folder, "deal.yaml");
    const scenario = join(folder, "as-paid.yaml");
    writeFileSync(
      scenario,
      'version: 1\nlosses:\n  - { on: 2025-09-01, amount: "2" }\n  - { on: 2025-06-01, amount: "1" }\n',
    );
    assert.deepEqual(
      told(file).map(({ amount }) => amount),
      [1_000_000n, 2_000_000n],
    );
    writeFileSync(scenario, "version: 2\n");
    assert.throws(() => told(file), DealError);
    rmSync(scenario);
    assert.deepEqual(told(file), [], "the other one is of a pool");
  });
});
