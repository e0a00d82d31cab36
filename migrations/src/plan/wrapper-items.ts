import type { ChainState } from "../chain/state.js";
import { TOKEN_PROGRAM } from "../client.js";
import type { Deal } from "../deal/model.js";
import { wrapperCost } from "./cost.js";
import { Comparison } from "./differences.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";

/** The token program of units, as a deal file names it. */
const kind = (isClassic: boolean) => (isClassic ? "classic" : "token-2022");

/** The wrappers of tranches, by rank. */
export function wrapperItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  return deal.tranches.flatMap(({ wrapped, name }, rank) => {
    const found = state.wrappers[rank];
    if (found === undefined || (wrapped === null && found.wrapper === undefined)) {
      return [];
    }
    const field = `tranches[${rank}].reach.wrapped`;
    const parts: Parts = {
      part: "wrapper",
      name: wrapped?.unit?.name ?? found.unit?.metadata?.name ?? name,
      field,
      index: rank,
      address: found.mint,
      note: `${wrapped?.unit === null ? "classic " : ""}mint of units, each a share of ${name}${wrapped?.bearer === true ? ", without a credential" : ""}`,
    };
    if (wrapped !== null && found.wrapper === undefined) {
      return [item("create", { ...parts, cost: wrapperCost(state, wrapped, found) })];
    }
    const same = new Comparison("");
    const { metadata, tokenProgram } = found.unit ?? {};
    if (wrapped === null) {
      same.field(field, metadata?.name ?? "a wrapper", "none");
    } else {
      const { unit } = wrapped;
      same.field(`${field}.token`, kind(tokenProgram === TOKEN_PROGRAM), kind(unit === null));
      if (unit !== null && metadata !== undefined) {
        same.field(`${field}.name`, metadata.name, unit.name);
        same.field(`${field}.symbol`, metadata.symbol, unit.symbol);
        same.field(`${field}.uri`, metadata.uri, unit.uri);
      }
    }
    return [compared(parts, same.differences)];
  });
}
