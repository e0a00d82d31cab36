import type { ChainState } from "../chain/state.js";
import { FREE_TRANSFERS, isNegotiable, transferRulesOf } from "../client.js";
import type { Deal } from "../deal/model.js";
import type { Category } from "../deal/transfers.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";
import { compareRules, describeRuleSet, transferRulesFor } from "./transfer-terms.js";

const WHY = "Rules of transfers are set while no book is open and before the first lock, and then stand";

/** The rules of transfers of classes that have any, by rank. */
export function transferItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  const { security, addresses, time } = state;
  return deal.tranches.flatMap(({ transfers, name, decimals }, rank) => {
    const found = state.tranches[rank]?.tranche;
    const field = `tranches[${rank}].transfers`;
    const rules = transferRulesFor(transfers, {
      sponsor: addresses.sponsor,
      createdAt: security?.createdAt ?? time,
    });
    const onChain = found === undefined ? FREE_TRANSFERS : transferRulesOf(found);
    // Once the deal is sold, a retention that is not there any more was released.
    const isReleased = security !== undefined && !isNegotiable(security) && onChain.retained === null;
    const wanted = isReleased ? { ...rules, retained: null } : rules;
    const at = { at: field, decimals };
    const isFree = compareRules(FREE_TRANSFERS, rules, at).length === 0;
    const wasFree = compareRules(FREE_TRANSFERS, onChain, at).length === 0;
    if (isFree && wasFree) {
      return [];
    }
    const parts: Parts = {
      part: "transfers",
      name,
      field,
      index: rank,
      address: addresses.tranches[rank]?.tranche ?? addresses.security,
      note: isFree ? "none" : [describeRuleSet(rules, decimals), ...namesOf(transfers.categories)].join("; "),
    };
    const differences = compareRules(onChain, wanted, at);
    if (differences.length === 0) {
      return [item("keep", parts)];
    }
    if (security !== undefined && (!isNegotiable(security) || security.openBooks > 0)) {
      return [
        compared(
          parts,
          differences.map((difference) => ({ ...difference, why: WHY })),
        ),
      ];
    }
    return [wasFree ? item("create", parts) : item("change", { ...parts, differences })];
  });
}

/** What the file calls the categories, of which the chain knows the numbers alone. */
const namesOf = (categories: readonly Category[]): readonly string[] =>
  categories.map(({ name, number }) => `category ${number} is ${name}`);
