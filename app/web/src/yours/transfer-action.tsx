import {
  admissionsOf,
  ClientError,
  type Cluster,
  clusterTime,
  findHolder,
  findLongestCredential,
  preflightTransfer,
  qualifiersOf,
  readSecurity,
  readTranche,
  settlementVault,
  thawState,
  transferShares,
  waitsForClaim,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import { type Account, type Address, isOffCurveAddress } from "@solana/kit";
import type { Action } from "../actions/action.js";
import { moment, money } from "../format.js";
import { classWords } from "./actions.js";
import type { Holding } from "./holdings.js";

/** Moves shares to somebody else, after the program was asked whether they may move. */
export function transferAction(holding: Holding, to: Address, amount: bigint): Action {
  const { security: shown, tranche: of } = holding;
  const figure = money(amount, of.data.decimals);
  return {
    title: "Transfer shares",
    key: `transfer ${of.address} ${to} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const [security, tranche] = await Promise.all([
        readSecurity(cluster, shown.address),
        readTranche(cluster, of.address),
      ]);
      const record = await findHolder(cluster, { tranche: of.address, owner: signer.address });
      const state =
        record === undefined ? undefined : await thawState(cluster, { tranche, holder: record, now: 0n });
      // Plain tokens are sent from one account, whatever else the record counts.
      const held = state?.balance ?? record?.data.shares ?? 0n;
      if (held < amount) {
        throw new ClientError(`you hold ${money(held, of.data.decimals)} shares, not ${figure}`);
      }
      // Before the preflight: it says what the receiver is if it can hold nothing, such as a mint.
      const instructions = await transferShares({ cluster, owner: signer, tranche, security, to, amount });
      const admission = await admissionOf(cluster, security, to);
      const preflight = await preflightTransfer(cluster, {
        security,
        tranche,
        from: signer.address,
        to,
        amount,
      });
      if (!preflight.ok) {
        const more = preflight.name === "NotQualified" && !admission.isGood ? `; ${admission.words}` : "";
        throw new ClientError(`${preflight.message}${more}`);
      }
      const theirs = await findHolder(cluster, { tranche: of.address, owner: to });
      const waits = theirs === undefined ? isOffCurveAddress(to) : waitsForClaim(theirs.data);
      return {
        instructions,
        money: settlementVault(security.data).mint,
        says: [
          <>
            {figure} shares of {classWords(holding)} go to {to}. A transfer cannot be taken back.
          </>,
          state === undefined
            ? "What they earned until now stays yours; what they earn from now on is the receiver's."
            : "Both accounts are thawed for it. What the class has received since its first account was thawed is the receiver's, once all accounts are frozen.",
          ...(theirs === undefined
            ? [
                "The receiver has no record in this class yet: you open it, and pay its rent, which comes back to you when it is closed.",
              ]
            : []),
          ...(waits
            ? [
                "The receiver is an address of a program that has named no account for payments: what the shares earn waits until that program claims it.",
              ]
            : []),
          admission.isGood
            ? admission.words
            : "The receiver's record holds a credential that it took over before, and that is still valid there.",
        ],
        done: `${figure} shares are with ${to}.`,
      };
    },
  };
}

/** Whether an owner has what a deal asks of those who receive its shares, in words. */
async function admissionOf(
  cluster: Cluster,
  security: Account<Security>,
  to: Address,
): Promise<Readonly<{ isGood: boolean; words: string }>> {
  if (qualifiersOf(security.data).length === 0) {
    return { isGood: true, words: "Anybody may hold these shares: they require no credential." };
  }
  const now = await clusterTime(cluster);
  const [admission] = await admissionsOf(cluster, { security, owner: to, now });
  if (admission !== undefined) {
    const what =
      admission.qualifier === security.address
        ? "is a protocol that has registered itself with this deal"
        : "has a credential of a qualifier of this deal";
    return { isGood: true, words: `The receiver ${what}, valid until ${moment(admission.until)}.` };
  }
  const credential = await findLongestCredential(cluster, { security, owner: to });
  const until = credential?.data.expiresAt ?? 0n;
  return {
    isGood: false,
    words:
      credential === undefined
        ? `the receiver, ${to}, has no credential of this deal's qualifiers: it may not receive these shares until one of them issues it`
        : `the receiver's credential ${until === 0n ? "was revoked" : `expired at ${moment(until)}`}: it may not receive these shares until it is renewed`,
  };
}
