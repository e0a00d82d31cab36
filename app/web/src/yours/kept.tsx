import type { WindowState } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { sentence } from "../actions/stage.js";
import { day, moment } from "../format.js";
import type { Holding } from "./holdings.js";

/** What keeps shares from being transferred: windows of their class, locks of their record, limits. */
export function Kept({
  holding: { kept, window },
}: Readonly<{ holding: Pick<Holding, "kept" | "window"> }>): ReactNode {
  const words = [...(window === undefined ? [] : [windowWords(window)]), ...kept];
  return words.map((one) => (
    <p className="hint" key={one}>
      {sentence(one)}
    </p>
  ));
}

/** Whether shares change hands now, in words. */
function windowWords({ openUntil, due, next }: WindowState): string {
  if (openUntil !== undefined) {
    return `the exchange window is open until ${moment(openUntil)}`;
  }
  if (due !== undefined) {
    return "nobody has opened the exchange window yet: look at the deal";
  }
  return next === undefined
    ? "these shares never change hands"
    : `these shares do not change hands before ${day(next.from)}`;
}
