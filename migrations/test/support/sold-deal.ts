import assert from "node:assert/strict";
import { lockBook, readBook, readTranche, readWaterfall, settleTicket } from "@defi-ready/securities";
import {
  getTrancheEncoder,
  getWaterfallEncoder,
  type Tranche,
  type Waterfall,
} from "@defi-ready/securities/program";
import type { Address, KeyPairSigner } from "@solana/kit";
import { instructionsFor } from "../../src/apply/instructions.js";
import { connect, SECURITIES_PROGRAM_ADDRESS, send } from "../../src/client.js";
import { applyDeal, type DealAddresses, formatProblem, PlanRefused } from "../../src/index.js";
import { planWithState } from "../../src/plan/plan.js";
import { dealFolder, type Edit, goodDeal } from "./deal-text.js";
import { invest } from "./investor.js";
import { ROOM } from "./later-books.js";
import { TestNode } from "./node.js";

/** In seconds. */
export const DAY = 86_400n;
const folder = dealFolder();
/** A node of the test file's own. */
export const node = await TestNode.start();
/** The same, as the client speaks to it. */
export const cluster = connect(node.url);

/** A cover in front of both classes, with a book of its own. */
const COVER: readonly Edit[] = [
  [
    "waterfall:\n",
    `  - name: Shield
    symbol: SHD
    uri: https://example.com/shield.json
    kind: cover
    par: "1.00"
    rate: "2"
    day_count: act/365
    loss_percent: "90"
    covers_equity: true
    decimals: 6
    authorised: "9,000"
waterfall:
`,
  ],
  [
    "  - { pay: residual, tranche: Junior }\n",
    `  - { pay: interest, tranche: Shield }
  - { pay: arrears, tranche: Shield }
  - { pay: cover, tranche: Shield }
  - { pay: residual, tranche: Junior }
`,
  ],
];

/** Where the third book of the good deal stands once there is a cover. */
export const AT = "books[3]";
const SHIELD: Edit = [
  "roles: {",
  `  - tranche: Shield
    price: "1.00"
    minimum: "30"
    cap: "300"
    min_ticket: "3"
    opens_at: +0s
    offer_ends: +1d
    offer_period: 1d
    deadline: +30d
    line_places: 1000
    terms: { file: paper.txt }
roles: {`,
];
const edits = (...more: readonly Edit[]) => [...ROOM, ...COVER, SHIELD, ...more];

let keys = 0;
/** The sponsor of the deal, once it is sold. */
export let sponsor: KeyPairSigner;
/** The addresses of the deal, once it is sold. */
export let addresses: DealAddresses;

/** A deal whose first books are locked and settled. */
export async function sold(): Promise<void> {
  keys += 1;
  sponsor = await node.sponsor(keys, 100_000_000_000n);
  const deal = goodDeal(folder, ...edits());
  ({ addresses } = await applyDeal({ rpc: node.rpc, deal, signer: sponsor, createSettlementMint: true }));
  const books = addresses.books.map(({ book }) => book);
  const tickets = [];
  for (const [at, amount] of [150_000_000n, 50_000_000n, 60_000_000n].entries()) {
    const book = books[at] as Address;
    tickets.push([book, await invest(node, sponsor, addresses, { book, amount })] as const);
  }
  await node.pass(DAY + 60n);
  for (const [book, ticket] of tickets) {
    await send(cluster, {
      instructions: await lockBook({ caller: sponsor, book: await readBook(cluster, book) }),
      payer: sponsor,
    });
    const settled = await settleTicket({
      cluster,
      payer: sponsor,
      book: await readBook(cluster, book),
      ticket,
    });
    await send(cluster, { instructions: settled, payer: sponsor });
  }
}

const options = (...more: readonly Edit[]) => ({
  rpc: node.rpc,
  deal: goodDeal(folder, ...edits(...more)),
  sponsor: sponsor.address,
  createSettlementMint: true,
});

/** Why the plan refuses another book; without the place in the file. */
export async function refused(...more: readonly Edit[]): Promise<readonly string[]> {
  const { plan } = await planWithState(options(...more));
  for (const problem of plan.refusals) {
    assert.match(formatProblem(problem), /deal\.yaml:\d+:\d+: /, "has its place");
  }
  if (plan.refusals.length > 0) {
    const deal = goodDeal(folder, ...edits(...more));
    await assert.rejects(applyDeal({ rpc: node.rpc, deal, signer: sponsor }), PlanRefused);
  }
  return plan.refusals.map(({ field, message }) => `${field}: ${message}`);
}

/** The program's own refusal of the same book, for somebody who ignored the plan. */
export async function program(...more: readonly Edit[]): Promise<string> {
  const { plan, state } = await planWithState(options(...more));
  const item = plan.items.find(
    ({ part, action, index }) => part === "book" && action === "create" && index === 3,
  );
  assert.ok(item !== undefined);
  const { deal } = options(...more);
  const made = await instructionsFor(item, {
    deal,
    state,
    signer: sponsor,
    others: [],
    lineAtFirst: 1_000,
    landing: 60n,
  });
  return send(cluster, { instructions: made, payer: sponsor }).then(
    () => "opens it",
    (error: Error) => error.message,
  );
}

/** Writes a tranche as if time and payments had made it so; undone after the test of it. */
export async function withTranche<T>(
  rank: number,
  change: Partial<Tranche>,
  run: () => Promise<T>,
): Promise<T> {
  const { tranche: at } = addresses.tranches[rank] ?? {};
  const { data } = await readTranche(cluster, at as Address);
  const set = (value: Tranche) =>
    node.setAccount(
      at as Address,
      SECURITIES_PROGRAM_ADDRESS,
      Uint8Array.from(getTrancheEncoder().encode(value)),
    );
  await set({ ...data, ...change });
  try {
    return await run();
  } finally {
    await set(data);
  }
}

/** Runs with another waterfall on chain, and puts the old one back. */
export async function withWaterfall<T>(change: Partial<Waterfall>, run: () => Promise<T>): Promise<T> {
  const { data } = await readWaterfall(cluster, addresses.security);
  const set = (value: Waterfall) =>
    node.setAccount(
      addresses.waterfall,
      SECURITIES_PROGRAM_ADDRESS,
      Uint8Array.from(getWaterfallEncoder().encode(value)),
    );
  await set({ ...data, ...change });
  try {
    return await run();
  } finally {
    await set(data);
  }
}
