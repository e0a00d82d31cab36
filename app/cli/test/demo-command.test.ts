import assert from "node:assert/strict";
import { test } from "node:test";
import { securities } from "./command-line.js";

test("the demo is a command: it names the shipped deals, and plays one by its name", async () => {
  const { code, out } = await securities("demo", "--list");
  assert.equal(code, 0);
  assert.ok(out.trim().split("\n").length >= 12);
  const played = await securities("demo", "venture-syndicate");
  assert.equal(played.code, 0, played.err);
  assert.match(played.out, /Every vault reconciles to the unit/);
  const both = await securities("demo", "--all", "fund");
  assert.match(both.err, /leave out the others, or --all/);
  const none = await securities("demo", "nonsense");
  assert.equal(none.code, 1);
  assert.match(none.err, /nonsense: cannot read the deal file/);
});
