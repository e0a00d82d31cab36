import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { findHolder, listTickets } from "@defi-ready/securities";
import { ONE, type TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { transformSync } from "esbuild";

// inputs: app/testing/README.md

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
/** Beside the tests, so that packages are found as theirs are. */
const folder = mkdtempSync(new URL("readme-", import.meta.url).pathname);
after(() => rmSync(folder, { recursive: true, force: true }));

test("five lines make a deal, an investor, a deposit, a lock and a settlement", async () => {
  const [, source = ""] = /```ts\n([\s\S]*?)```/.exec(README) ?? [];
  const lines = source.split("\n").filter((line) => line !== "" && !line.startsWith("import"));
  assert.equal(lines.length, 5);
  const file = join(folder, "example.js");
  const typed = `${source}\nexport { deal, investor };\n`;
  writeFileSync(file, transformSync(typed, { loader: "ts", target: "node20.19" }).code);
  const { deal, investor } = (await import(pathToFileURL(file).href)) as {
    deal: TestDeal;
    investor: KeyPairSigner;
  };
  after(() => deal.close());
  const holder = await findHolder(deal.cluster, { tranche: deal.senior, owner: investor.address });
  assert.equal(holder?.data.shares, 150n * ONE);
  assert.deepEqual(await listTickets(deal.cluster, { book: deal.seniorBook }), []);
  await assertReconciles(deal);
});
