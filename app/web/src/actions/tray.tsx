import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useCluster } from "../connection/connection.js";
import { Button } from "../ui/button.js";
import { Status } from "../ui/notice.js";
import { useGenesis } from "../wallet/use-chain.js";
import { guardLeaving, putAway, type Stage, type Tracked, useTransactions, waitOn } from "./transactions.js";

const WORDS: Readonly<
  Record<Stage["is"], readonly [tone: "good" | "warn" | "wrong" | "plain", words: string]>
> = {
  signing: ["plain", "waiting for the wallet"],
  sent: ["plain", "sent, not confirmed yet"],
  confirmed: ["good", "confirmed"],
  other: ["wrong", "the wallet sent something else"],
  undone: ["wrong", "not done"],
  unknown: ["warn", "outcome unknown: do not repeat it"],
};

/** Every transaction that was asked for and is not put away, wherever one is on the page. */
export function Tray(): ReactNode {
  const transactions = useTransactions();
  const queries = useQueryClient();
  const cluster = useCluster();
  const genesis = useGenesis(transactions.length > 0).data;
  useEffect(guardLeaving, []);
  if (transactions.length === 0) {
    return null;
  }
  const look = ({ id, url }: Tracked) =>
    waitOn(id, {
      cluster,
      onSettled: () => {
        for (const one of new Set([url, cluster.url])) {
          void queries.invalidateQueries({ queryKey: [one] });
        }
      },
    });
  return (
    <section className="tray" aria-label="Your transactions">
      <ul>
        {transactions.map((one) => {
          const { id, title, stage } = one;
          const [tone, words] =
            stage.is === "confirmed" && !stage.isSeen
              ? (["warn", "confirmed, and not seen by the page"] as const)
              : WORDS[stage.is];
          const isOver = stage.is === "confirmed" || stage.is === "undone" || stage.is === "other";
          const isElsewhere = genesis !== undefined && genesis !== one.genesis;
          return (
            <li key={id}>
              <span>
                {title}: <Status tone={tone}>{words}</Status>
                {isElsewhere
                  ? ` (on another chain than the one shown, through ${new URL(one.url).host})`
                  : ""}
              </span>
              {stage.is === "unknown" && stage.again !== undefined && !isElsewhere ? (
                <Button variant="quiet" onClick={() => look(one)}>
                  Look again
                </Button>
              ) : null}
              {stage.is === "unknown" ? (
                <Button variant="quiet" onClick={() => putAway(id)}>
                  I have looked it up elsewhere
                </Button>
              ) : null}
              {isOver ? (
                <Button variant="quiet" onClick={() => putAway(id)} aria-label={`Put away ${title}`}>
                  Put away
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
