import {
  associatedTokenAddress,
  ClientError,
  counted,
  mintNames,
  postDistribution,
  printable,
  readDistribution,
  readSecurity,
  readTranches,
  readWaterfall,
  settlementVault,
  tiersOf,
  tokenBalance,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import { loadPayments } from "@defi-ready/securities-migrations";
import type { Account, Address, Signature, TransactionSigner } from "@solana/kit";
import { type Context, type Output, UsageError, whereWords } from "./context.js";
import { describePreview, previewOf } from "./distribution-preview.js";
import { type Entry, entryOf, summaryOf } from "./distribution-record.js";
import { type Row, rowsOf } from "./distribution-rows.js";
import { isThere } from "./figures.js";
import { day, money, short, table } from "./format.js";

/** What is done with rows that look like a payment that was made. */
export const SIMILAR_CHOICES = ["post", "skip"] as const;

type FileOptions = Readonly<{
  security: Address;
  file: string;
  dryRun: boolean;
  /** What is done with rows that look like a payment that was made; refused if left out. */
  similar: (typeof SIMILAR_CHOICES)[number] | undefined;
}>;

/**
 * Pays in every row of a table whose period is over and that was not paid before. Each carries a number that is derived
 * from what it says: a run that is cut in the middle is repeated as it is, and pays only what is left, also what is still
 * under way. A row counts as paid, too, if the payer posted what it says in another way. One that only looks like a payment
 * that was made, by somebody else or with another note, principal or kind, is nobody's to decide but the payer's: nothing is
 * posted before he does.
 */
export async function postFile(
  context: Context,
  { security: address, file, dryRun, similar }: FileOptions,
): Promise<Output> {
  const { cluster } = context;
  const security = await readSecurity(cluster, address);
  const { decimals, mint, tokenProgram } = settlementVault(security.data);
  const payments = loadPayments(file, {
    decimals,
    smallest: security.data.minDistribution,
    carries: await carriesOf(context, security),
  });
  const self = dryRun ? await context.self() : await context.keypair();
  const rows = await rowsOf(context, security, { payments, payer: self?.address });
  const alike = rows.filter(({ state }) => state.kind === "similar");
  const due = rows.filter(
    ({ state }) => state.kind === "due" || (similar === "post" && state.kind === "similar"),
  );
  const total = due.reduce((sum, { payment }) => sum + payment.amount + payment.tips, 0n);
  const plan = planOf(rows, decimals);
  const json = { security: address, decimals, total, rows: rows.map(rowObject) };
  const isRefused = alike.length > 0 && similar === undefined;
  const preview =
    due.length === 0
      ? undefined
      : await previewOf(
          context,
          security,
          due.map(({ payment }) => payment),
        );
  if (dryRun || due.length === 0 || isRefused) {
    const head = headOf({ rows, due, alike, total: money(total, decimals), isRefused: isRefused && !dryRun });
    const words = [
      ...(isRefused ? [refusalOf(alike)] : []),
      ...(self === undefined
        ? ["There is no key that says who pays: no payment counts as the payer's own. Give --keypair."]
        : []),
    ];
    const where = await context.named();
    const whose = self === undefined ? `on ${where.name}` : whereWords(where, self);
    return {
      text: [
        plan,
        ...(preview === undefined ? [] : [describePreview(preview, decimals)]),
        [`${head} (${whose})`, ...words].join("\n"),
      ].join("\n\n"),
      json: {
        ...json,
        preview: preview ?? null,
        cluster: where.name,
        payer: self?.address ?? null,
        posted: [],
      },
      failed: isRefused && !dryRun,
    };
  }
  const payer = await context.keypair();
  const source = await associatedTokenAddress({ owner: payer.address, mint, tokenProgram });
  const { servicer } = security.data;
  if (payer.address !== servicer && due.some(({ payment }) => payment.recovery)) {
    throw new ClientError(
      `the table has a recovery, which the servicer alone, ${servicer}, may post, and you are ${payer.address}: nothing was posted`,
    );
  }
  const balance = await tokenBalance(cluster, source);
  if (balance < total) {
    throw new ClientError(
      `the payments are of ${money(total, decimals)} in all, and you hold ${money(balance, decimals)}: nothing was posted`,
    );
  }
  context.progress(
    [plan, ...(preview === undefined ? [] : [describePreview(preview, decimals)])].join("\n\n"),
  );
  const [first] = due;
  await context.confirm(
    `post ${countOf(due)} of ${money(total, decimals)} in all`,
    first === undefined
      ? undefined
      : { instructions: (await postOf({ payer, security, row: first })).instructions, payer },
  );
  context.sent.again = "run it again as it is: it posts only what is left";
  const posted = await postRows(context, { payer, security, due, decimals });
  const sum = posted.reduce((all, { gross, tipBudget }) => all + gross + tipBudget, 0n);
  return {
    text: `posted ${countOf(posted)} of ${money(sum, decimals)} in all, and left ${rows.length - posted.length}`,
    json: { ...json, preview: preview ?? null, posted },
  };
}

/** The payment of a row. */
const postOf = ({
  payer,
  security,
  row: { payment, nonce },
}: Readonly<{ payer: TransactionSigner; security: Account<Security>; row: Row }>) =>
  postDistribution({
    payer,
    security,
    nonce,
    payment: { ...payment, tipBudget: payment.tips, documentSha256: new Uint8Array(32) },
  });

type Posted = Entry & Readonly<{ signature: Signature; nonce: bigint }>;

/** Posts rows in their order; one that another run of the same table has posted meanwhile is left to that. */
async function postRows(
  context: Context,
  options: Readonly<{
    payer: TransactionSigner;
    security: Account<Security>;
    due: readonly Row[];
    decimals: number;
  }>,
): Promise<Posted[]> {
  const { payer, security, due, decimals } = options;
  const { cluster } = context;
  const posted: Posted[] = [];
  for (const row of due) {
    const { payment, nonce } = row;
    const { instructions, distribution } = await postOf({
      payer,
      security: await readSecurity(cluster, security.address),
      row,
    });
    const amount = money(payment.amount, decimals);
    try {
      const signature = await context.send(instructions, payer);
      const entry = await entryOf(context, security, distribution);
      context.progress(`posted ${entry.number}: ${amount}, ${summaryOf(entry)}`);
      posted.push({ signature, nonce, ...entry });
    } catch (error) {
      if (!isThere(error)) {
        throw error;
      }
      const { number } = (await readDistribution(cluster, distribution)).data;
      context.progress(`left ${amount}: another run has posted it meanwhile, as distribution ${number}`);
    }
  }
  return posted;
}

/** What would be posted, or why nothing is. */
function headOf(
  of: Readonly<{
    rows: readonly Row[];
    due: readonly Row[];
    alike: readonly Row[];
    total: string;
    isRefused: boolean;
  }>,
): string {
  const { rows, due, alike, total, isRefused } = of;
  if (rows.length === 0) {
    return "nothing to post: the table has no rows";
  }
  if (due.length === 0) {
    const similar = alike.length > 0 ? "posted, looks like a payment that was made," : "posted,";
    return `nothing to post: every row was ${similar} or its period is not over`;
  }
  const would = isRefused ? "nothing was posted: it would be" : "would post";
  return `${would} ${countOf(due)} of ${total} in all, and leave ${rows.length - due.length}`;
}

/** Says of what rows it must be decided, and how. */
function refusalOf(alike: readonly Row[]): string {
  const [what, it] = alike.length === 1 ? ["A row looks", "it"] : [`${alike.length} rows look`, "them"];
  return `${what} like a payment that was made, and nobody but you knows whether ${it === "it" ? "it is" : "they are"} another: give --similar skip to leave ${it}, or --similar post to pay ${it} as well`;
}

const countOf = ({ length }: readonly unknown[]): string => counted(length, "payment");

/** The options of a single payment, which a file has in its rows. */
export function requireNoneOf(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined && options[name] !== "");
  if (given.length > 0) {
    throw new UsageError(`--file has each payment in a row of its own: leave out ${given.join(", ")}`);
  }
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
  const words = ({ state }: Row) => {
    switch (state.kind) {
      case "posted":
        return `posted as distribution ${state.number}`;
      case "later":
        return "later: its period is not over";
      case "similar":
        return likeness(state);
      default:
        return "to be posted";
    }
  };
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

/** Which payment a row looks like, and in what it differs. */
function likeness({ number, payer, differs }: Extract<Row["state"], { kind: "similar" }>): string {
  const others = differs.filter((what) => what !== "payer").map((what) => `other ${what}`);
  const by = differs.includes("payer") ? ` of ${short(payer)}` : "";
  return `looks like distribution ${number}${by}${others.length === 0 ? "" : `: ${others.join(", ")}`}`;
}

function rowObject({ payment, nonce, state }: Row): object {
  return { ...payment, nonce, ...state };
}
