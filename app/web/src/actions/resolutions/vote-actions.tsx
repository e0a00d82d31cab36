import {
  castBallot,
  closeBallot,
  closeResolution,
  executeResolution,
  stopResolution,
  withdrawBallot,
} from "@defi-ready/securities";
import type { Ballot, Holder, Resolution, Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ReactNode } from "react";
import { moment, money } from "../../format.js";
import { Untrusted } from "../../ui/untrusted.js";
import type { Action } from "../action.js";

/** A record that a resolution asks, with its vote if it has one. */
export type OwnVote = Readonly<{
  resolution: Account<Resolution>;
  holder: Account<Holder>;
  ballot: Account<Ballot> | undefined;
  /** What the resolution would do. */
  words: string;
  /** What its class is called, and the decimals of its shares. */
  name: string;
  decimals: number;
}>;

/** Votes with all shares of a record, or changes its vote. */
export function voteAction(
  { resolution, holder, words, name, decimals }: OwnVote,
  inFavour: boolean,
): Action {
  const { number, closesAt } = resolution.data;
  const side = inFavour ? "in favour of" : "against";
  return {
    title: inFavour ? "Vote in favour" : "Vote against",
    key: `vote ${resolution.address} ${holder.address}`,
    plan: async ({ signer }) => ({
      instructions: await castBallot({ owner: signer, resolution, holder, inFavour }),
      says: [
        <>
          All your {money(holder.data.shares, decimals)} shares of <Untrusted>{name}</Untrusted> vote {side}{" "}
          resolution {number}, which would <Untrusted>{words}</Untrusted>.
        </>,
        `Until the vote closes, ${moment(closesAt)}, they stay where they are: they are neither transferred nor wrapped. You can change your vote or take it back before.`,
        "A new vote costs rent, which comes back when the vote's account is closed.",
      ],
      done: `Your shares vote ${side} resolution ${number}.`,
    }),
  };
}

/** Takes a vote back. */
export function takeBackAction({ resolution, name, decimals }: OwnVote, ballot: Account<Ballot>): Action {
  const { number } = resolution.data;
  return {
    title: "Take your vote back",
    key: `vote ${resolution.address} ${ballot.data.holder}`,
    plan: ({ signer }) =>
      Promise.resolve({
        instructions: withdrawBallot({ owner: signer, ballot }),
        says: [
          <>
            {money(ballot.data.weight, decimals)} shares of <Untrusted>{name}</Untrusted> vote no more on
            resolution {number}, and are free, except for those that you proposed it with.
          </>,
        ],
        done: "Your vote is taken back.",
      }),
  };
}

/** Closes the account of a vote after the close. */
export const closeVoteAction = (ballot: Account<Ballot>): Action => ({
  title: "Close the vote's account",
  key: `close ${ballot.address}`,
  plan: () =>
    Promise.resolve({
      instructions: closeBallot(ballot),
      says: ["The vote is over and stays counted. The rent of its account goes back to whoever paid it."],
      done: "The account is closed.",
    }),
});

/** Does what a resolution says. */
export function executeAction(
  resolution: Account<Resolution>,
  {
    security,
    words,
    signs,
  }: Readonly<{
    security: Account<Security>;
    words: ReactNode;
    /** Whether whoever it names signs. */
    signs: boolean;
  }>,
): Action {
  const { number } = resolution.data;
  return {
    title: "Execute the resolution",
    key: `execute ${resolution.address}`,
    plan: async ({ signer }) => ({
      instructions: await executeResolution({
        resolution,
        security,
        ...(signs ? { newHolder: signer } : {}),
      }),
      says: [
        <>
          Resolution {number} takes effect: {words}.
        </>,
        signs ? "You take it over with your signature." : "Anyone may execute it, and it happens once.",
      ],
      done: `Resolution ${number} is executed.`,
    }),
  };
}

/** Stops a resolution, or withdraws one's own. */
export function stopAction(resolution: Account<Resolution>, isOwn: boolean): Action {
  const { number } = resolution.data;
  return {
    title: isOwn ? "Withdraw the resolution" : "Stop the resolution",
    key: `stop ${resolution.address}`,
    plan: ({ signer }) =>
      Promise.resolve({
        instructions: stopResolution({ authority: signer, resolution }),
        says: [
          `Nothing comes of resolution ${number}. This cannot be undone; it can only be proposed anew.`,
          "Shares that vote on it stay where they are until its close, unless their owners take their votes back.",
        ],
        done: `Resolution ${number} is ${isOwn ? "withdrawn" : "stopped"}.`,
      }),
  };
}

/** Closes the account of a resolution of which nothing comes any more. */
export const closeResolutionAction = (resolution: Account<Resolution>): Action => ({
  title: "Close the resolution's account",
  key: `close ${resolution.address}`,
  plan: async () => ({
    instructions: await closeResolution(resolution),
    says: [
      `Resolution ${resolution.data.number} is no longer shown: what happened stays in the chain's events. The rent goes back to whoever paid it.`,
    ],
    done: "The account is closed.",
  }),
});
