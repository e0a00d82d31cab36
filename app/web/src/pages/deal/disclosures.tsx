import { DISCLOSURE_TITLES, DISCLOSURE_TOPICS, disclosuresOf } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { Untrusted } from "../../ui/untrusted.js";

/** What an investor should know about a deal, by topic; who can do what has a part of its own. */
export function Disclosures({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const disclosures = disclosuresOf(deal.facts);
  const weakened = disclosures.filter((one) => one.weakened).length;
  return (
    <>
      {weakened === 0 ? null : (
        <p className="lead">
          {weakened === 1 ? "One term is" : `${weakened} terms are`} marked: there the sponsor chose less for
          investors than a deal file does by default.
        </p>
      )}
      <div className="topics">
        {DISCLOSURE_TOPICS.filter((topic) => topic !== "keys").map((topic) => {
          const points = disclosures.filter((one) => one.topic === topic);
          return points.length === 0 ? null : (
            <section key={topic} aria-label={DISCLOSURE_TITLES[topic]}>
              <h3>{DISCLOSURE_TITLES[topic]}</h3>
              <Points points={points} />
            </section>
          );
        })}
      </div>
    </>
  );
}

/** Disclosures as a list; those that the sponsor weakened are marked in words. */
export function Points({
  points,
}: Readonly<{ points: readonly Readonly<{ text: string; weakened: boolean }>[] }>): ReactNode {
  return (
    <ul className="points">
      {points.map(({ text, weakened }) => (
        <li key={text} className={weakened ? "weakened" : undefined}>
          {weakened ? <strong>Below the default: </strong> : null}
          <Untrusted>{text}</Untrusted>
        </li>
      ))}
    </ul>
  );
}
