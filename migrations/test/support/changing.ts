import type { Address, KeyPairSigner } from "@solana/kit";
import { connect } from "../../src/client.js";
import { type Applied, applyDeal, type Deal, formatProblem, type Plan, planDeal } from "../../src/index.js";
import { dealFolder, type Edit } from "./deal-text.js";
import { TestNode } from "./node.js";

/** In seconds. */
export const DAY = 86_400n;
/** The folder of the deal files. */
export const folder = dealFolder();
/** A node of the test file's own. */
export const node = await TestNode.start();
/** The same, as the client speaks to it. */
export const cluster = connect(node.url);
let keys = 0;

/** A sponsor that has no deal yet. */
export function newSponsor(): Promise<KeyPairSigner> {
  keys += 1;
  return node.sponsor(keys);
}

/** Plans a deal. */
export function plan(deal: Deal, sponsor: KeyPairSigner, voidCommitments = false): Promise<Plan> {
  return planDeal({ rpc: node.rpc, deal, sponsor: sponsor.address, voidCommitments });
}

/** Applies a deal. */
export function apply(deal: Deal, signer: KeyPairSigner, voidCommitments = false): Promise<Applied> {
  return applyDeal({ rpc: node.rpc, deal, signer, createSettlementMint: true, voidCommitments });
}

/** What was done, part by part. */
export const done = ({ done: items }: Applied) =>
  items.map(({ part, action, field }) => `${action} ${part} ${field}`);
/** What a plan would send. */
export const sent = ({ items }: Plan) =>
  items.filter(({ action }) => action !== "keep").map(({ part, action }) => `${action} ${part}`);
/** What a plan refuses, without the folder. */
export const refusals = (planned: Plan) =>
  planned.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
/** A book of a deal that was applied. */
export const bookOf = ({ addresses }: Applied, index = 0) => addresses.books[index]?.book as Address;

/** Other offers of the good deal's first book stay open for a day, so that they fit before its deadline. */
export const A_DAY: Edit = ["offer_ends: +1d", "offer_ends: +1d\n    offer_period: 1d"];
/** Room for more shares than the books of the good deal sell. */
export const ROOM: readonly Edit[] = [
  [
    "    decimals: 6\n    # Nothing else is said of the class.\n",
    '    decimals: 6\n    authorised: "4,000"\n',
  ],
  [
    "    decimals: 2\n    # Nothing else is said of the class.\n",
    '    decimals: 2\n    authorised: "4,000"\n',
  ],
];
/** Other terms than those of the good deal's first book. */
export const OTHER_TERMS: Edit = [
  "    terms: { file: paper.txt }",
  `    terms: { sha256: "${"7".repeat(64)}" }`,
];
