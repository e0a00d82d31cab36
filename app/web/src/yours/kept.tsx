import type { WindowState } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { sentence } from "../actions/stage.js";
import { day, moment } from "../format.js";
import type { Holding } from "./holdings.js";

/** Whether windows of their class, locks of their record or limits keep shares from being transferred. */
export const isKept = ({ kept, window }: Pick<Holding, "kept" | "window">): boolean =>
  kept.length > 0 || window !== undefined;

/** What keeps shares from being transferred, and how many can be now. */
export function Kept({
  holding: { kept, window },
}: Readonly<{ holding: Pick<Holding, "kept" | "window"> }>): ReactNode {
  const words = [...(window === undefined ? [] : [windowWords(window)]), ...kept];
  return (
    <div className="kept">
      {words.map((one) => (
        <p className="hint" key={one}>
          {sentence(one)}
        </p>
      ))}
    </div>
  );
}

/** Whether shares change hands now, in words. */
function windowWords({ openUntil, due, next }: WindowState): string {
  if (openUntil !== undefined) {
    return `the exchange window is open until ${moment(openUntil)}`;
  }
  if (due !== undefined) {
    return "none can be transferred now: the exchange window is not open, see the deal";
  }
  return next === undefined
    ? "none can be transferred: there is no exchange window ahead"
    : `none can be transferred now: the next exchange window is from ${day(next.from)}`;
}
