import { carriesOf } from "./load.js";
import type { Deal } from "./model.js";
import type { ScenarioRules } from "./scenario.js";

/** What a scenario for a deal is read with. */
export const scenarioRulesOf = (deal: Deal): ScenarioRules => ({
  decimals: deal.settlementMint.decimals,
  carries: carriesOf(deal),
  conversions: deal.conversions.map(({ from, into }) =>
    typeof into === "number" ? deal.tranches[from]?.decimals : undefined,
  ),
});
