import { findBallot, proposalWords, votedShares } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { isDisregarded } from "../actions/resolutions/disregarded.js";
import type { OwnVote } from "../actions/resolutions/vote-actions.js";
import { VoteButtons, VoteWords } from "../actions/resolutions/vote-buttons.js";
import { useCluster } from "../connection/connection.js";
import { readDecided, type Stood, stoodAt } from "../data/decided.js";
import { keys } from "../data/keys.js";
import { nameWithin } from "../data/names.js";
import { useRead } from "../data/query.js";
import { moment, money } from "../format.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import type { Holding, Holdings } from "./holdings.js";

/** A resolution that is announced or voted on, and a record that it asks. */
type Asked = Readonly<{ holding: Holding; stood: Stood; words: string; vote: OwnVote }>;

/** What the holder of shares can vote on now or soon, and what of its shares votes keep until when. */
export function VotesSection({
  all: { holdings, time },
  owner,
}: Readonly<{ all: Pick<Holdings, "holdings" | "time">; owner: Address }>): ReactNode {
  const { url } = useCluster();
  const { data: read } = useRead<readonly Asked[]>({
    key: [...keys.owner(url, owner), "votes"],
    read: async (cluster) => {
      const securities = [...new Set(holdings.map(({ security }) => security.address))];
      const found = securities.map(async (security) => {
        const decided = await readDecided(cluster, security);
        const stood = decided === undefined ? [] : stoodAt(decided, time).filter(isComing);
        const own = holdings.filter((one) => one.security.address === security);
        return Promise.all(stood.flatMap((one) => own.map((holding) => askedOf(one, holding))));
      });
      return (await Promise.all(found)).flat(2);

      async function askedOf(stood: Stood, holding: Holding): Promise<readonly Asked[]> {
        const { holder, tranche } = holding;
        const { rank } = tranche.data;
        const { resolution } = stood;
        const isAsked = stood.standing.classes.some((one) => one.rank === rank);
        if (!isAsked || holder.data.shares === 0n || isDisregarded(stood, rank, owner)) {
          return [];
        }
        const ballot = await findBallot(cluster, { resolution: resolution.address, holder: holder.address });
        const nameOf = (at: number) =>
          nameWithin(
            holding.deal,
            holdings.find(
              (one) => one.security.address === holding.security.address && one.tranche.data.rank === at,
            )?.name ?? `class ${at}`,
          );
        const words = proposalWords(stood.proposal, (at) => {
          const one = holdings.find(
            ({ security, tranche: { data } }) =>
              security.address === holding.security.address && data.rank === at,
          );
          const moneyDecimals = holding.security.data.vaults[0]?.decimals ?? 0;
          return one === undefined ? undefined : { ...one.tranche.data, name: nameOf(at), moneyDecimals };
        });
        const vote = { resolution, holder, ballot, name: nameOf(rank), decimals: tranche.data.decimals };
        return [{ holding, stood, words, vote }];
      }
    },
  });
  const asked = read?.value ?? [];
  return asked.length === 0 ? null : (
    <Section title="Votes">
      <Table
        caption="Resolutions that ask you"
        rows={asked}
        rowKey={({ vote }) => `${vote.resolution.address} ${vote.holder.address}`}
        columns={[
          {
            title: "Resolution",
            heads: true,
            cell: ({ holding, stood, words }) => (
              <>
                <Link href={`/deal/${holding.security.address}#resolutions`}>
                  <Untrusted>{holding.deal}</Untrusted>, resolution {stood.resolution.data.number}
                </Link>{" "}
                <span className="quiet under">
                  <Untrusted>{words}</Untrusted>
                </span>
              </>
            ),
          },
          { title: "Vote", cell: ({ stood }) => voteTime(stood) },
          {
            title: "Yours",
            cell: ({ vote, holding }) => (
              <>
                <VoteWords vote={vote} />
                <Locked holding={holding} time={time} />
              </>
            ),
          },
          {
            title: "Actions",
            cell: ({ stood, vote }) =>
              stood.standing.phase === "voting" ? (
                <div className="buttons">
                  <VoteButtons vote={vote} isOpen />
                </div>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}

const isComing = ({ standing: { phase } }: Stood): boolean => phase === "announced" || phase === "voting";

const voteTime = ({ standing, resolution: { data } }: Stood): string =>
  standing.phase === "voting" ? `until ${moment(data.closesAt)}` : `opens ${moment(data.opensAt)}`;

/** What of a record votes keep, and until when. */
function Locked({ holding, time }: Readonly<{ holding: Holding; time: bigint }>): ReactNode {
  const { votes } = holding.holder.data;
  const shares = votedShares(holding.holder.data, time);
  const until = Math.max(0, ...votes.filter((one) => one.shares > 0n).map((one) => one.until));
  return shares === 0n ? null : (
    <p className="hint">
      {money(shares, holding.tranche.data.decimals)} stay with you until {moment(BigInt(until))}
    </p>
  );
}
