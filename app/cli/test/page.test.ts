import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { bytecodePath } from "@defi-ready/securities-testing";

const MAIN = new URL("../bin/securities.js", import.meta.url).pathname;

/** Runs the command, and gives its first lines of output, how to stop it, and what it ended with. */
function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (text: Buffer) => {
    errors += text.toString();
  });
  const ended = new Promise<Readonly<{ code: number | null; errors: string }>>((resolve) => {
    child.once("exit", (code) => resolve({ code, errors }));
  });
  return { child, ended };
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    stdout?.once("data", (text: Buffer) => resolve(text.toString().split("\n")[0] ?? ""));
  });
}

describe("securities page", () => {
  it("serves the page for an embedded validator until it is asked to stop", async () => {
    const { child, ended } = run("--json", "page", "--embedded", "--port", "0", "--program", bytecodePath());
    const { page, cluster } = JSON.parse(await firstLine(child)) as { page: string; cluster: string };
    const response = await fetch(page);
    assert.equal(response.status, 200);
    assert.ok(response.headers.get("content-security-policy")?.includes(`connect-src 'self' ${cluster} `));
    assert.ok((await response.text()).includes(cluster));
    assert.equal((await fetch(`${cluster}/health`)).status, 200);
    child.kill("SIGINT");
    assert.equal((await ended).code, 0);
  });

  it("says why it cannot: a taken port, no bytecode, an URL or an origin that is none", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    for (const [args, code, words] of [
      [["page", "--port", String(port)], 1, /port \d+ of 127\.0\.0\.1 is in use/],
      [["page", "--embedded", "--program", "/nowhere.so"], 1, /there is no bytecode at \/nowhere\.so/],
      [["--url", "ftp://node", "page"], 1, /is not the URL of an RPC node/],
      [["page", "--documents", "nonsense"], 2, /given as https:\/\/example\.com/],
      [["page", "--port", "70000"], 2, /0 to 65535/],
    ] as const) {
      const { code: found, errors } = await run(...args).ended;
      assert.equal(found, code, errors);
      assert.match(errors, words);
    }
    taken.close();
  });
});
