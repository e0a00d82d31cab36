import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import * as client from "@defi-ready/securities";
import * as texts from "@defi-ready/securities/error-texts";
import * as bot from "@defi-ready/securities-bot";
import { ONE, SOL, startSettledDeal, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, createKeyPairSignerFromPrivateKeyBytes, lamports } from "@solana/kit";
import { transformSync } from "esbuild";

// inputs: docs/client.md docs/for-integrators.md

const [GUIDE, INTEGRATORS] = ["client.md", "for-integrators.md"].map((name) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8"),
) as [string, string];
/** Beside the tests, so that packages are found as theirs are. */
const folder = mkdtempSync(new URL("guide-", import.meta.url).pathname);
const keys = mkdtempSync(join(tmpdir(), "securities-guide-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(keys, { recursive: true, force: true });
});

type Example = {
  depositAndLeaveHalf(
    url: string,
    keyFile: string,
    book: Address,
  ): Promise<{ place: number; ahead: bigint; shares: bigint }>;
};

/** A page's example, as a module. */
async function exampleOf<T>(page: string, name: string): Promise<T> {
  const [, source] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  assert.ok(source);
  const file = join(folder, `${name}.js`);
  writeFileSync(file, transformSync(source, { loader: "ts", target: "node20.19" }).code);
  return (await import(pathToFileURL(file).href)) as T;
}

test("the guide's example runs as it stands", async () => {
  const { depositAndLeaveHalf } = await exampleOf<Example>(GUIDE, "guide");

  const world = await closeAfterTests(TestDeal.start());
  const first = await world.investor();
  await world.deposit(first, 40n * ONE);
  const pair = generateKeyPairSync("ed25519");
  const seed = pair.privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const key = pair.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const keyFile = join(keys, "key.json");
  writeFileSync(keyFile, JSON.stringify([...seed, ...key]));
  const owner = await createKeyPairSignerFromPrivateKeyBytes(Uint8Array.from(seed));
  await world.cluster.rpc.requestAirdrop(owner.address, lamports(SOL)).send();
  await world.give(owner.address, 5_000n * ONE);

  const { place, ahead, shares } = await depositAndLeaveHalf(world.cluster.url, keyFile, world.seniorBook);
  assert.deepEqual([place, ahead, shares], [1, 40n * ONE, 2_500n * ONE]);
  assert.equal((await world.readBook()).data.live, 1_290n * ONE);
});

type Worth = Readonly<{ tranche: Address; shares: bigint; principal: bigint; owed: bigint }>;

test("the integrators' example runs as it stands", async () => {
  const { worthOf } = await exampleOf<{ worthOf(url: string, owner: Address): Promise<Worth[]> }>(
    INTEGRATORS,
    "integrators",
  );
  const { deal, investor, cover } = await closeAfterTests(startSettledDeal());
  await deal.pay(50n * ONE);
  const worth = new Map((await worthOf(deal.url, investor.address)).map((one) => [one.tranche, one]));
  assert.deepEqual([...worth.keys()].sort(), [deal.senior, deal.junior, cover].sort());
  const senior = worth.get(deal.senior);
  assert.equal(senior?.shares, 100n * ONE);
  // One investor holds the whole class: what the payment repaid is no longer principal, and is owed with the interest.
  const { data: tranche } = await deal.readTranche();
  assert.equal(senior.principal, 100n * ONE - tranche.principalRepaid);
  const paid = tranche.principalRepaid + tranche.interestPaid;
  assert.ok(paid > 0n && (senior.owed === paid || senior.owed === paid - 1n));
});

test("the guide names only what client and bot have", () => {
  const [, rows = ""] = /\| about \| functions \|\n\| --- \| --- \|\n([\s\S]*?)\n\n/.exec(GUIDE) ?? [];
  const names = [...rows.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? "");
  assert.ok(names.length > 90);
  for (const name of names) {
    assert.ok(name in client || name in texts || name in bot, name);
  }
});
