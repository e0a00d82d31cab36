import { type DealStage, planWindDown, type WindDown } from "@defi-ready/securities";
import { type Address, createNoopSigner } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useCluster } from "../../../connection/connection.js";
import type { AsOf } from "../../../data/as-of.js";
import { keys } from "../../../data/keys.js";
import { useRead } from "../../../data/query.js";
import { countedSteps, stepWords } from "../../../data/winding.js";
import { moment } from "../../../format.js";
import { slots } from "../../../slots.js";
import { Read } from "../../../ui/read.js";
import { Section } from "../../../ui/section.js";

/** What a stage of a deal's end is, in sentences. */
const STAGES: Readonly<Partial<Record<DealStage, string>>> = {
  winding:
    "The deal is being wound down: nothing new begins, and what is in it goes out, to the debts first. Payments still come in.",
  ended:
    "The deal has ended: no payment comes in any more, and its shares are worth nothing. What holders and payees are owed is still paid, and its accounts close.",
  closed: "The deal is closed. What is left of it keeps its address taken, so that no other deal gets it.",
};

/** Reads what is left of a deal; nothing of it is signed. */
function useLeft(security: Address): UseQueryResult<AsOf<WindDown>> {
  const { url } = useCluster();
  return useRead({
    key: [...keys.deal(url, security), "wind-down"],
    read: (cluster) => planWindDown(cluster, { address: security, payer: createNoopSigner(security) }),
  });
}

/** How far a deal is wound down: what anyone can do now, and what it waits for. */
export function Winding({ security }: Readonly<{ security: Address }>): ReactNode {
  return (
    <Read query={useLeft(security)} what="what is left of the deal">
      {(left) => <Left security={security} left={left} />}
    </Read>
  );
}

/** The same of a deal that cannot be shown whole, since classes of it are closed, or all of it is; of any other, nothing. */
export function Remains({ security }: Readonly<{ security: Address }>): ReactNode {
  const left = useLeft(security).data?.value;
  return left?.stage === "ended" || left?.stage === "closed" ? (
    <Section id="wind-down" title="How it ends">
      <Left security={security} left={left} />
    </Section>
  ) : null;
}

function Left({ security, left }: Readonly<{ security: Address; left: WindDown }>): ReactNode {
  const { stage, endsFrom, steps, waits } = left;
  const { windDown: Action } = slots;
  const [next] = steps;
  return (
    <div className="left">
      <p className="lead">
        {STAGES[stage] ?? "The deal is not being wound down."}{" "}
        {stage === "winding" && endsFrom !== undefined
          ? `It can end from ${moment(endsFrom)}, by anyone.`
          : null}
      </p>
      {steps.length === 0 ? (
        <p>{stage === "closed" ? "Nothing is left to close." : "There is nothing to do now."}</p>
      ) : (
        <>
          <h3>What anyone can do now, in this order</h3>
          <ol className="points">
            {countedSteps(steps).map(({ what, count }) => (
              <li key={what}>
                {stepWords(what)}
                {count === 1 ? "" : `, ${count} times`}
              </li>
            ))}
          </ol>
        </>
      )}
      {waits.length === 0 ? null : (
        <>
          <h3>What it waits for</h3>
          <ul className="points">
            {waits.map((wait) => (
              <li key={wait}>{wait.charAt(0).toUpperCase() + wait.slice(1)}</li>
            ))}
          </ul>
        </>
      )}
      {next === undefined || Action === undefined ? null : (
        <Action security={security} label={stepWords(next.what)} />
      )}
    </div>
  );
}
