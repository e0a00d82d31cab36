// inputs: Makefile
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/** What `DEMO_PAGE=1 make demo` runs. */
const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const MAKEFILE = "npm run --silent -w app/demo demo $(if $(DEMO_PAGE),-- --page)";

test("the demo ends with the page of the deal that was played, until it is interrupted", {
  timeout: 90_000,
}, async () => {
  assert.ok(readFileSync(new URL("../../../Makefile", import.meta.url), "utf8").includes(MAKEFILE));
  const child = spawn(process.execPath, [MAIN, "--deal", "royalty", "--page"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let said = "";
  const place = await new Promise<string>((resolve, reject) => {
    const look = (text: Buffer) => {
      said += text.toString();
      const [, found] = /(http:\/\/127\.0\.0\.1:\d+\/#\/deal\/\w+)/.exec(said) ?? [];
      if (found !== undefined) {
        resolve(found);
      }
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("exit", () => reject(new Error(`it ended without a page: ${said}`)));
  });
  assert.match(said, /Every vault reconciles to the unit/);
  const site = await fetch(place);
  assert.equal(site.status, 200);
  const [, cluster = ""] =
    /connect-src 'self' (http:\S+)/.exec(site.headers.get("content-security-policy") ?? "") ?? [];
  const [, security = ""] = /#\/deal\/(\w+)$/.exec(place) ?? [];
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "getAccountInfo",
    params: [security, { encoding: "base64" }],
  });
  const headers = { "content-type": "application/json" };
  const answer = await (await fetch(cluster, { method: "POST", headers, body })).json();
  assert.ok((answer as { result: { value: unknown } }).result.value !== null, "the deal is there");
  child.kill("SIGINT");
  assert.equal(await ended, 0);
});
