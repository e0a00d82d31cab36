import assert from "node:assert/strict";
import { test } from "node:test";
import { Reporter, TASKS } from "@defi-ready/securities-bot";
import { table } from "@defi-ready/securities-terminal";
import { address } from "@solana/kit";
import { outcome } from "../src/outcome.js";

const SUBJECT = address("11111111111111111111111111111112");

test("every kind of work that a pass counts is told, one in the singular", () => {
  for (const task of TASKS.filter((one) => one !== "read")) {
    const told = [1, 2].map((times) => {
      const reporter = new Reporter();
      if (task === "pay") {
        for (let paid = 0; paid < times; paid += 1) {
          reporter.paid({ security: SUBJECT, mint: SUBJECT, settles: true, holder: SUBJECT, amount: 1n });
        }
      } else {
        reporter.did(task, SUBJECT, { times });
      }
      return outcome(reporter.finish(1)).text;
    });
    const [one = "", two = ""] = told;
    assert.match(one, /^1 /, task);
    assert.match(two, /^2 /, task);
    const [first = "", second = ""] = [one.slice(2), two.slice(2)];
    assert.ok(task === "close" || first !== second, `${task}: ${told.join()}`);
    assert.doesNotMatch(one, /holders |books |tickets |marks |rates |losses |fees |vaults /, task);
  }
});

test("a table without rows says so", () => {
  const lines = table(["Rank", { right: "Amount" }], []).split("\n");
  assert.deepEqual(lines, ["Rank  Amount", "------------", "none"]);
});
