import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { runCommandLine } from "@defi-ready/securities-cli";
import { ONE, SOL, type TestDeal } from "@defi-ready/securities-testing";
import { createKeyPairSignerFromPrivateKeyBytes, type KeyPairSigner, lamports } from "@solana/kit";

// As on a wide terminal: a row of a table is a line.
process.env.COLUMNS = "500";

/** The command line as it is installed. */
export const MAIN = new URL("../bin/securities.js", import.meta.url).pathname;

/** What a command line said, and how it ended. */
export type Run = Readonly<{ code: number; out: string; err: string }>;

/** Runs a command line in this process, with streams of its own. */
export async function securities(...args: readonly string[]): Promise<Run> {
  const said = { out: "", err: "" };
  const into = (stream: keyof typeof said) => (text: string) => {
    said[stream] += text;
  };
  const code = await runCommandLine(args, { out: into("out"), err: into("err") });
  return { code, ...said };
}

/** A command line at a terminal whose person answers every question alike. */
export async function asked(answer: string | undefined, ...args: readonly string[]) {
  const said = { out: "", err: "" };
  const questions: string[] = [];
  const code = await runCommandLine(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    ask:
      answer === undefined
        ? undefined
        : (question) => {
            questions.push(question);
            return Promise.resolve(answer);
          },
  });
  return { code, ...said, questions };
}

/** Runs a command line as a person does: another process, its own streams and exit code. */
export function spawned(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** A folder that goes with the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "securities-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Command lines on a world's cluster, each with somebody's key file. */
export class Terminal {
  readonly folder = temporaryFolder();

  constructor(readonly world: TestDeal) {}

  /** Runs a command line with a key file; what cannot be taken back is meant. */
  as(key: string, ...args: readonly string[]): Promise<Run> {
    return securities("--url", this.world.cluster.url, "--keypair", key, "--yes", ...args);
  }

  /** The same, which must succeed; returns its output. */
  async ok(key: string, ...args: readonly string[]): Promise<string> {
    const run = await this.as(key, ...args);
    assert.equal(run.code, 0, `${args.join(" ")}: ${run.err}${run.out}`);
    return run.out;
  }

  /** The same, as JSON. */
  async json(key: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
    return JSON.parse(await this.ok(key, "--json", ...args)) as Record<string, unknown>;
  }

  /** A file with a text. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** A new key file, as Solana's tools write them, with SOL and settlement tokens. */
  async investor(name: string, tokens = 1_000n * ONE): Promise<[key: string, signer: KeyPairSigner]> {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
    const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const path = this.file(`${name}.json`, JSON.stringify([...seed, ...key]));
    const signer = await createKeyPairSignerFromPrivateKeyBytes(Uint8Array.from(seed));
    await this.world.cluster.rpc.requestAirdrop(signer.address, lamports(10n * SOL)).send();
    if (tokens > 0n) {
      await this.world.give(signer.address, tokens);
    }
    return [path, signer];
  }

  /** A key file of the sponsor's. */
  sponsor(): Promise<string> {
    return this.keyFile("sponsor", this.world.sponsor);
  }

  /** A key file of a key that can be written. */
  async keyFile(name: string, { keyPair }: KeyPairSigner): Promise<string> {
    const jwk = (await crypto.subtle.exportKey("jwk", keyPair.privateKey)) as { d: string; x: string };
    const bytes = [jwk.d, jwk.x].flatMap((part) => [...Buffer.from(part, "base64url")]);
    return this.file(`${name}.json`, JSON.stringify(bytes));
  }
}
