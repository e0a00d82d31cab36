import type { ChainState } from "../chain/state.js";
import { counted } from "../client.js";
import type { Deal } from "../deal/model.js";
import { sourceCost } from "./cost.js";
import { Comparison } from "./differences.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";
import { textOf } from "./terms.js";

/** The sources of revenue, by number; additional ones that a sponsor registered are not differences. */
export function sourceItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  return deal.sources.map(({ note, releaseDays, isPrincipal }, index) => {
    const { source, mint, account } = state.addresses.sources[index] ?? {};
    const parts: Parts = {
      part: "source",
      name: note,
      field: `sources[${index}]`,
      index,
      address: account ?? state.addresses.security,
      note: [
        `number ${index}`,
        ...(isPrincipal ? ["all of it principal"] : []),
        ...(mint === state.addresses.settlementMint ? [] : [`of ${mint}`]),
        `released over ${counted(releaseDays, "day")} or more`,
      ].join(", "),
    };
    const found = state.sources[index];
    if (found === undefined || source === undefined || mint === undefined) {
      return item("create", { ...parts, cost: sourceCost(state) });
    }
    const same = new Comparison(parts.field);
    same.field("note", textOf(found.note), note);
    same.field("mint", found.mint, mint);
    same.field(
      "kind",
      found.isPrincipal === 1 ? "principal" : "income",
      isPrincipal ? "principal" : "income",
    );
    same.field("release", `${found.releaseDays}d`, `${releaseDays}d`);
    return compared(parts, same.differences);
  });
}
