import { findBallot, findHolder, proposalWords, signsExecution } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { useCluster } from "../../connection/connection.js";
import type { Deal } from "../../data/deal.js";
import type { Stood } from "../../data/decided.js";
import { keys } from "../../data/keys.js";
import { classAt, classNameAt } from "../../data/proposed.js";
import { useRead } from "../../data/query.js";
import { Untrusted } from "../../ui/untrusted.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import { isDisregarded } from "./disregarded.js";
import { closeResolutionAction, executeAction, type OwnVote, stopAction } from "./vote-actions.js";
import { VoteButtons, VoteWords } from "./vote-buttons.js";

/** What the connected wallet can do about a resolution. */
export function OwnVotes({ deal, stood }: Readonly<{ deal: Deal; stood: Stood }>): ReactNode {
  const wallet = useWallet();
  return wallet === undefined ? null : <OfOwner deal={deal} stood={stood} owner={wallet.address} />;
}

function OfOwner({ deal, stood, owner }: Readonly<{ deal: Deal; stood: Stood; owner: Address }>): ReactNode {
  const { url } = useCluster();
  const { resolution } = stood;
  const { data: read } = useRead<readonly OwnVote[]>({
    key: [...keys.deal(url, deal.security.address), "votes", resolution.data.number, owner],
    read: async (cluster) => {
      const words = proposalWords(stood.proposal, classAt(deal));
      const votes = stood.standing.classes.map(async ({ rank }) => {
        const tranche = deal.classes[rank]?.tranche;
        const holder =
          tranche === undefined ? undefined : await findHolder(cluster, { tranche: tranche.address, owner });
        if (tranche === undefined || holder === undefined || isDisregarded(stood, rank, owner)) {
          return [];
        }
        const ballot = await findBallot(cluster, {
          resolution: resolution.address,
          holder: holder.address,
        });
        const { decimals } = tranche.data;
        return [{ resolution, holder, ballot, words, name: classNameAt(deal, rank), decimals }];
      });
      return (await Promise.all(votes)).flat();
    },
  });
  const own = (read?.value ?? []).filter(
    ({ holder, ballot }) => holder.data.shares > 0n || ballot !== undefined,
  );
  const { phase } = stood.standing;
  const isVoting = phase === "voting";
  const shown = phase === "announced" ? [] : own;
  return (
    <>
      {isVoting ? shown.map((vote) => <VoteWords vote={vote} key={vote.holder.address} />) : null}
      <div className="buttons">
        {shown.map((vote) => (
          <VoteButtons
            vote={vote}
            isOpen={isVoting}
            suffix={own.length > 1 ? ` with ${vote.name}` : ""}
            key={vote.holder.address}
          />
        ))}
        <Others deal={deal} stood={stood} owner={owner} />
      </div>
    </>
  );
}

/** What can be done about it besides voting. */
function Others({ deal, stood, owner }: Readonly<{ deal: Deal; stood: Stood; owner: Address }>): ReactNode {
  const { resolution, proposal, standing } = stood;
  const { data } = resolution;
  const { phase } = standing;
  const isPending = phase === "announced" || phase === "voting";
  const isOwn = owner === data.proposer && isPending;
  const replacesArbitrator = proposal.__kind === "Role" && proposal.role.__kind === "Arbitrator";
  const mayStop =
    owner === deal.security.data.arbitrator &&
    (isPending || phase === "timelock") &&
    proposal.__kind !== "Advisory" &&
    !replacesArbitrator;
  const signs = signsExecution(proposal);
  // The owner of a token account is not known here: the program refuses others.
  const isNamed = proposal.__kind === "Destination" || ("to" in proposal && proposal.to === owner);
  const mayExecute = phase === "executable" && (!signs || isNamed);
  const words = <Untrusted>{proposalWords(proposal, classAt(deal))}</Untrusted>;
  const mayClose =
    deal.time >= data.closesAt &&
    (phase === "failed" || phase === "expired" || phase === "executed" || phase === "stopped");
  return (
    <>
      {mayExecute ? (
        <Act
          label="Execute"
          variant="primary"
          action={() => executeAction(resolution, { security: deal.security, words, signs })}
        />
      ) : null}
      {isOwn ? <Act label="Withdraw" action={() => stopAction(resolution, true)} /> : null}
      {mayStop && !isOwn ? <Act label="Stop" action={() => stopAction(resolution, false)} /> : null}
      {mayClose ? (
        <Act label="Close the resolution" variant="quiet" action={() => closeResolutionAction(resolution)} />
      ) : null}
    </>
  );
}
