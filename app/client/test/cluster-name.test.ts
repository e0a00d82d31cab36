import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ClientError,
  type Cluster,
  connect,
  explain,
  OutcomeUnknown,
  readClusterName,
  readSecurity,
  shownUrl,
} from "@defi-ready/securities";
import { address, type Signature } from "@solana/kit";

const MAINNET = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
const KEY = "0123456789abcdef";
/** Where providers put a key. */
const SECRET_URLS = [
  `https://rpc.example/?api-key=${KEY}`,
  `https://rpc.example/v2/${KEY}`,
  `https://rpc.example/${KEY}/`,
  `https://somebody:${KEY}@rpc.example`,
  `https://${KEY}@rpc.example/`,
  `https://rpc.example/#${KEY}`,
];

function cluster(url: string, genesis: string | Error): Cluster {
  const send = () => (genesis instanceof Error ? Promise.reject(genesis) : Promise.resolve(genesis));
  return { url, rpc: { getGenesisHash: () => ({ send }) } as unknown as Cluster["rpc"] };
}

test("a cluster is named by what its node says of itself, and else by its host", async () => {
  const other = "11111111111111111111111111111112";
  for (const [url, genesis, name, isLocal] of [
    ["https://api.mainnet-beta.solana.com", MAINNET, "mainnet-beta", false],
    [`https://rpc.example/?api-key=${KEY}`, MAINNET, "mainnet-beta by rpc.example", false],
    ["http://127.0.0.1:8899", MAINNET, "mainnet-beta by localhost", false],
    ["http://127.0.0.1:8899", other, "localhost", true],
    ["http://[::1]:8899", other, "localhost", true],
    ["http://localhost:8899", other, "localhost", true],
    ["http://localhost.example:8899", other, "localhost.example:8899", false],
    ["http://127.0.0.1.example", other, "127.0.0.1.example", false],
    ["http://0.0.0.0:8899", other, "0.0.0.0:8899", false],
    [`https://rpc.example/${KEY}`, other, "rpc.example", false],
    ["https://api.devnet.solana.com", other, "api.devnet.solana.com", false],
    ["https://api.devnet.solana.com", new Error("unknown method"), "devnet", false],
    ["http://127.0.0.1:8899", new Error("unknown method"), "localhost", false],
  ] as const) {
    assert.deepEqual(await readClusterName(cluster(url, genesis)), { name, isLocal }, url);
  }
});

test("a URL is shown without what may be a key", () => {
  assert.deepEqual(
    SECRET_URLS.map((url) => shownUrl(url)),
    [
      "https://rpc.example/...",
      "https://rpc.example/...",
      "https://rpc.example/...",
      "https://rpc.example",
      "https://rpc.example/",
      "https://rpc.example/...",
    ],
  );
  for (const plain of ["http://127.0.0.1:8899", "https://rpc.example/", "rpc.example:8899", ""]) {
    assert.equal(shownUrl(plain), plain);
  }
  assert.equal(shownUrl(`rpc.example/?key=${KEY}`), "rpc.example/...");
});

test("no message has the key of a URL", async () => {
  for (const url of SECRET_URLS) {
    const failed = new TypeError("fetch failed", { cause: new Error(`no route to ${url}`) });
    const errors = [
      failed,
      new SyntaxError(`Unexpected token in the answer of ${url}`),
      new ClientError(`the node says: ${KEY} is no valid key`),
      new OutcomeUnknown("1".repeat(64) as Signature, failed),
      new Error(url),
      Object.assign(new Error("slow"), { name: "AbortError" }),
    ];
    for (const error of errors) {
      const said = explain(error, url);
      assert.ok(!said.includes(KEY), said);
    }
    const none = { getAccountInfo: () => ({ send: () => Promise.resolve({ value: null }) }) };
    const lost = { url, rpc: none as unknown as Cluster["rpc"] };
    await assert.rejects(
      readSecurity(lost, address("11111111111111111111111111111112")),
      (error) =>
        error instanceof ClientError && /rpc\.example/.test(error.message) && !error.message.includes(KEY),
    );
  }
  for (const wrong of [`ftp://rpc.example/${KEY}`, `rpc example/?key=${KEY}`]) {
    assert.throws(
      () => connect(wrong),
      (error) => error instanceof ClientError && !error.message.includes(KEY),
    );
  }
});
