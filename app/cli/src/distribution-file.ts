import { createHash } from "node:crypto";
import {
  associatedTokenAddress,
  ClientError,
  clusterTime,
  listDistributions,
  mintNames,
  postDistribution,
  printable,
  readSecurity,
  readTranches,
  readWaterfall,
  settlementVault,
  tiersOf,
  tokenBalance,
} from "@defi-ready/securities";
import type { Distribution, Security } from "@defi-ready/securities/program";
import { loadPayments, type Payment } from "@defi-ready/securities-migrations";
import type { Account, Address } from "@solana/kit";
import { type Context, type Output, UsageError } from "./context.js";
import { entryOf, summaryOf } from "./distribution-record.js";
import { day, money, table, text } from "./format.js";

/** Bytes of the payer's own number for a payment. */
const NONCE_BYTES = 8;

/** What becomes of a row: it was paid before, its period is not over, or it is paid now. */
type State = Readonly<{ kind: "posted"; number: number } | { kind: "later" } | { kind: "due" }>;

/** A row of a table of payments. */
type Row = Readonly<{
  payment: Payment;
  /** Its mark: the payer's own number, derived from what it says, so that it is paid once. */
  nonce: bigint;
  state: State;
}>;

/**
 * Pays in every row of a table whose period is over and that was not paid before. Each carries a number that is derived
 * from what it says: a run that is cut in the middle is repeated as it is, and pays only what is left, also what is still
 * under way. A row counts as paid, too, if somebody posted the same period, amount and note in another way.
 */
export async function postFile(
  context: Context,
  { security: address, file, dryRun }: Readonly<{ security: Address; file: string; dryRun: boolean }>,
): Promise<Output> {
  const { cluster } = context;
  const security = await readSecurity(cluster, address);
  const { decimals, mint, tokenProgram } = settlementVault(security.data);
  const payments = loadPayments(file, {
    decimals,
    smallest: security.data.minDistribution,
    carries: await carriesOf(context, security),
  });
  const rows = await rowsOf(context, security, payments);
  const due = rows.filter(({ state }) => state.kind === "due");
  const total = due.reduce((sum, { payment }) => sum + payment.amount + payment.tips, 0n);
  const plan = planOf(rows, decimals);
  const json = { security: address, decimals, total, rows: rows.map(rowObject) };
  const left = rows.length - due.length;
  if (dryRun || due.length === 0) {
    const head =
      due.length === 0
        ? "nothing to post: every row was posted, or its period is not over"
        : `would post ${due.length} payments of ${money(total, decimals)} in all, and leave ${left}`;
    return { text: `${plan}\n\n${head}`, json: { ...json, posted: [] } };
  }
  const payer = await context.keypair();
  const source = await associatedTokenAddress({ owner: payer.address, mint, tokenProgram });
  const balance = await tokenBalance(cluster, source);
  if (balance < total) {
    throw new ClientError(
      `the payments are of ${money(total, decimals)} in all, and you hold ${money(balance, decimals)}: nothing was posted`,
    );
  }
  context.progress(plan);
  await context.confirm(`post ${due.length} payments of ${money(total, decimals)} in all`);
  const posted: object[] = [];
  for (const { payment, nonce } of due) {
    const { tips: tipBudget, ...terms } = payment;
    const { instructions, distribution } = await postDistribution({
      payer,
      security: await readSecurity(cluster, address),
      nonce,
      payment: { ...terms, tipBudget, documentSha256: new Uint8Array(32) },
    });
    const signature = await context.send(instructions, payer);
    const entry = await entryOf(context, security, distribution);
    context.progress(`posted ${entry.number}: ${money(payment.amount, decimals)}, ${summaryOf(entry)}`);
    posted.push({ signature, nonce, ...entry });
  }
  return {
    text: `posted ${posted.length} payments of ${money(total, decimals)} in all, and left ${left}`,
    json: { ...json, posted },
  };
}

/** The options of a single payment, which a file has in its rows. */
export function requireNoneOf(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined && options[name] !== "");
  if (given.length > 0) {
    throw new UsageError(`--file has each payment in a row of its own: leave out ${given.join(", ")}`);
  }
}

async function rowsOf(
  { cluster }: Context,
  security: Account<Security>,
  payments: readonly Payment[],
): Promise<Row[]> {
  const [now, before] = await Promise.all([
    clusterTime(cluster),
    listDistributions(cluster, security.address),
  ]);
  const seen = new Map<string, number>();
  return payments.map((payment) => {
    const said = contentOf(payment);
    const times = seen.get(said) ?? 0;
    seen.set(said, times + 1);
    const nonce = nonceOf(security.address, said, times);
    const same = before.filter(({ data }) => isSame(data, payment));
    const there = before.find(({ data }) => data.nonce === nonce) ?? same[times];
    const state: State =
      there !== undefined
        ? { kind: "posted", number: there.data.number }
        : payment.periodEnd > now
          ? { kind: "later" }
          : { kind: "due" };
    return { payment, nonce, state };
  });
}

/** What makes a payment this payment, however it is written; tips to bots are no part of it. */
function contentOf({ periodStart, periodEnd, amount, principal, note, recovery, clawback }: Payment): string {
  return JSON.stringify([
    ...[periodStart, periodEnd, amount, principal].map(String),
    note,
    recovery,
    clawback,
  ]);
}

function nonceOf(security: Address, content: string, times: number): bigint {
  const hash = createHash("sha256").update(`securities payment ${security} ${times} ${content}`).digest();
  return hash.readBigUInt64LE(hash.length - NONCE_BYTES);
}

function isSame(data: Distribution, { periodStart, periodEnd, amount, note }: Payment): boolean {
  return (
    data.vault === 0 &&
    data.periodStart === periodStart &&
    data.periodEnd === periodEnd &&
    data.gross === amount &&
    text(data.note) === note
  );
}

/** The classes that are paid a carry, by their names, symbols and ranks. */
async function carriesOf(
  { cluster }: Context,
  security: Account<Security>,
): Promise<ReadonlyMap<string, number>> {
  const [waterfall, tranches] = await Promise.all([
    readWaterfall(cluster, security.address),
    readTranches(cluster, security),
  ]);
  const names = await mintNames(
    cluster,
    tranches.map(({ data }) => data.mint),
  );
  const paid = new Set(tiersOf(waterfall.data).map(({ rank }) => rank));
  return new Map(
    tranches
      .filter(({ data }) => paid.has(data.rank))
      .flatMap(({ data }) => {
        const name = names.get(data.mint);
        const words = [String(data.rank), ...(name === undefined ? [] : [name.name, name.symbol])];
        return words.map((word) => [word, data.rank] as const);
      }),
  );
}

function planOf(rows: readonly Row[], decimals: number): string {
  const words = ({ state }: Row) =>
    state.kind === "posted"
      ? `posted as distribution ${state.number}`
      : state.kind === "later"
        ? "later: its period is not over"
        : "to be posted";
  return table(
    ["From", "To", { right: "Amount" }, "Note", "Row"],
    rows.map((row) => [
      day(row.payment.periodStart),
      day(row.payment.periodEnd),
      money(row.payment.amount, decimals),
      printable(row.payment.note),
      words(row),
    ]),
  );
}

function rowObject({ payment, nonce, state }: Row): object {
  return { ...payment, nonce, ...state };
}
