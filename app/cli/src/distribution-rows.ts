import { createHash } from "node:crypto";
import { clusterTime, listDistributions, NOBODY } from "@defi-ready/securities";
import type { Distribution, Security } from "@defi-ready/securities/program";
import { type Payment, paymentIdentity } from "@defi-ready/securities-migrations";
import type { Account, Address } from "@solana/kit";
import type { Context } from "./context.js";
import { text } from "./format.js";

/** Bytes of the payer's own number for a payment. */
const NONCE_BYTES = 8;

/** Kinds of distributions that are payments which somebody posted: income, a recovery, and carry paid back. */
const INCOME = 0;
const RECOVERY = 1;
const CLAWBACK = 4;

/**
 * What becomes of a row: the payer paid it before; it looks like a payment that was made, which differs in something; its
 * period is not over; or it is paid now.
 */
type State = Readonly<
  | { kind: "posted"; number: number }
  | { kind: "similar"; number: number; payer: Address; differs: readonly string[] }
  | { kind: "later" }
  | { kind: "due" }
>;

/** A row of a table of payments. */
export type Row = Readonly<{
  payment: Payment;
  /** Its mark: the payer's own number, derived from what it says, so that it is paid once. */
  nonce: bigint;
  state: State;
}>;

/**
 * Compares the rows of a table with the payments that were made. A row is paid if the payer himself made a payment that
 * says the same; each payment counts for one row. Any other payment of its period and amount is one that it looks like:
 * everybody knows the numbers of a table's payments, and may pay under them.
 *
 * @param payer Who pays; `undefined`: it is not known, and no payment counts as the payer's.
 */
export async function rowsOf(
  { cluster }: Context,
  security: Account<Security>,
  { payments, payer }: Readonly<{ payments: readonly Payment[]; payer: Address | undefined }>,
): Promise<Row[]> {
  const [now, before] = await Promise.all([
    clusterTime(cluster),
    listDistributions(cluster, security.address),
  ]);
  const open = new Set(before.map(({ data }) => data).filter(isPostedByHand));
  const take = (found: Distribution | undefined) => {
    if (found !== undefined) {
      open.delete(found);
    }
    return found;
  };
  const find = (is: (data: Distribution) => boolean) => [...open].find(is);
  const seen = new Map<string, number>();
  const numbered = payments.map((payment) => {
    const said = paymentIdentity(payment);
    const times = seen.get(said) ?? 0;
    seen.set(said, times + 1);
    return { payment, nonce: nonceOf(security.address, said, times) };
  });
  const isOwn = (data: Distribution, payment: Payment) =>
    data.payer === payer && differences(data, payment).length === 0;
  // Payments under a row's own number first, so that none of them counts for another row.
  const byNumber = numbered.map(({ payment, nonce }) =>
    take(find((data) => data.nonce === nonce && isOwn(data, payment))),
  );
  const own = numbered.map(({ payment }, at) => byNumber[at] ?? take(find((data) => isOwn(data, payment))));
  return numbered.map(({ payment, nonce }, at) => {
    const posted = own[at];
    if (posted !== undefined) {
      return { payment, nonce, state: { kind: "posted", number: posted.number } };
    }
    if (payment.periodEnd > now) {
      return { payment, nonce, state: { kind: "later" } };
    }
    const like = find((data) => isOf(data, payment) && differences(data, payment).length === 0);
    const found = take(like ?? find((data) => isOf(data, payment)));
    if (found === undefined) {
      return { payment, nonce, state: { kind: "due" } };
    }
    const differs = [...differences(found, payment), ...(found.payer === payer ? [] : ["payer"])];
    return { payment, nonce, state: { kind: "similar", number: found.number, payer: found.payer, differs } };
  });
}

/** Whether it is a payment of settlement money that somebody posted, and no collection, sweep or return. */
function isPostedByHand({ vault, kind, source }: Distribution): boolean {
  return vault === 0 && source === NOBODY && [INCOME, RECOVERY, CLAWBACK].includes(kind);
}

function isOf(data: Distribution, { periodStart, periodEnd, amount }: Payment): boolean {
  return data.periodStart === periodStart && data.periodEnd === periodEnd && data.gross === amount;
}

/** In what a payment says something else than a row; of a recovery, the program finds the principal. */
function differences(data: Distribution, payment: Payment): string[] {
  const { principal, note, recovery, clawback } = payment;
  const kind = recovery ? RECOVERY : clawback === null ? INCOME : CLAWBACK;
  const sameKind = data.kind === kind && (clawback === null || (data.clawedBack[clawback] ?? 0n) > 0n);
  const compared: readonly (readonly [what: string, same: boolean])[] = [
    ["period or amount", isOf(data, payment)],
    ["principal", recovery || data.principal === principal],
    ["kind", sameKind],
    ["note", text(data.note) === note],
  ];
  return compared.filter(([, same]) => !same).map(([what]) => what);
}

function nonceOf(security: Address, said: string, times: number): bigint {
  const hash = createHash("sha256").update(`securities payment ${security} ${times} ${said}`).digest();
  return hash.readBigUInt64LE(hash.length - NONCE_BYTES);
}
