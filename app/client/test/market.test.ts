import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readMarket, readMintNames, readSecurityState } from "@defi-ready/securities";
import { ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getUtf8Encoder } from "@solana/kit";
import { mintNameIn } from "../src/market.js";

describe("all securities at once", async () => {
  const deal = await closeAfterTests(TestDeal.start());
  const { cluster, security } = deal;

  it("gives each with its classes by rank, and their books with their phases", async () => {
    await deal.deposit(await deal.investor(), 20n * ONE);
    const { listed, time } = await readMarket(cluster);
    const [one, ...others] = listed;
    assert.ok(one !== undefined);
    assert.deepEqual(others, []);
    assert.equal(one.security.address, security);
    const state = await readSecurityState(cluster, security);
    assert.equal(time, state.time);
    assert.deepEqual(
      one.classes.map(({ tranche, books }) => [
        tranche,
        books.map(({ book, phase }) => [book.address, phase]),
      ]),
      state.tranches.map(({ tranche, books }) => [
        tranche,
        books.map(({ book, phase }) => [book.address, phase]),
      ]),
    );
    assert.equal(one.classes[0]?.books[0]?.book.data.live, 20n * ONE);
  });

  it("names the classes as their mints do", async () => {
    const { tranches } = await readSecurityState(cluster, security);
    const mints = tranches.map(({ tranche }) => tranche.data.mint);
    const names = await readMintNames(cluster, [...mints, deal.mint, security]);
    assert.deepEqual([...names.keys()], mints);
    for (const { name, symbol } of names.values()) {
      assert.notEqual(name, "");
      assert.notEqual(symbol, "");
    }
  });

  it("takes no name from bytes that are cut off, of another mint, or lie about their sizes", async () => {
    const { tranches } = await readSecurityState(cluster, security);
    const [mint, other] = tranches.map(({ tranche }) => tranche.data.mint);
    assert.ok(mint !== undefined && other !== undefined);
    const { value } = await cluster.rpc.getAccountInfo(mint, { encoding: "base64" }).send();
    const data = Uint8Array.from(Buffer.from(value?.data[0] ?? "", "base64"));
    assert.ok(mintNameIn(data, mint) !== undefined);
    assert.equal(mintNameIn(data, other), undefined);
    for (let length = 0; length < data.length; length += 1) {
      const cut = mintNameIn(data.subarray(0, length), mint);
      assert.ok(cut === undefined || length > data.length - 64, `${length} of ${data.length} bytes`);
    }
    const name = Buffer.from(getUtf8Encoder().encode(mintNameIn(data, mint)?.name ?? "") as Uint8Array);
    const at = Buffer.from(data).lastIndexOf(name) - 4;
    new DataView(data.buffer).setUint32(at, 0xffff_ffff, true);
    assert.equal(mintNameIn(data, mint), undefined);
  });
});
