import type { Account, Address, AddressesByLookupTableAddress, TransactionSigner } from "@solana/kit";
import {
  type Cluster,
  clusterTime,
  earningsOf,
  eventAuthorityAddress,
  listHolders,
  lookupTablesFor,
  MAX_PAY_BATCH,
  payeeOf,
  payHolders,
  readTokenAccounts,
  send,
  settlementVault,
  tipAccountOf,
} from "../client/index.js";
import { type Holder, SECURITIES_PROGRAM_ADDRESS, type Security, type Tranche } from "../generated/index.js";
import { inParallel } from "./parallel.js";
import type { Reporter } from "./report.js";

/** Holders that fit a transaction without a lookup table. */
const PLAIN_BATCH = 11;

/**
 * Pays the holders of a tranche what they are owed. With more of them than one plain transaction takes, a lookup table
 * of the payer's makes room for twice as many.
 */
export async function crankPayments(
  cluster: Cluster,
  payer: TransactionSigner,
  security: Account<Security>,
  tranche: Account<Tranche>,
  options: Readonly<{ concurrency: number; report: Reporter }>,
): Promise<void> {
  const { report } = options;
  const due = await payable(cluster, security, tranche, report);
  const large = due.length > PLAIN_BATCH;
  const tables = large ? await tablesFor(cluster, payer, security, tranche, due) : undefined;
  const size = tables === undefined ? PLAIN_BATCH : MAX_PAY_BATCH;
  const tipAccount = await tipAccountOf(security.data, payer.address);
  let done = 0;
  await inParallel(batches(due, size), options.concurrency, async (batch) => {
    const payees = batch.map(({ holder }) => payeeOf(holder));
    try {
      const instructions = payHolders({ security, tranche: tranche.address, payees, tipAccount });
      await send(cluster, instructions, { payer, lookupTables: tables });
    } catch (error) {
      report.skip("pay", tranche.address, error);
    }
    done += batch.length;
    report.onProgress?.({ task: "pay", security: security.address, done, total: due.length });
  });
  if (due.length > 0) {
    await countPaid(cluster, security.address, tranche.address, due, report);
  }
}

/** Counts what the holders' records say: the program passes over one that cannot be paid. */
async function countPaid(
  cluster: Cluster,
  security: Address,
  tranche: Address,
  due: readonly Due[],
  report: Reporter,
): Promise<void> {
  const after = new Map((await listHolders(cluster, tranche)).map((holder) => [holder.address, holder]));
  for (const { holder } of due) {
    const record = after.get(holder.address);
    const paid =
      record === undefined
        ? 0n
        : (record.data.earnings[0]?.paid ?? 0n) - (holder.data.earnings[0]?.paid ?? 0n);
    if (paid > 0n) {
      report.count("pay");
      report.pay(security, paid);
    } else {
      report.skip("pay", holder.address, "it could not be paid: the money stays owed");
    }
  }
}

type Due = Readonly<{ holder: Account<Holder>; owed: bigint }>;

/** The holders that are owed something and can be paid; the others that are owed are reported. */
async function payable(
  cluster: Cluster,
  security: Account<Security>,
  tranche: Account<Tranche>,
  report: Reporter,
): Promise<Due[]> {
  const { mint } = settlementVault(security.data);
  const now = await clusterTime(cluster);
  const owed = (await listHolders(cluster, tranche.address))
    .map((holder) => ({ holder, owed: earningsOf(holder.data, tranche.data, now).owed }))
    .filter((one) => one.owed > 0n);
  const accounts = await readTokenAccounts(
    cluster,
    owed.map(({ holder }) => holder.data.payoutAccount),
  );
  return owed.filter(({ holder }, at) => {
    const account = accounts[at];
    const reason =
      account === undefined
        ? "its payout account does not exist"
        : account.mint !== mint
          ? "its payout account is of another mint"
          : account.frozen
            ? "its payout account is frozen"
            : undefined;
    if (reason !== undefined) {
      report.skip("pay", holder.address, `${reason}: the money stays owed`);
    }
    return reason === undefined;
  });
}

async function tablesFor(
  cluster: Cluster,
  payer: TransactionSigner,
  security: Account<Security>,
  tranche: Account<Tranche>,
  due: readonly Due[],
): Promise<AddressesByLookupTableAddress | undefined> {
  const { address: vault, mint, tokenProgram } = settlementVault(security.data);
  const label = [security.address, tranche.address];
  const common = [vault, mint, tokenProgram, await eventAuthorityAddress(), SECURITIES_PROGRAM_ADDRESS];
  const holders = due.flatMap(({ holder }) => [holder.address, holder.data.payoutAccount]);
  try {
    return await lookupTablesFor(cluster, payer, label, [...common, ...holders]);
  } catch {
    // A node may refuse the search for tables; smaller batches need none.
    return undefined;
  }
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
