import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { packages, ROOT, sources } from "./imports.js";
import { namedBy, stateOf } from "./inputs.js";

// inputs: .

const TESTS = [...packages().map(({ folder }) => folder), "app/test"]
  .flatMap((folder) => sources(folder))
  .filter((path) => /\.test\.tsx?$/.test(path));

/** Whether a test runs again once a file has changed. */
function reruns(test: string, changed: string): boolean {
  assert.ok(existsSync(join(ROOT, changed)), changed);
  return stateOf(test, changed) !== stateOf(test);
}

test("a test runs again when anything has changed that it depends on", () => {
  const fees = "app/cli/test/fees.test.ts";
  for (const changed of [
    fees,
    "app/cli/test/command-line.ts",
    "app/cli/src/fee.ts",
    "app/cli/dist/fee.js",
    "app/cli/package.json",
    "app/client/src/fees.ts",
    "app/client/dist/fees.js",
    "app/testing/src/test-deal.ts",
    "app/validator/src/bank.ts",
    "app/web/src/main.tsx",
    "migrations/schema/deal.schema.json",
    "migrations/deals/royalty/deal.yaml",
    "app/idl/securities.json",
    "app/test/run-tests.ts",
    "package-lock.json",
    "target/deploy/securities.so",
    "target/deploy/token_acl.so",
  ]) {
    assert.ok(reruns(fees, changed), changed);
  }
  assert.ok(reruns("app/projection/test/pool.test.ts", "app/projection/dist/projection.wasm"));
  assert.ok(reruns("app/web/test/server.test.ts", "app/web/site/index.html"));
  assert.ok(reruns("app/client/test/guide.test.ts", "docs/client.md"));
  assert.ok(reruns("app/client/test/amount.test.ts", "app/client/src/amount.ts"));
});

test("a test does not run again for what it cannot read", () => {
  for (const [one, changed] of [
    ["app/cli/test/fees.test.ts", "docs/program.md"],
    ["app/cli/test/fees.test.ts", "README.md"],
    ["app/cli/test/fees.test.ts", "app/cli/README.md"],
    ["app/cli/test/fees.test.ts", "app/cli/test/cli.test.ts"],
    ["app/cli/test/fees.test.ts", "app/web/test/support/market.ts"],
    ["app/client/test/amount.test.ts", "app/web/src/main.tsx"],
    ["app/indexer/test/gaps.test.ts", "app/cli/src/fee.ts"],
    ["app/client/test/guide.test.ts", "docs/program.md"],
  ] as const) {
    assert.ok(!reruns(one, changed), `${one} by ${changed}`);
  }
});

test("what a page, or all pages, are compared with runs again for each of them", () => {
  for (const one of ["app/cli/test/docs.test.ts", "app/test/imports.test.ts", "app/test/published.test.ts"]) {
    for (const changed of ["docs/program.md", "app/README.md", "programs/securities/src/lib.rs"]) {
      assert.ok(reruns(one, changed), `${one} by ${changed}`);
    }
  }
});

test("what tests name as inputs exists", () => {
  const named = TESTS.flatMap((one) => namedBy(one).map((path) => [one, path] as const));
  assert.ok(named.length > 5, `${named.length} are named`);
  for (const [one, path] of named) {
    assert.ok(existsSync(join(ROOT, path)), `${one} names ${path}`);
  }
});

test("what is no input can neither be read nor run, and what is one can", () => {
  const folder = mkdtempSync(join(tmpdir(), "securities-inputs-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const list = join(folder, "inputs");
  writeFileSync(list, "docs/program.md\ntools/browser");
  const allowed = [
    'fs.readFileSync("docs/program.md")',
    'await fs.promises.readFile("docs/program.md")',
    'fs.readdirSync("docs")',
    'childProcess.execFileSync("bash", ["-n", "tools/browser"])',
    'fs.readFileSync("/dev/null")',
  ];
  const refused = [
    ['fs.readFileSync("README.md")', "README.md"],
    ['fs.openSync(new URL("docs/client.md", base))', "docs/client.md"],
    ['await fs.promises.readFile("README.md")', "README.md"],
    ['fs.readdirSync("programs")', "programs"],
    ['fs.cpSync("README.md", "/dev/null")', "README.md"],
    ['childProcess.execFile("tools/postgres")', "tools/postgres"],
    ['childProcess.spawn("bash", ["tools/postgres"])', "tools/postgres"],
  ] as const;
  const attempts = [...allowed, ...refused.map(([attempt]) => attempt)].map(
    (attempt) => `await (async () => { ${attempt}; return ""; })().catch(({ message }) => message)`,
  );
  const script = `import childProcess from "node:child_process";
    import * as fs from "node:fs";
    const base = ${JSON.stringify(pathToFileURL(ROOT))};
    console.log(JSON.stringify([${attempts.join()}]));`;
  const loaded = ["tsx", join(ROOT, "app/test/reads.ts")].flatMap((one) => ["--import", one]);
  const { stdout, stderr } = spawnSync(process.execPath, [...loaded, "--input-type=module", "-e", script], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "", SECURITIES_TEST_INPUTS: list },
  });
  assert.equal(stderr, "");
  const said = JSON.parse(stdout) as string[];
  assert.deepEqual(
    said.slice(0, allowed.length),
    allowed.map(() => ""),
  );
  for (const [at, [attempt, path]] of refused.entries()) {
    const words = `the test reads ${path}, on which it does not say it depends: add a line "// inputs: ${path}"`;
    assert.equal(said[allowed.length + at], words, attempt);
  }
});
