import type { ChainState } from "../chain/state.js";
import {
  conversionByWords,
  conversionRuleWords,
  counted,
  formatAmount,
  getConversionSize,
  isNegotiable,
  type NewConversion,
  TrancheKind,
} from "../client.js";
import { type ConversionTerms, keptBy, keptRule, ownRank } from "../deal/conversions.js";
import type { Deal } from "../deal/model.js";
import { formatTime } from "../deal/values.js";
import { Comparison } from "./differences.js";
import { compared, item, type Parts, type PlanItem, shortName } from "./item.js";
import { timeOf } from "./opening.js";

const OFFERED =
  "Conversions are a part of what is offered, and are created while no book is open and before the first lock: approved_by: resolution is for later";
const FIXED = "The terms of a conversion never change";

/** A conversion in the program's form, with offsets counted from the creation of the security. */
export function newConversionOf(terms: ConversionTerms, createdAt: bigint): NewConversion {
  const { by, rule, opensAt, closesAt, shares } = terms;
  return { by, rule, opensAt: timeOf(opensAt, createdAt), closesAt: timeOf(closesAt, createdAt), shares };
}

/** How shares of classes become shares of others. */
export function conversionItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  return deal.conversions.map((terms, index) => conversionItem(deal, state, terms, index));
}

/** The class that is received, as the plan names it. */
function targetOf(deal: Deal, { into }: ConversionTerms): Readonly<{ name: string; decimals: number }> {
  if (typeof into === "number") {
    const { name = "", decimals = 0 } = deal.tranches[into] ?? {};
    return { name, decimals };
  }
  return { name: `class ${into.rank} of ${shortName(into.security)}`, decimals: into.decimals };
}

function conversionItem(deal: Deal, state: ChainState, terms: ConversionTerms, index: number): PlanItem {
  const { addresses, security } = state;
  const found = state.conversions[index];
  const wanted = newConversionOf(terms, security?.createdAt ?? state.time);
  const [from, into] = [deal.tranches[terms.from], targetOf(deal, terms)];
  const kept = { ...keptRule(terms.rule), ...keptBy(terms.by) };
  const words = (one: Parameters<typeof conversionRuleWords>[0] & Parameters<typeof conversionByWords>[0]) =>
    `${conversionByWords(one)}; ${conversionRuleWords(one, {
      from: { name: from?.name ?? "", decimals: from?.decimals ?? 0 },
      into,
      money: deal.settlementMint.decimals,
    })}`;
  const approval = terms.isApprovedLater ? "; once a resolution approves it" : "";
  const parts: Parts = {
    part: "conversion",
    name: `${from?.name} into ${into.name}`,
    field: `conversions[${index}]`,
    index,
    address: addresses.conversions[index] ?? addresses.security,
    note: `${words(kept)}${approval}`,
  };
  if (found !== undefined) {
    const same = new Comparison(parts.field);
    const shares = (count: bigint | number) => formatAmount(BigInt(count), into.decimals);
    const rank = ownRank(terms);
    const target = rank === undefined ? state.targets[index]?.address : addresses.tranches[rank]?.tranche;
    same.field("into", found.into, target ?? "", FIXED);
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
  const isLocked = security !== undefined && !isNegotiable(security);
  if (terms.isApprovedLater && !isLocked) {
    return item("keep", { ...parts, note: "is created once the first book is locked" });
  }
  const why = hindrance(state, { terms, index, wanted });
  if (why !== undefined) {
    const differences = [{ field: parts.field, onChain: "none", inFile: words(kept), why }];
    return item("conflict", { ...parts, differences });
  }
  return item("create", { ...parts, cost: state.rent(BigInt(getConversionSize())) });
}

/** Why a conversion cannot be created now; `undefined` if it can. */
function hindrance(
  state: ChainState,
  { terms, index, wanted }: Readonly<{ terms: ConversionTerms; index: number; wanted: NewConversion }>,
): string | undefined {
  const { security, time } = state;
  const isOffered = security !== undefined && (!isNegotiable(security) || security.openBooks > 0);
  const isDecided = terms.isApprovedLater || terms.by.__kind === "Resolution";
  const closesAt = BigInt(wanted.closesAt);
  if (isOffered && !isDecided) {
    return OFFERED;
  }
  if (closesAt <= BigInt(wanted.opensAt) || closesAt <= time) {
    return `It would be over: closes_at is ${formatTime(closesAt)}. Use a time after now and after opens_at`;
  }
  return terms.into === ownRank(terms) ? undefined : otherHindrance(state, terms, index);
}

/** Why shares of a class of another security cannot be received. */
function otherHindrance(
  { targets, addresses }: ChainState,
  { into, shares }: ConversionTerms,
  index: number,
): string | undefined {
  const { tranche, security } = targets[index] ?? {};
  if (typeof into === "number" || security === undefined || tranche === undefined) {
    return "There is no such class yet: create the other security and its tranches first";
  }
  const { decimals } = into;
  if (tranche.decimals !== decimals) {
    return `Its shares have ${counted(tranche.decimals, "decimal")}: say decimals: ${tranche.decimals}`;
  }
  if (tranche.kind !== TrancheKind.Equity || tranche.par > 0n) {
    return "It is not an equity without a par, which alone is received: name one";
  }
  if (security.vaults[0]?.mint !== addresses.settlementMint) {
    return `It is paid in ${security.vaults[0]?.mint}, and this deal in ${addresses.settlementMint}: both have to be paid in the same mint`;
  }
  if (!isNegotiable(security) || security.openBooks > 0) {
    return "Something of it is offered already, so that its buyers have not read of the conversion: create the conversion before its first book";
  }
  const free = tranche.authorised - tranche.sharesOffered;
  return free < shares
    ? `It has ${formatAmount(free, decimals)} authorised shares left, and ${formatAmount(shares, decimals)} are set aside: raise its authorised number`
    : undefined;
}
