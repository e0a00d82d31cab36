import assert from "node:assert/strict";
import { test } from "node:test";
import { BUDGET, bundle, PAGE, packagesOf, WHOLE } from "./bundle.js";

test("what a page imports stays within its budget", async () => {
  const { gzip, bytes } = await bundle(PAGE);
  assert.ok(gzip <= BUDGET, `${gzip} bytes compressed`);
  assert.ok(bytes > gzip);
});

test("the words of refusals are loaded once there is a refusal", async () => {
  const { later } = await bundle(PAGE);
  const files = later.map((path) => path.replace(/^.*client\/dist\//, ""));
  for (const file of ["refusals.js", "error-tables.js", "generated/errors/texts.js"]) {
    assert.ok(files.includes(file), `${file} is not among ${files.join(" ")}`);
  }
});

test("what a page does not import is not in its bundle", async () => {
  const [one, page, whole] = [await bundle(["formatAmount"]), await bundle(PAGE), await bundle(WHOLE)];
  assert.ok(one.bytes < 2_000, `${one.bytes} bytes for one function of arithmetic`);
  assert.ok(page.bytes < whole.bytes * 0.75, `${page.bytes} of ${whole.bytes}`);
});

test("no npm package is in the bundle twice", async () => {
  const { packages } = await bundle(WHOLE);
  assert.ok(packages.has("@solana/errors"));
  const copies = [...packages].filter(([, folders]) => folders.size > 1);
  assert.deepEqual(copies, []);
});

test("copies are seen where they are", () => {
  const files = [
    "node_modules/@a/b/x.js",
    "node_modules/c/node_modules/@a/b/x.js",
    "../client/dist/index.js",
  ];
  assert.deepEqual(
    [...packagesOf(files)].map(([name, folders]) => [name, folders.size]),
    [["@a/b", 2]],
  );
});
