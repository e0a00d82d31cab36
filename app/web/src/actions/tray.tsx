import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useCluster } from "../connection/connection.js";
import { Button } from "../ui/button.js";
import { Status } from "../ui/notice.js";
import { guardLeaving, putAway, type Stage, useTransactions, waitOn } from "./transactions.js";

const WORDS: Readonly<
  Record<Stage["is"], readonly [tone: "good" | "warn" | "wrong" | "plain", words: string]>
> = {
  signing: ["plain", "waiting for the wallet"],
  sent: ["plain", "sent, not confirmed yet"],
  confirmed: ["good", "confirmed"],
  undone: ["wrong", "not done"],
  unknown: ["warn", "outcome unknown: do not repeat it"],
};

/** Every transaction that was asked for and is not put away, wherever one is on the page. */
export function Tray(): ReactNode {
  const transactions = useTransactions();
  const queries = useQueryClient();
  const { url } = useCluster();
  useEffect(guardLeaving, []);
  if (transactions.length === 0) {
    return null;
  }
  const settled = () => void queries.invalidateQueries({ queryKey: [url] });
  return (
    <section className="tray" aria-label="Your transactions">
      <ul>
        {transactions.map(({ id, title, stage }) => {
          const [tone, words] = WORDS[stage.is];
          const isOver = stage.is === "confirmed" || stage.is === "undone";
          return (
            <li key={id}>
              <span>
                {title}: <Status tone={tone}>{words}</Status>
              </span>
              {stage.is === "unknown" && stage.again !== undefined ? (
                <Button variant="quiet" onClick={() => waitOn(id, settled)}>
                  Look again
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
