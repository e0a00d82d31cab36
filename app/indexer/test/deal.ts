import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Cluster, connect } from "@defi-ready/securities";
import {
  type Database,
  Follower,
  type HistoryCommitment,
  nodeSource,
  openDatabase,
} from "@defi-ready/securities-indexer";

import {
  appendTransactionMessageInstructions,
  createTransactionMessage,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  type Instruction,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type TransactionSigner,
} from "@solana/kit";

/** A folder that goes with the test file. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "securities-indexer-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new SQLite database, closed when the tests of the file end. */
export async function newSqlite(): Promise<Database> {
  return await opened(`sqlite:${join(temporaryFolder(), "history.db")}`);
}

/** A database, closed when the tests of the file end. */
export async function opened(url: string): Promise<Database> {
  const database = await openDatabase(url);
  after(() => database.destroy());
  return database;
}

/** Follows a node into a database. */
export function follower(
  options: Readonly<{
    url: string;
    database: Database;
    commitment?: HistoryCommitment;
    batch?: number;
    fromSlot?: bigint;
  }>,
): Promise<Follower> {
  const { url, database, commitment = "finalized", ...more } = options;
  return Follower.open({ database, source: nodeSource(connect(url), commitment), commitment, ...more });
}

/** Everything that a history says of the chain, row by row; what is kept of how it was read is left out. */
export async function contentOf(database: Database): Promise<Record<string, unknown[]>> {
  const text = (rows: readonly object[]) =>
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value]),
      ),
    );
  const transactions = await database
    .selectFrom("transactions")
    .select(["signature", "slot", "place", "time"])
    .execute();
  const events = await database.selectFrom("events").selectAll().execute();
  const mentions = await database.selectFrom("mentions").selectAll().execute();
  const payments = await database.selectFrom("payments").selectAll().execute();
  const sorted = (rows: readonly object[]) =>
    text(rows).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    transactions: sorted(transactions),
    events: sorted(events),
    mentions: sorted(mentions),
    payments: sorted(payments),
  };
}

/** Sends a transaction that fails, without its simulation, so that it lands; returns its signature. */
export async function landFailing(
  { rpc }: Cluster,
  instructions: readonly Instruction[],
  payer: TransactionSigner,
): Promise<string> {
  const { value: lifetime } = await rpc.getLatestBlockhash().send();
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (empty) => setTransactionMessageFeePayerSigner(payer, empty),
    (paid) => setTransactionMessageLifetimeUsingBlockhash(lifetime, paid),
    (dated) => appendTransactionMessageInstructions(instructions, dated),
  );
  const transaction = await signTransactionMessageWithSigners(message);
  const wire = getBase64EncodedWireTransaction(transaction);
  await rpc.sendTransaction(wire, { encoding: "base64", skipPreflight: true }).send();
  return getSignatureFromTransaction(transaction);
}
