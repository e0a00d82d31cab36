import type { Address } from "@solana/kit";
import type { Snapshot } from "../chain/snapshot.js";
import type { Credit } from "./credits.js";
import { addressIn, type Happening } from "./happenings.js";
import { type SourceOfPayment, sourceOf } from "./words.js";

/** What a class was credited at once. Amounts are base units of the payment's mint. */
export type ClassReceipts = Readonly<{ interest: bigint; principal: bigint; income: bigint }>;

/** What all classes were credited by one payment into the security, or by covers for one loss. */
export type ReceivedLine = SourceOfPayment &
  Readonly<{
    time: bigint;
    vault: number;
    mint: Address;
    decimals: number;
    /** By rank. */
    classes: readonly ClassReceipts[];
  }>;

/**
 * What the classes of a security were credited, in order: a line for each payment, also of those that brought them nothing,
 * and for each loss that covers paid for.
 *
 * @param money What happened in the period.
 */
export function receivedOf({
  credits,
  snapshot,
  money,
}: Readonly<{
  credits: readonly Credit[];
  snapshot: Snapshot;
  money: readonly Happening[];
}>): ReceivedLine[] {
  const given = creditsByEvent(credits);
  return money.flatMap((happening): ReceivedLine[] => {
    const { name, data, signature, ordinal, time } = happening;
    const own = given(signature, ordinal);
    const [first] = own;
    if (name !== "Distributed" && first === undefined) {
      return [];
    }
    const vault =
      first?.vault ?? snapshot.data.vaults.findIndex(({ mint }) => mint === addressIn(data, "mint"));
    const source =
      first === undefined
        ? {
            distribution: Number(data.number),
            address: addressIn(data, "distribution"),
            source: "",
            document: "",
            signature,
          }
        : sourceOf(first);
    return [
      {
        ...source,
        time,
        vault,
        mint: snapshot.data.vaults[vault]?.mint ?? snapshot.security,
        decimals: snapshot.decimals[vault] ?? 0,
        classes: snapshot.classes.map((_, rank) => receipts(own.filter((one) => one.rank === rank))),
      },
    ];
  });
}

/** What each event gave, by its transaction and its place in it. */
export function creditsByEvent(
  credits: readonly Credit[],
): (signature: string, ordinal: bigint) => readonly Credit[] {
  const events = new Map<string, Credit[]>();
  for (const one of credits) {
    const event = `${one.signature} ${one.ordinal}`;
    const own = events.get(event);
    if (own === undefined) {
      events.set(event, [one]);
    } else {
      own.push(one);
    }
  }
  return (signature, ordinal) => events.get(`${signature} ${ordinal}`) ?? [];
}

function receipts(own: readonly Credit[]): ClassReceipts {
  const add = (of: (credit: Credit) => bigint) => own.reduce((sum, one) => sum + of(one), 0n);
  const [interest, principal] = [add((one) => one.interest), add((one) => one.principal)];
  return { interest, principal, income: add(({ amount }) => amount) - interest - principal };
}
