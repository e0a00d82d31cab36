import type { ChainState } from "../chain/state.js";
import {
  conversionByWords,
  conversionRuleWords,
  formatAmount,
  getConversionSize,
  isNegotiable,
  type NewConversion,
} from "../client.js";
import { type ConversionTerms, keptRule } from "../deal/conversions.js";
import type { Deal } from "../deal/model.js";
import { formatTime } from "../deal/values.js";
import { Comparison } from "./differences.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";
import { timeOf } from "./opening.js";

const OFFERED =
  "Conversions are a part of what is offered, and are created while no book is open and before the first lock";
const FIXED = "The terms of a conversion never change";

/** A conversion in the program's form, with offsets counted from the creation of the security. */
export function newConversionOf(terms: ConversionTerms, createdAt: bigint): NewConversion {
  const { trigger, rule, opensAt, closesAt, shares } = terms;
  return {
    by: trigger === null ? { __kind: "Holders" } : { __kind: "Trigger", place: trigger },
    rule,
    opensAt: timeOf(opensAt, createdAt),
    closesAt: timeOf(closesAt, createdAt),
    shares,
  };
}

/** How shares of classes become shares of others. */
export function conversionItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  return deal.conversions.map((terms, index) => conversionItem(deal, state, terms, index));
}

function conversionItem(deal: Deal, state: ChainState, terms: ConversionTerms, index: number): PlanItem {
  const { addresses, security } = state;
  const found = state.conversions[index];
  const wanted = newConversionOf(terms, security?.createdAt ?? state.time);
  const [from, into] = [deal.tranches[terms.from], deal.tranches[terms.into]];
  const kept = { ...keptRule(terms.rule), by: terms.trigger === null ? 0 : 2, trigger: terms.trigger ?? 0 };
  const words = (one: Parameters<typeof conversionRuleWords>[0] & Parameters<typeof conversionByWords>[0]) =>
    `${conversionByWords(one)}; ${conversionRuleWords(one, {
      from: { name: from?.name ?? "", decimals: from?.decimals ?? 0 },
      into: { name: into?.name ?? "", decimals: into?.decimals ?? 0 },
      money: deal.settlementMint.decimals,
    })}`;
  const parts: Parts = {
    part: "conversion",
    name: `${from?.name} into ${into?.name}`,
    field: `conversions[${index}]`,
    index,
    address: addresses.conversions[index] ?? addresses.security,
    note: words(kept),
  };
  if (found !== undefined) {
    const same = new Comparison(parts.field);
    const shares = (count: bigint | number) => formatAmount(BigInt(count), into?.decimals ?? 0);
    same.field("into", found.into, addresses.tranches[terms.into]?.tranche ?? "", FIXED);
    // Of a class that was converted at a price, the ratio is what came of it.
    const onChain = found.rule === 1 ? { ...found, ratioTo: 0n, ratioFrom: 0n } : found;
    same.field("rule", words(onChain), words(kept), FIXED);
    same.field("opens_at", formatTime(found.opensAt), formatTime(BigInt(wanted.opensAt)), FIXED);
    same.field("closes_at", formatTime(found.closesAt), formatTime(BigInt(wanted.closesAt)), FIXED);
    same.field("shares", shares(found.setAside), shares(wanted.shares), FIXED);
    return compared(parts, same.differences);
  }
  const made = state.tranches[terms.from]?.tranche.conversions.next ?? 0;
  if (made > terms.number) {
    return item("keep", { ...parts, note: "closed" });
  }
  const missing = (why: string) =>
    item("conflict", {
      ...parts,
      differences: [{ field: parts.field, onChain: "none", inFile: words(kept), why }],
    });
  if (security !== undefined && (!isNegotiable(security) || security.openBooks > 0)) {
    return missing(OFFERED);
  }
  if (wanted.closesAt <= wanted.opensAt || wanted.closesAt <= state.time) {
    return missing(
      `It would be over: closes_at is ${formatTime(BigInt(wanted.closesAt))}. Use a time after now and after opens_at`,
    );
  }
  return item("create", { ...parts, cost: state.rent(BigInt(getConversionSize())) });
}
