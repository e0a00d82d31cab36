import type { ReactNode } from "react";
import { money } from "../../format.js";
import { Untrusted } from "../../ui/untrusted.js";
import { Act } from "../act.js";
import { closeVoteAction, type OwnVote, takeBackAction, voteAction } from "./vote-actions.js";

/** How a record votes, in words. */
export function VoteWords({ vote }: Readonly<{ vote: OwnVote }>): ReactNode {
  const { holder, ballot, name, decimals } = vote;
  const shares = money(holder.data.shares, decimals);
  const rest = ballot === undefined ? 0n : holder.data.shares - ballot.data.weight;
  return (
    <p>
      {ballot === undefined ? (
        <>
          Your {shares} shares of <Untrusted>{name}</Untrusted> have not voted.
        </>
      ) : (
        <>
          {money(ballot.data.weight, decimals)} of your {shares} shares of <Untrusted>{name}</Untrusted> vote{" "}
          {ballot.data.inFavour === 1 ? "in favour" : "against"}.
          {rest > 0n ? ` ${money(rest, decimals)} came since: vote again to add them.` : ""}
        </>
      )}
    </p>
  );
}

/** What the owner of a record can do about its vote. */
export function VoteButtons({
  vote,
  isOpen,
  suffix = "",
}: Readonly<{
  vote: OwnVote;
  /** Whether the vote is open; otherwise it has closed. */
  isOpen: boolean;
  /** Behind the labels, to tell classes apart. */
  suffix?: string | undefined;
}>): ReactNode {
  const { ballot, holder } = vote;
  if (!isOpen) {
    return ballot === undefined ? null : (
      <Act label={`Close your vote${suffix}`} variant="quiet" action={() => closeVoteAction(ballot)} />
    );
  }
  const hasVoted = (inFavour: boolean) =>
    ballot !== undefined &&
    (ballot.data.inFavour === 1) === inFavour &&
    ballot.data.weight === holder.data.shares;
  return (
    <>
      <Act
        label={`Vote in favour${suffix}`}
        variant="primary"
        disabled={hasVoted(true)}
        action={() => voteAction(vote, true)}
      />
      <Act
        label={`Vote against${suffix}`}
        disabled={hasVoted(false)}
        action={() => voteAction(vote, false)}
      />
      {ballot === undefined ? null : (
        <Act
          label={`Take your vote back${suffix}`}
          variant="quiet"
          action={() => takeBackAction(vote, ballot)}
        />
      )}
    </>
  );
}
