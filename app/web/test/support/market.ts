import { fileURLToPath } from "node:url";
import { commit, deposit, listTickets, readBook, send } from "@defi-ready/securities";
import { play, startOf } from "@defi-ready/securities-demo";
import { applyDeal, type DealAddresses, loadDeal } from "@defi-ready/securities-migrations";
import { fund, knownKey, mintTo, SOL, startProgram, TestNode } from "@defi-ready/securities-testing";
import type { Address } from "@solana/kit";

const DEALS = fileURLToPath(new URL("../../../../migrations/deals/", import.meta.url));
const PLAYED = "credit-syndicate";
/** Parts of a cap that investors deposit, in thousandths, in turn. */
const PARTS = [31n, 18n, 52n, 24n, 12n, 40n, 27n, 66n, 15n, 35n, 21n, 48n, 30n, 19n, 44n, 25n];

/** A market: a deal that has paid for a year, and deals whose books are open with a line of investors. */
export type TestMarket = Readonly<{
  node: TestNode;
  /** The deal that has paid. */
  paid: Address;
  /** The deals that are on offer, by the name of their file. */
  open: ReadonlyMap<string, DealAddresses>;
}>;

/** Starts a market from shipped deal files, with known keys: the same in every run. */
export async function startMarket(files: readonly string[]): Promise<TestMarket> {
  const played = `${DEALS}${PLAYED}/deal.yaml`;
  const node = new TestNode(await startProgram({ deterministic: { unixTimestamp: startOf(played) } }));
  const { cluster } = node;
  await play({ cluster, deal: played, repeatable: true, say: () => undefined });
  const paid = await onlySecurity(node);
  const open = new Map<string, DealAddresses>();
  for (const file of files) {
    const sponsor = await knownKey(`securities market ${file}`);
    await fund(cluster, [[sponsor.address, 100n * SOL]]);
    const deal = loadDeal(`${DEALS}${file}/deal.yaml`);
    const { addresses } = await applyDeal({
      rpc: cluster.rpc,
      signer: sponsor,
      deal,
      createSettlementMint: true,
    });
    open.set(file, addresses);
    for (const [at, { book }] of addresses.books.entries()) {
      await fill(node, { file: `${file} ${at}`, book, sponsor: file, addresses });
    }
  }
  return { node, paid, open };
}

async function onlySecurity({ cluster }: TestNode): Promise<Address> {
  const { listAllSecurities } = await import("@defi-ready/securities");
  const [one] = await listAllSecurities(cluster);
  if (one === undefined) {
    throw new Error("the demo left no security");
  }
  return one.address;
}

/** Investors deposit into a book, most of them commit. */
async function fill(
  { cluster }: TestNode,
  {
    file,
    book: address,
    sponsor,
    addresses,
  }: Readonly<{ file: string; book: Address; sponsor: string; addresses: DealAddresses }>,
): Promise<void> {
  const authority = await knownKey(`securities market ${sponsor}`);
  const { settlementMint: mint, tokenProgram } = addresses;
  const shown = await readBook(cluster, address);
  const { cap, lot, minTicket, maxTicket } = shown.data;
  for (const [at, part] of PARTS.entries()) {
    const wanted = (cap * part) / 1_000n;
    const most = maxTicket === 0n ? wanted : wanted < maxTicket ? wanted : maxTicket;
    const amount = most < minTicket ? minTicket : most - (most % lot);
    const owner = await knownKey(`securities market ${file} investor ${at}`);
    await fund(cluster, [[owner.address, 2n * SOL]]);
    const minted = await mintTo({ mint, tokenProgram, authority, owner: owner.address, amount });
    await send(cluster, { instructions: minted, payer: authority });
    await deposit(cluster, { owner, book: shown, amount, nonce: 0n });
    if (at % 4 !== 3) {
      const book = await readBook(cluster, address);
      const [ticket] = await listTickets(cluster, { book: address, owner: owner.address });
      if (ticket !== undefined && book.data.offerVersion > 0 && ticket.data.committedTo === 0) {
        await send(cluster, { instructions: await commit({ owner, book, ticket }), payer: owner });
      }
    }
  }
}
