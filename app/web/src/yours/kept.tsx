import { allotmentWords } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { sentence } from "../actions/stage.js";
import type { Holding } from "./holdings.js";

/** Whether windows of their class, locks of their record or limits keep shares from being transferred. */
export const isKept = ({ kept }: Pick<Holding, "kept">): boolean => kept.length > 0;

/** What keeps shares from being transferred, and how many can be now. */
export function Kept({ holding: { kept } }: Readonly<{ holding: Pick<Holding, "kept"> }>): ReactNode {
  return (
    <div className="kept">
      {kept.map((one) => (
        <p className="hint" key={one}>
          {sentence(one)}
        </p>
      ))}
    </div>
  );
}

/** What a record may receive, where its class limits holders. */
export function Room({ holding: { allotment, tranche } }: Readonly<{ holding: Holding }>): ReactNode {
  return allotment === undefined ? null : (
    <p className="hint">{sentence(allotmentWords(allotment, tranche.data.decimals))}</p>
  );
}
