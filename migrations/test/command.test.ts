import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { dyingNode, gate } from "@defi-ready/securities-testing";
import { startValidator } from "@defi-ready/securities-validator";
import migrate from "../deploy.js";
import { dealFolder, edited, first, GOOD_DEAL, write } from "./support/deal-text.js";
import { keyFile as keyFileOf, runner } from "./support/main.js";
import { SOL, TestNode } from "./support/node.js";

const DEPLOY = fileURLToPath(new URL("../deploy.js", import.meta.url));
const folder = dealFolder();
const node = await TestNode.start();
const good = write(folder, "deal.yaml", GOOD_DEAL);

const run = runner(folder);
const keyFile = (amount: bigint) => keyFileOf(node, folder, amount);

describe("deal check", () => {
  it("says that a good file is good, what an investor should know, and what the sponsor weakened", async () => {
    const { code, out, err } = await run("deal", "check", good);
    assert.deepEqual([code, err], [0, ""]);
    const [head, ...lines] = out.split("\n");
    assert.equal(head, `${good}: good. 2 tranches, 4 tiers, 2 books, 0 payments.`);
    assert.match(
      out,
      /\n\nWhat you should know .*:\nWho can do what alone:\n {2}- The sponsor can make other offers/,
    );
    const warned = lines.filter((line) => line.startsWith("warning: "));
    assert.match(warned.join("\n"), /^warning: .*deal\.yaml:1:1: triggers: No trigger protects the debts/m);
    const marked = lines.filter((line) => line.startsWith("  ! "));
    assert.equal(warned.length, marked.length);

    const json = JSON.parse((await run("--json", "deal", "check", good)).out) as {
      problems: readonly unknown[];
      warnings: readonly { line: number; column: number; field: string; message: string }[];
      disclosures: readonly { weakened: boolean }[];
    };
    assert.deepEqual(json.problems, []);
    assert.equal(json.warnings.length, warned.length);
    assert.equal(json.disclosures.filter(({ weakened }) => weakened).length, warned.length);
    const frozen = write(folder, "frozen.yaml", edited(first("accepts_freeze_authority: true")));
    assert.match(
      (await run("deal", "check", frozen)).out,
      /\nwarning: .*frozen\.yaml:45:31: books\[0\]\.accepts_freeze_authority: Book 0 of class 0 takes money whose issuer can freeze accounts\.\n/,
    );
  });

  it("names line, column and field of each mistake", async () => {
    const bad = write(folder, "bad.yaml", edited(['rate: "8.25"', "rate: 8.25"], ["cap: ", "cup: "]));
    const { code, out, err } = await run("deal", "check", bad);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(
      err,
      /^bad\.yaml:16:11: tranches\[0\]\.rate: .*\nbad\.yaml:36:5: books\[0\]\.cap: .*\nbad\.yaml:39:5: /,
    );
    const json = await run("--json", "deal", "check", bad);
    assert.equal(json.code, 1);
    const [first] = (JSON.parse(json.err) as { problems: readonly { line: number; field: string }[] })
      .problems;
    assert.deepEqual([first?.line, first?.field], [16, "tranches[0].rate"]);
  });
});

describe("deal plan and deal apply", () => {
  it("show, do, and have nothing more to do", async () => {
    const { path } = await keyFile(10n * SOL);
    const to = ["--url", node.url, "--keypair", path] as const;
    const refused = await run(...to, "deal", "plan", good);
    assert.equal(refused.code, 1);
    assert.match(refused.out, /^Cluster localhost\nSponsor \w+\n\+ create {2}settlement mint {2}test mint /);
    assert.match(refused.err, /^deal\.yaml:7:11: settlement_mint\.create: .*--create-settlement-mint/);

    const planned = await run(...to, "--json", "deal", "plan", good, "--create-settlement-mint");
    assert.equal(planned.code, 0);
    const plan = JSON.parse(planned.out) as { items: readonly { action: string }[]; cost: string };
    assert.deepEqual(new Set(plan.items.map(({ action }) => action)), new Set(["create"]));
    assert.match(plan.cost, /^\d+$/);

    const applied = await run(...to, "deal", "apply", good, "--create-settlement-mint");
    assert.equal(applied.code, 0);
    assert.match(applied.err, /^going to apply .* \(on localhost, signed by \w+\)\n(sending \w{80,}\n){7}$/);
    assert.match(applied.out, /\nApplied in 7 steps\. Security \w+\n$/);

    const again = await run(...to, "--json", "deal", "apply", good);
    assert.equal(again.code, 0);
    assert.deepEqual((JSON.parse(again.out) as { signatures: unknown }).signatures, []);
    assert.match((await run(...to, "deal", "plan", good)).out, /\nAll of it exists: nothing to do\.\n$/);
  });

  it("tell what was sent to a node that dies", async () => {
    const { path } = await keyFile(10n * SOL);
    const { url, close } = await gate(node.url, dyingNode());
    const { code, err } = await run(
      ...["--url", url, "--keypair", path, "--json", "deal", "apply", good, "--create-settlement-mint"],
    );
    await close();
    assert.equal(code, 3);
    const [start = "", line = "", problems = ""] = err.split("\n");
    const { cluster, signer } = JSON.parse(start) as { cluster: string; signer: string };
    assert.deepEqual([cluster, typeof signer], ["localhost", "string"]);
    const { signature } = JSON.parse(problems) as { signature: string };
    assert.deepEqual(JSON.parse(line), { sending: signature });
  });

  it("plan for a sponsor whose key is elsewhere", async () => {
    const { code, out } = await run(
      ...["--url", node.url, "deal", "plan", good, "--create-settlement-mint"],
      ...["--sponsor", "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"],
    );
    assert.equal(code, 1, "it has no SOL");
    assert.match(out, /^Cluster localhost\nSponsor 4Nd1/);
  });
});

describe("what goes wrong is said in one line, with exit code 1", () => {
  it("a sponsor without SOL, and nothing is done", async () => {
    const { path } = await keyFile(0n);
    const transactions = await node.transactionCount();
    const { code, out, err } = await run(
      ...["--url", node.url, "--keypair", path, "deal", "apply", good, "--create-settlement-mint"],
    );
    assert.deepEqual([code, out], [1, ""]);
    assert.match(
      err,
      /^deal\.yaml: the sponsor, \w+, has 0\.00 SOL and rent and fees cost [\d.]+ SOL: send it at least/,
    );
    assert.equal(await node.transactionCount(), transactions);
  });

  it("a URL where nobody listens", async () => {
    const { path } = await keyFile(0n);
    const stopped = await startValidator({ port: 0 });
    const nobody = stopped.url;
    await stopped.close();
    const { code, err } = await run("--url", nobody, "--keypair", path, "deal", "plan", good);
    assert.deepEqual(
      [code, err],
      [1, `error: cannot reach ${nobody}: connection refused; is a validator running there?\n`],
    );
  });

  it("a URL that is none", async () => {
    const { path } = await keyFile(0n);
    const { code, err } = await run("--url", "localhst", "--keypair", path, "deal", "apply", good);
    assert.deepEqual(
      [code, err],
      [1, 'error: "localhst" is not a URL: give one such as http://127.0.0.1:8899\n'],
    );
  });

  it("a key file that is not there or no key", async () => {
    const missing = await run(
      "--url",
      node.url,
      "--keypair",
      join(folder, "none.json"),
      "deal",
      "apply",
      good,
    );
    assert.equal(missing.code, 1);
    assert.match(missing.err, /^error: there is no key file none\.json: give one with --keypair/);
    const list = write(folder, "list.json", "[1, 2, 3]");
    const wrong = await run("--url", node.url, "--keypair", list, "deal", "apply", good);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /^error: list\.json is not a key file: it should be a JSON list of 64 bytes/);
  });
});

describe("the command line itself", () => {
  it("gives help, with exit code 0", async () => {
    const { code, out } = await run("deal", "apply", "--help");
    assert.equal(code, 0);
    assert.match(out, /^Usage: securities deal apply \[options\] <file>/);
    assert.match(out, /--create-settlement-mint/);
    assert.match(out, /--void-commitments/);
    assert.match(out, /--keypair/);
  });

  it("refuses what it does not know, with exit code 2", async () => {
    const wrong = [
      ["deal", "apply", good, "--force"],
      ["deal", "aply", good],
      ["deal", "apply"],
    ];
    const ended = await Promise.all(wrong.map((args) => run(...args)));
    assert.deepEqual(
      ended.map(({ code }) => code),
      [2, 2, 2],
    );
  });
});

describe("the migration that Anchor calls", () => {
  it("applies the deal that DEAL names with the provider's wallet, and again changes nothing", async () => {
    const { bytes } = await keyFile(10n * SOL);
    const provider = { connection: { rpcEndpoint: node.url }, wallet: { payer: { secretKey: bytes } } };
    process.env.DEAL = good;
    process.env.CREATE_SETTLEMENT_MINT = "1";
    await migrate(provider);
    const transactions = await node.transactionCount();
    delete process.env.CREATE_SETTLEMENT_MINT;
    await migrate(provider);
    assert.equal(await node.transactionCount(), transactions);
    delete process.env.DEAL;
  });

  it("deploys only the program without DEAL, and needs a key", async () => {
    const connection = { rpcEndpoint: "http://127.0.0.1:1" };
    await migrate({ connection, wallet: {} });
    process.env.DEAL = good;
    await assert.rejects(migrate({ connection, wallet: {} }), /has no key of its own/);
    delete process.env.DEAL;
  });

  it("is found by Anchor's own host script", async () => {
    const { bytes } = await keyFile(10n * SOL);
    const host = write(
      folder,
      "host.cjs",
      `const userScript = require(${JSON.stringify(DEPLOY)});
       const secretKey = Uint8Array.from(${JSON.stringify([...bytes])});
       userScript({ connection: { rpcEndpoint: ${JSON.stringify(node.url)} }, wallet: { payer: { secretKey } } });`,
    );
    const env = { ...process.env, DEAL: good, CREATE_SETTLEMENT_MINT: "1" };
    const out = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [host], { env }, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
    });
    assert.match(out, /\nApplied in 7 steps\. Security \w+\n$/);
  });

  it("takes nothing from web3.js", () => {
    const source = readFileSync(fileURLToPath(new URL("../deploy.ts", import.meta.url)), "utf8");
    assert.doesNotMatch(source, /web3|anchor-lang/);
  });
});
