import type { Address } from "@solana/kit";
import type { DealAddresses } from "../chain/addresses.js";
import { type ChainState, readChain, tokenProgramOf } from "../chain/state.js";
import {
  counted,
  countryWords,
  isNegotiable,
  protocolTermsOf,
  qualifiersOf,
  type RegistrationTerms,
  vaultsOf,
} from "../client.js";
import { otherMints, reportedMints } from "../deal/mints.js";
import type { Deal, TrancheTerms } from "../deal/model.js";
import type { Problem } from "../deal/problem.js";
import { formatRate } from "../deal/values.js";
import { bookItems } from "./book-items.js";
import { controlItems } from "./control-items.js";
import { conversionItems } from "./conversion-items.js";
import { assetCost, mintCost, rateCost, securityCost, trancheCost } from "./cost.js";
import { Comparison, list } from "./differences.js";
import { disclosureItemsOf } from "./disclosure-items.js";
import { governanceItems } from "./governance-items.js";
import { compared, item, type Parts, type PlanItem, shortName } from "./item.js";
import { type Note, notesOf } from "./notes.js";
import type { PlanOptions } from "./options.js";
import { refusalsOf } from "./refusals.js";
import { sourceItems } from "./source-items.js";
import { standing, structureItem, trancheChanges } from "./structure-item.js";
import { compareSecurity, describeTranche } from "./terms.js";
import { transferItems } from "./transfer-items.js";
import { compareWaterfall, describeRules } from "./waterfall-terms.js";
import { wrapperItems } from "./wrapper-items.js";

export type { Action, Part, PlanItem } from "./item.js";

/** The effect of applying a deal. */
export type Plan = Readonly<{
  file: string;
  sponsor: Address;
  addresses: DealAddresses;
  /** In the order in which they are applied. */
  items: readonly PlanItem[];
  /** What differs and is left as it is, with the reason. */
  notes: readonly Note[];
  /** Why the deal cannot be applied; empty if it can. */
  refusals: readonly Problem[];
  /** The cost of the items to create, lamports. */
  cost: bigint;
  /** The sponsor's balance, lamports. */
  balance: bigint;
}>;

/** A plan, and the state it was made from. */
export type PlannedState = Readonly<{ plan: Plan; state: ChainState }>;

/** Compares a deal with the chain. Sends nothing. */
export async function planDeal(options: PlanOptions): Promise<Plan> {
  return (await planWithState(options)).plan;
}

/** As {@link planDeal}, with the state it saw. */
export async function planWithState(options: PlanOptions): Promise<PlannedState> {
  const { rpc, deal, sponsor } = options;
  const state = await readChain(rpc, deal, sponsor);
  const items = [
    ...mintItems(deal, state),
    securityItem(deal, state),
    ...qualifiersItems(deal, state),
    ...deal.tranches.map((terms, rank) => trancheItem(deal, state, terms, rank)),
    ...disclosureItemsOf(deal, state),
    ...governanceItems(deal, state),
    ...transferItems(deal, state),
    ...wrapperItems(deal, state),
    waterfallItem(deal, state),
    ...controlItems(deal, state, sponsor),
    ...conversionItems(deal, state),
    ...vaultItems(deal, state),
    ...rateItems(deal, state),
    ...sourceItems(deal, state),
    ...deal.books.flatMap((terms, at) => bookItems(deal, state, terms, at)),
  ];
  const cost = items.reduce((sum, item) => sum + item.cost, 0n);
  return {
    plan: {
      file: deal.file,
      sponsor,
      addresses: state.addresses,
      items,
      notes: await notesOf(rpc, deal, state),
      refusals: await refusalsOf(options, state, items, cost),
      cost,
      balance: state.balance,
    },
    state,
  };
}

function mintItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  if (deal.settlementMint.kind === "existing") {
    return [];
  }
  const parts = {
    part: "settlement mint",
    name: "test mint",
    field: "settlement_mint",
    address: state.addresses.settlementMint,
    note: `${counted(deal.settlementMint.decimals, "decimal")}, for development`,
  } as const;
  return [
    state.settlementMint.value === undefined
      ? item("create", { ...parts, cost: mintCost(state) })
      : item("keep", parts),
  ];
}

function securityItem(deal: Deal, state: ChainState): PlanItem {
  const { addresses, security } = state;
  const parts = {
    part: "security",
    name: `number ${deal.id}`,
    field: "id",
    address: addresses.security,
  } as const;
  if (security !== undefined) {
    return compared(parts, compareSecurity(security, deal, addresses));
  }
  const accounts = deal.destinations.flatMap(({ kind, mint }, at) =>
    kind === "owner" && state.destinations[at]?.value === undefined
      ? mint === null
        ? addresses.tokenProgram
        : tokenProgramOf(state, mint)
      : [],
  );
  const missing = accounts.length;
  return item("create", {
    ...parts,
    note: missing === 0 ? "" : `with ${counted(missing, "associated token account")}`,
    cost: securityCost(state, accounts),
  });
}

/**
 * The qualifiers whose credentials admit holders, which each tranche keeps; no item if neither file nor chain names
 * any.
 */
function qualifiersItems(
  { qualifiers, protocols }: Deal,
  { security, addresses }: ChainState,
): readonly PlanItem[] {
  const onChain = security === undefined ? [] : qualifiersOf(security);
  if (qualifiers.length === 0 && onChain.length === 0) {
    return [];
  }
  const parts: Parts = {
    part: "qualifiers",
    name: qualifiers.length === 0 ? "none" : qualifiers.map(shortName).join(", "),
    field: "qualifiers",
    address: addresses.security,
  };
  const same = new Comparison("");
  const why = "Qualifiers are named before the first tranche";
  same.field("qualifiers", list(onChain), list(qualifiers), why);
  const registered = security === undefined ? null : protocolTermsOf(security);
  same.field("protocols", registrationText(registered), registrationText(protocols), why);
  if (same.differences.length === 0) {
    return [item("keep", parts)];
  }
  if (security !== undefined && security.trancheCount > 0) {
    return [compared(parts, same.differences)];
  }
  return [
    onChain.length === 0
      ? item("create", parts)
      : item("change", { ...parts, differences: same.differences }),
  ];
}

/** How protocols register, as the plan shows it. */
const registrationText = (terms: RegistrationTerms | null): string =>
  terms === null
    ? "none"
    : `valid after ${counted(terms.days, "day")}, of ${terms.category === null ? "no category" : `category ${terms.category}`} and ${terms.country === null ? "no country" : countryWords(terms.country)}`;

function trancheItem(deal: Deal, state: ChainState, terms: TrancheTerms, rank: number): PlanItem {
  const parts: Parts = {
    part: "tranche",
    name: terms.name,
    field: `tranches[${rank}]`,
    index: rank,
    address: state.addresses.tranches[rank]?.tranche ?? state.addresses.security,
  };
  const found = state.tranches[rank];
  if (found === undefined || state.security === undefined) {
    return item("create", {
      ...parts,
      note: describeTranche(terms, state, deal.settlementMint.decimals),
      cost: trancheCost(state, terms),
    });
  }
  const { fixed, terms: differing } = trancheChanges(deal, state, rank) ?? { fixed: [], terms: [] };
  // Until a book is locked its terms change with the waterfall, all at once.
  return compared(parts, isNegotiable(state.security) ? fixed : [...fixed, ...standing(differing)]);
}

function waterfallItem(deal: Deal, state: ChainState): PlanItem {
  const { waterfall, security, addresses, time } = state;
  const createdAt = security?.createdAt ?? time;
  const parts = {
    part: "waterfall",
    name: counted(deal.waterfall.length, "tier"),
    field: "waterfall",
    address: addresses.waterfall,
    note: describeRules(deal, createdAt),
  } as const;
  if (waterfall === undefined || security === undefined || waterfall.tierCount === 0) {
    return item("create", parts);
  }
  const rules = compareWaterfall(waterfall, deal, { sponsor: addresses.sponsor, createdAt });
  return isNegotiable(security) ? structureItem(deal, state, parts, rules) : compared(parts, standing(rules));
}

/** The vaults for the other mints that books take and distributions come in. */
function vaultItems(deal: Deal, { security, addresses, rent }: ChainState): readonly PlanItem[] {
  return otherMints(deal).map(({ mint, field }, index) => {
    const address = addresses.otherVaults[index]?.vault ?? addresses.security;
    const parts: Parts = { part: "vault", name: shortName(mint), field, index, address, note: `of ${mint}` };
    const found = security !== undefined && vaultsOf(security).some((vault) => vault.mint === mint);
    return found ? item("keep", parts) : item("create", { ...parts, cost: assetCost({ rent }) });
  });
}

/** The rates that the reporter reports. */
function rateItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  return reportedMints(deal).map(({ of, dailyBps, field }, index) => {
    const { mint, rate } = state.addresses.rates[index] ?? {};
    const limit = formatRate(dailyBps);
    const parts: Parts = {
      part: "rate",
      name: of.kind === "shares" ? `${deal.tranches[of.rank]?.name} shares` : shortName(of.mint),
      field,
      index,
      address: rate ?? state.addresses.security,
      note: `of ${mint}, moving at most ${limit} % a day`,
    };
    const found = state.rates[index];
    if (found === undefined) {
      return item("create", { ...parts, cost: rateCost(state) });
    }
    const onChain = formatRate(found.dailyBps);
    return compared(parts, onChain === limit ? [] : [{ field, onChain, inFile: limit }]);
  });
}
