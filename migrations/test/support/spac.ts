import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { commit, confirmDelivery, listTickets, readBook } from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import { applyDeal, parseDeal } from "../../src/index.js";
import { NOW } from "./node.js";
import type { Play } from "./play.js";

const DAY = 86_400n;
/** The deal of the company that seeks a target. */
export const SPAC_PATH = fileURLToPath(new URL("../../deals/spac/deal.yaml", import.meta.url));

/** Its text once a target is proposed. */
export const withTarget = (): string =>
  readFileSync(SPAC_PATH, "utf8").replace(
    "    terms: { file: memorandum.txt }\n",
    "    terms: { file: target.txt }\n",
  );

/** A target is proposed on the hundredth day, all of these agree with it, and the book is locked. */
export async function agreeOn(play: Play, investors: readonly KeyPairSigner[]): Promise<void> {
  const { cluster, node, sponsor } = play;
  await play.moveTo(NOW + 100n * DAY);
  const { done } = await applyDeal({
    rpc: node.rpc,
    signer: sponsor,
    deal: parseDeal(SPAC_PATH, withTarget()),
    createSettlementMint: true,
  });
  assert.deepEqual(
    done.map(({ part, note }) => [part, note]),
    [["offer", "offer 1, open until 2025-05-01"]],
  );
  const offered = await readBook(cluster, play.addresses.books[0]?.book as Address);
  for (const ticket of await listTickets(cluster, { book: offered.address })) {
    const owner = investors.find(({ address }) => address === ticket.data.owner);
    if (owner !== undefined) {
      await play.sendAs(owner, await commit({ owner, book: offered, ticket }));
    }
  }
  await play.moveTo(NOW + 120n * DAY);
  await play.lock();
}

/** The arbitrator, or somebody in its place, confirms that the combination is carried out: the hash of the certificate. */
export async function close(play: Play, arbitrator: KeyPairSigner = play.arbitrator): Promise<Buffer> {
  const documentSha256 = createHash("sha256")
    .update(readFileSync(new URL("../../deals/spac/closing.txt", import.meta.url)))
    .digest();
  const security = play.addresses.security;
  await play.sendAs(arbitrator, await confirmDelivery({ arbitrator, security, documentSha256 }));
  return documentSha256;
}
