import { type Covenant, percentage } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { moment } from "../../format.js";
import { Meter } from "../../ui/meter.js";
import { Notice, Status } from "../../ui/notice.js";

const TITLES: Readonly<Record<Covenant["kind"], string>> = {
  subordination: "Capital behind",
  losses: "Losses",
  overdue: "Days overdue",
  collateral: "Collateral",
  "collateral test": "Over-collateralisation",
  "interest test": "Interest cover",
};

/** The tests that a deal has to meet: where each stands, its limit, and how far it is from failing. */
export function Covenants({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  return (
    <>
      {deal.untested === undefined ? null : (
        <Notice tone="warn" title="The tests could not be run now">
          What you see is the last test on chain: {deal.untested}.
        </Notice>
      )}
      <ul className="covenants">
        {deal.covenants.map((covenant) => (
          <li key={`${covenant.kind} ${covenant.rank ?? ""} ${covenant.tier ?? ""}`} className="covenant">
            <div className="offer-head">
              <h3>
                {TITLES[covenant.kind]}
                {covenant.rank === undefined ? null : <span className="quiet">, class {covenant.rank}</span>}
              </h3>
              <Status tone={covenant.holds ? "good" : "wrong"}>{covenant.holds ? "Holds" : "Fails"}</Status>
            </div>
            <p className="covenant-values">
              <strong>{valueOf(covenant)}</strong>
              <span className="quiet">
                {" "}
                {covenant.isFloor ? "at least" : "at most"} {counted(covenant, covenant.limit)}
              </span>
            </p>
            {covenant.value === undefined ? null : <Gauge covenant={covenant} value={covenant.value} />}
            <p className="offer-under">{distanceOf(covenant)}</p>
            <p className="covenant-words">{sentence(covenant.words)}.</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Gauge({ covenant, value }: Readonly<{ covenant: Covenant; value: bigint }>): ReactNode {
  const { limit } = covenant;
  const most = [value, limit].reduce((a, b) => (a > b ? a : b));
  return (
    <Meter
      value={value}
      of={most + most / 4n + 1n}
      mark={limit}
      tone={covenant.holds ? "accent" : "wrong"}
      label={`${counted(covenant, value)}, limit ${counted(covenant, limit)}`}
    />
  );
}

function counted({ unit }: Covenant, value: bigint): string {
  return unit === "days" ? `${value} ${value === 1n ? "day" : "days"}` : percentage(Number(value));
}

function valueOf(covenant: Covenant): string {
  const { value, holds } = covenant;
  return value !== undefined ? counted(covenant, value) : holds ? "Nothing to protect" : "No recent report";
}

function distanceOf(covenant: Covenant): string {
  const { value, limit, isFloor, breach } = covenant;
  if (breach !== undefined) {
    return `Fails since ${moment(breach.since)}; all cash repays the debts from ${moment(breach.acceleratesAt)} on`;
  }
  if (value === undefined) {
    return "";
  }
  const room = isFloor ? value - limit : limit - value;
  return room >= 0n ? `${counted(covenant, room)} from failing` : `${counted(covenant, -room)} short`;
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
