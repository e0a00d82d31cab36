import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { validatorCommand } from "@defi-ready/securities-validator";
import { createSolanaRpc, generateKeyPairSigner, lamports } from "@solana/kit";
import { CommanderError } from "commander";
import { SOL, TestNode } from "./harness.js";

const MAIN = fileURLToPath(new URL("../bin/securities-validator.js", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "securities-command-"));
after(() => rmSync(directory, { recursive: true }));

function run(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, "--json", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  after(() => child.kill("SIGKILL"));
  return child;
}

type Log = { event: string; url?: string; note?: string; error?: string };

/** Reads the log until an event comes up. */
async function untilEvent(child: ChildProcess, event: string): Promise<Log> {
  assert.ok(child.stderr);
  for await (const line of createInterface({ input: child.stderr })) {
    const entry = JSON.parse(line) as Log;
    if (entry.event === event) {
      return entry;
    }
  }
  throw new Error(`the log ended before "${event}"`);
}

test("SIGTERM saves the state, and the next start has it", async () => {
  const state = join(directory, "state.json");
  const someone = await generateKeyPairSigner();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const child = run("--port", "0", "--deterministic", "--state", state);
    const { url, note } = await untilEvent(child, "listening");
    assert.match(note ?? "", /development, loopback only/);
    const rpc = createSolanaRpc(url ?? "");
    if (signal === "SIGTERM") {
      await rpc.requestAirdrop(someone.address, lamports(SOL)).send();
    }
    assert.equal((await rpc.getBalance(someone.address).send()).value, SOL);
    child.kill(signal);
    const [code] = (await once(child, "exit")) as [number | null];
    assert.equal(code, 0);
    assert.ok(existsSync(state));
  }
});

test("a port in use is said so, with a failing exit code", async () => {
  const { validator } = await TestNode.start();
  const { port } = new URL(validator.url);
  const second = run("--port", port);
  const exit = once(second, "exit") as Promise<[number | null]>;
  const { error } = await untilEvent(second, "failed");
  assert.equal(
    error,
    `port ${port} of 127.0.0.1 is in use: stop what uses it, or choose another with --port and --ws-port`,
  );
  assert.equal((await exit)[0], 1);
});

test("wrong options are explained", async () => {
  const wrong = [
    ["--port", "70000", /A port is a number/],
    ["--program", "nonsense", /ADDRESS=PATH/],
    ["--unix-timestamp", "-1", /number of seconds/],
  ] as const;
  for (const [option, value, reason] of wrong) {
    let text = "";
    const command = validatorCommand()
      .exitOverride()
      .configureOutput({
        writeErr: (said) => {
          text += said;
        },
      });
    assert.throws(() => command.parse([`${option}=${value}`], { from: "user" }), CommanderError);
    assert.match(text, reason);
  }
  const child = run("--port=70000");
  const exit = once(child, "exit") as Promise<[number | null]>;
  assert.ok(child.stderr);
  assert.match((await child.stderr.toArray()).join(""), /A port is a number/);
  assert.equal((await exit)[0], 1);
});
