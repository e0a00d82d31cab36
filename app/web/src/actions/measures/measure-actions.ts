import {
  ClientError,
  cancelMeasure,
  closeMeasure,
  findHolder,
  listShareAccounts,
  movesShares,
  readMeasure,
  readSecurity,
  readTranche,
  reassignShares,
  receiverInstructions,
  settlementVault,
  takeMeasure,
} from "@defi-ready/securities";
import type { Measure } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Announced } from "../../data/announced.js";
import { moment } from "../../format.js";
import type { Action } from "../action.js";

/** In whose name a measure is cancelled. */
export type Canceller = "sponsor" | "arbitrator" | "owner";

/** Cancels a measure, or lifts a block that is in force. */
export function cancelMeasureAction(measure: Account<Measure>, by: Canceller, isInForce: boolean): Action {
  const { number } = measure.data;
  return {
    title: isInForce ? "Lift the block" : by === "owner" ? "End the recovery" : "Cancel the measure",
    key: `cancel ${measure.address}`,
    plan: ({ signer }) =>
      Promise.resolve({
        instructions: cancelMeasure({ authority: signer, measure }),
        says: [
          by === "owner"
            ? "Your signature shows that your key is not lost: nothing moves, and your shares are free again."
            : `Nothing comes of measure ${number} any more. Shares that it has blocked are free again.`,
          "This cannot be undone. It can be announced anew by the sponsor and the arbitrator together, and waits again then.",
        ],
        done: isInForce ? "The block is lifted." : `Measure ${number} is cancelled.`,
      }),
  };
}

/** Takes a measure whose notice is over. */
export function takeMeasureAction({ measure, owner }: Announced, what: string): Action {
  const { security, number } = measure.data;
  return {
    title: "Take the measure",
    key: `take ${measure.address}`,
    plan: async ({ cluster, signer }) => {
      if (!movesShares(measure.data)) {
        return {
          instructions: takeMeasure({ caller: signer, measure }),
          says: [`Measure ${number} takes effect: ${what}.`, "Anyone may take it, since its notice is over."],
          done: `Measure ${number} is in force.`,
        };
      }
      const now = await readMeasure(cluster, { security, number });
      const [deal, tranche] = await Promise.all([
        readSecurity(cluster, security),
        readTranche(cluster, now.data.tranche),
      ]);
      const holder =
        owner === undefined ? undefined : await findHolder(cluster, { tranche: tranche.address, owner });
      if (owner === undefined || holder === undefined) {
        throw new ClientError("the record is closed, so there is nothing to move");
      }
      const accounts = await listShareAccounts(cluster, { owner, shareMint: tranche.data.mint });
      const ready = await receiverInstructions({
        cluster,
        payer: signer,
        owner: now.data.to,
        security,
        tranche: tranche.address,
        settlement: settlementVault(deal.data),
      });
      const [first, ...more] = await reassignShares({
        measure: now,
        tranche,
        holder,
        accounts: accounts.map((one) => one.address),
      });
      return {
        instructions: [...ready, ...(first === undefined ? [] : [first])],
        says: [
          `Measure ${number}: ${what}. The tokens are burnt, and as many are minted for the receiver.`,
          "Anyone may do it, since its notice is over. It cannot be undone.",
          ...(more.length === 0
            ? []
            : [
                "The tokens are in more accounts than one transaction takes: this gathers some of them in the owner's associated account. Take it again for the rest.",
              ]),
        ],
        facts: [
          ["From", owner],
          ["To", now.data.to],
        ],
        done:
          more.length === 0
            ? "The shares have moved."
            : "Tokens were gathered in the owner's associated account: take it again for the rest.",
      };
    },
  };
}

/** Closes the account of a measure of which nothing can happen any more. */
export const closeMeasureAction = (measure: Account<Measure>): Action => ({
  title: "Close the measure's account",
  key: `close ${measure.address}`,
  plan: () =>
    Promise.resolve({
      instructions: closeMeasure(measure),
      says: [
        `Measure ${measure.data.number} is no longer shown here: what happened stays in the chain's events. The rent goes back to whoever paid it, ${moment(measure.data.announcedAt)}.`,
      ],
      done: "The account is closed.",
    }),
});
