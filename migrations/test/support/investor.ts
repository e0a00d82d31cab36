import { deposit, readBook, readTicket } from "@defi-ready/securities";
import type { Ticket } from "@defi-ready/securities/program";
import { mintTo } from "@defi-ready/securities-testing";
import type { Account, Address, KeyPairSigner } from "@solana/kit";
import { connect, send } from "../../src/client.js";
import type { DealAddresses } from "../../src/index.js";
import type { TestNode } from "./node.js";

/** Mints test money to the sponsor and deposits it in a book of its deal, committed to the offer if there is one. */
export async function invest(
  node: TestNode,
  sponsor: KeyPairSigner,
  { settlementMint: mint, tokenProgram }: DealAddresses,
  { book: address, amount }: Readonly<{ book: Address; amount: bigint }>,
): Promise<Account<Ticket>> {
  const cluster = connect(node.url);
  const money = await mintTo({ mint, tokenProgram, authority: sponsor, owner: sponsor.address, amount });
  await send(cluster, { instructions: money, payer: sponsor });
  const book = await readBook(cluster, address);
  const { ticket } = await deposit(cluster, { owner: sponsor, book, amount });
  return readTicket(cluster, ticket);
}
