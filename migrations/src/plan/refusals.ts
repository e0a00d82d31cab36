import type { ChainState } from "../chain/state.js";
import {
  counted,
  formatAmount,
  isNegotiable,
  LOCK_GRACE,
  MIN_OFFER,
  SECURITIES_PROGRAM_ADDRESS,
  TOKEN_ACL_PROGRAM,
  vaultsOf,
} from "../client.js";
import { SOL_DECIMALS } from "../deal/field.js";
import type { BookTerms, Deal } from "../deal/model.js";
import type { Problem } from "../deal/problem.js";
import { formatTime } from "../deal/values.js";
import { checkDueDates, checkRevolving, checkWindows } from "./date-refusals.js";
import { checkFloors } from "./floor-refusals.js";
import type { PlanItem } from "./item.js";
import { checkLockDays } from "./lock-days.js";
import { checkBookMints, checkPayoutMints } from "./mint-refusals.js";
import { checkOpenings } from "./open-refusals.js";
import { bookClock, groupOf, timeOf } from "./opening.js";
import type { PlanOptions } from "./options.js";
import { checkPeople } from "./people-refusals.js";
import { Refusals } from "./refusal-list.js";
import { trancheChanges } from "./structure-item.js";

/** Mainnet by the hash of its first block: no URL and no name can hide it. */
const MAINNET_GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

/** Why a deal cannot be applied in the present state; empty if it can. */
export async function refusalsOf(
  options: PlanOptions,
  state: ChainState,
  items: readonly PlanItem[],
  cost: bigint,
): Promise<readonly Problem[]> {
  const { deal, sponsor } = options;
  const refusals = new Refusals(deal);
  if (!state.hasProgram) {
    refusals.add(
      "",
      `the securities program, ${SECURITIES_PROGRAM_ADDRESS}, is not deployed on this cluster`,
    );
    return refusals.problems;
  }
  if (deal.sponsor !== null && deal.sponsor !== sponsor) {
    refusals.add(
      "sponsor",
      `only ${deal.sponsor} may apply this deal, and the key given belongs to ${sponsor}`,
    );
  }
  if (deal.roles.arbitrator === sponsor) {
    refusals.add("roles.arbitrator", "is the sponsor too, whom the arbitrator checks: name a separate key");
  }
  if (deal.origin !== null && state.security === undefined) {
    refusals.add("origin", `${deal.origin} created no security ${deal.id}: leave it out to create one`);
  }
  await checkMint(refusals, options, state, items);
  checkDestinations(refusals, deal, state, items);
  checkPeople(refusals, deal, state, items);
  checkReferences(refusals, deal, state);
  checkConflicts(refusals, items);
  checkStructure(refusals, deal, state, items);
  checkForms(refusals, deal, state, items);
  checkBookMints(refusals, deal, state, items);
  checkPayoutMints(refusals, state, items);
  checkVaults(refusals, state, items);
  checkOpenings(refusals, deal, state, items);
  checkFloors(refusals, deal, state, items);
  checkOffers(refusals, options, items);
  checkTimes(refusals, deal, state, items);
  checkLockDays(refusals, deal, state, items);
  checkRules(refusals, deal, state, items);
  if (refusals.problems.length === 0 && cost > state.balance) {
    const show = (lamports: bigint) => `${formatAmount(lamports, SOL_DECIMALS)} SOL`;
    refusals.add(
      "",
      `the sponsor, ${sponsor}, has ${show(state.balance)} and rent and fees cost ${show(cost)}: send it at least ${show(cost - state.balance)}`,
    );
  }
  return refusals.problems;
}

async function checkMint(
  refusals: Refusals,
  { rpc, deal, createSettlementMint }: PlanOptions,
  { settlementMint, addresses }: ChainState,
  items: readonly PlanItem[],
): Promise<void> {
  const wanted = deal.settlementMint;
  const mint = settlementMint.value;
  const at = wanted.kind === "existing" ? "settlement_mint.address" : "settlement_mint.create";
  if (mint === undefined) {
    if (wanted.kind === "existing") {
      const found = settlementMint.exists ? "is an account, but not a mint" : "is not on this cluster";
      refusals.add(at, `${wanted.address} ${found}: give the mint's address on the cluster of --url`);
    } else if (createSettlementMint !== true) {
      refusals.add(
        at,
        "the test mint is not there: add --create-settlement-mint to create it, or give the address of a mint",
      );
    } else if ((await rpc.getGenesisHash().send()) === MAINNET_GENESIS) {
      refusals.add(at, "this is mainnet, where no test mint is created: give the address of a mint");
    }
    return;
  }
  if (mint.decimals !== wanted.decimals) {
    const field = wanted.kind === "existing" ? "settlement_mint.decimals" : "settlement_mint.create.decimals";
    refusals.add(field, `the mint has ${counted(mint.decimals, "decimal")}, the file ${wanted.decimals}`);
  }
  const isNew = items.some(({ part, action }) => part === "security" && action === "create");
  if (isNew && mint.refused.length > 0) {
    refusals.add(
      at,
      `the mint ${addresses.settlementMint} has ${mint.refused.join(", ")}, which the program does not accept: use a plain mint`,
    );
  }
}

function checkDestinations(
  refusals: Refusals,
  deal: Deal,
  { addresses, destinations }: ChainState,
  items: readonly PlanItem[],
): void {
  if (!items.some(({ part, action }) => part === "security" && action === "create")) {
    return;
  }
  for (const [at, destination] of deal.destinations.entries()) {
    const field = `destinations[${at}]`;
    const address = addresses.destinations[at];
    const before = address === undefined ? at : addresses.destinations.indexOf(address);
    const found = destinations[at]?.value;
    if (before < at) {
      refusals.add(field, `is ${address}, the same account as destinations[${before}]: name each once`);
    } else if (found !== undefined && found.mint !== (destination.mint ?? addresses.settlementMint)) {
      const wanted =
        destination.mint === null ? `the settlement mint ${addresses.settlementMint}` : destination.mint;
      refusals.add(field, `${address} holds ${found.mint}, not ${wanted}`);
    } else if (found === undefined && destination.kind === "account") {
      refusals.add(
        `${field}.token_account`,
        `${destination.address} is not a token account on this cluster: create it, or name its owner instead`,
      );
    }
  }
}

function checkConflicts(refusals: Refusals, items: readonly PlanItem[]): void {
  for (const { action, part, differences } of items) {
    if (action === "conflict") {
      for (const { field, onChain, inFile, why = `The ${part} cannot be changed` } of differences) {
        refusals.add(
          field,
          `on chain: ${onChain}; in the file: ${inFile}. ${why}: put the file right, or use another id`,
        );
      }
    }
  }
}

/** Tranches and wrappers are created while no book is open and before the first lock, and never removed. */
function checkStructure(
  refusals: Refusals,
  deal: Deal,
  { security }: ChainState,
  items: readonly PlanItem[],
): void {
  if (security === undefined) {
    return;
  }
  if (security.trancheCount > deal.tranches.length) {
    refusals.add(
      "tranches",
      `on chain: ${security.trancheCount}; in the file: ${deal.tranches.length}. Tranches cannot be removed: put the file right, or use another id`,
    );
  }
  for (const { part, action, field } of items) {
    const stands = !isNegotiable(security) || security.openBooks > 0;
    if ((part === "tranche" || part === "wrapper") && action === "create" && stands) {
      refusals.add(
        field,
        `a book is open or was locked, so no ${part} can be added: take it out, or use another id`,
      );
    }
  }
}

/** Classes in the frozen form need token-acl, which is a program of others. */
function checkForms(
  refusals: Refusals,
  deal: Deal,
  { hasTokenAcl }: ChainState,
  items: readonly PlanItem[],
): void {
  for (const { part, action, index } of items) {
    const isFrozen = part === "tranche" && deal.tranches[index]?.form === "frozen";
    if (isFrozen && action === "create" && !hasTokenAcl) {
      refusals.add(
        `tranches[${index}].form`,
        `frozen needs token-acl, ${TOKEN_ACL_PROGRAM}, which is not deployed on this cluster: leave it out, or deploy that first`,
      );
    }
  }
}

/** A reference rate that is created after a tranche's term has started never counts for it. */
function checkReferences(refusals: Refusals, deal: Deal, { references, tranches }: ChainState): void {
  for (const [rank, { debt, capital }] of deal.tranches.entries()) {
    const over = (debt ?? capital)?.floating?.reference;
    const hasStarted = (tranches[rank]?.tranche.startsAt ?? 0n) > 0n;
    if (over !== undefined && references.get(over) === undefined && !hasStarted) {
      refusals.add(
        `tranches[${rank}].floating.over`,
        `${over} is not a reference rate on this cluster: have its reporter create it first, with \`securities reference create\``,
      );
    }
  }
}

const MAX_VAULTS = 4;

/** Checks that the security has room for the mints. */
function checkVaults(refusals: Refusals, { security }: ChainState, items: readonly PlanItem[]): void {
  let count = security === undefined ? 1 : vaultsOf(security).length;
  for (const { part, action, field } of items) {
    if (part === "vault" && action === "create") {
      count += 1;
      if (count > MAX_VAULTS) {
        refusals.add(field, `the security has vaults for ${MAX_VAULTS} mints, and this would be one more`);
      }
    }
  }
}

/** Prevents an offer that voids commitments from being made by mistake. */
function checkOffers(refusals: Refusals, { voidCommitments }: PlanOptions, items: readonly PlanItem[]): void {
  for (const { part, action, warning, differences } of items) {
    const isOffer = part === "offer" || part === "curve" || part === "waterfall";
    if (isOffer && action !== "conflict" && warning !== "" && voidCommitments !== true) {
      for (const { field, onChain, inFile } of differences.slice(0, 1)) {
        refusals.add(
          field,
          `on chain: ${onChain}; in the file: ${inFile}. Another offer ${warning}. Add --void-commitments to make it, or put the file right`,
        );
      }
    }
  }
}

/** Absolute times in the file must not have passed when they are needed. */
function checkTimes(refusals: Refusals, deal: Deal, state: ChainState, items: readonly PlanItem[]): void {
  const { time, security } = state;
  const now = formatTime(time);
  const createdAt = security?.createdAt ?? time;
  for (const { part, action, field, index, inner } of items) {
    if (part === "waterfall" && (action === "create" || action === "change")) {
      checkChanged(refusals, deal, state);
      checkRevolving(refusals, deal, createdAt);
    }
    if (action !== "create") {
      continue;
    }
    const begin = part === "security" && deal.draw.by !== null ? timeOf(deal.draw.by, time) : undefined;
    if (begin !== undefined && begin <= time) {
      refusals.add("draw.by", `has passed, it is ${now} on this cluster: use a later day`);
    }
    const tranche = part === "tranche" ? deal.tranches[index] : undefined;
    if (tranche !== undefined) {
      checkDueDates(refusals, tranche, { field, time, createdAt });
    }
    const book = deal.books[index];
    if (part === "book" && book !== undefined) {
      checkClock(refusals, book, { field, time, group: groupOf(state, book) });
    } else if (part === "series" && book !== undefined) {
      const latest =
        state.books[index]?.book?.latestDeadline ??
        bookClock(book, time, 0n, groupOf(state, book)).latestDeadline;
      checkExpiry(refusals, book, { field: `${field}.expires`, inner, time, latest });
    }
  }
}

/** Windows with days of their own must not be over when they are set. */
function checkRules(refusals: Refusals, deal: Deal, { time }: ChainState, items: readonly PlanItem[]): void {
  for (const { part, action, index } of items) {
    const tranche = part === "transfers" ? deal.tranches[index] : undefined;
    if (tranche !== undefined && (action === "create" || action === "change")) {
      checkWindows(refusals, tranche, { field: `tranches[${index}]`, time });
    }
  }
}

/** Checks the days of classes that exist and get other terms. */
function checkChanged(refusals: Refusals, deal: Deal, state: ChainState): void {
  for (const [rank, tranche] of deal.tranches.entries()) {
    const { time, security } = state;
    if (security !== undefined && (trancheChanges(deal, state, rank)?.terms.length ?? 0) > 0) {
      checkDueDates(refusals, tranche, { field: `tranches[${rank}]`, time, createdAt: security.createdAt });
    }
  }
}

/** Checks the order of a book's times, some of which may be offsets. */
function checkClock(
  refusals: Refusals,
  book: BookTerms,
  { field, time, group }: Readonly<{ field: string; time: bigint; group: ReturnType<typeof groupOf> }>,
): void {
  const clock = bookClock(book, time, 0n, group);
  const passed = `has passed, it is ${formatTime(time)} on this cluster: use a later time`;
  const before = (name: string, at: bigint, other: string, otherAt: bigint) =>
    refusals.add(
      `${field}.${name}`,
      `would be ${formatTime(at)}, before ${other}, ${formatTime(otherAt)}: use a later time`,
    );
  const offered = book.offerEnds !== null;
  const least = (clock.opensAt > time ? clock.opensAt : time) + MIN_OFFER;
  if (clock.deadline <= time) {
    refusals.add(`${field}.deadline`, passed);
  } else if (offered && clock.offerEnds < time) {
    refusals.add(`${field}.offer_ends`, passed);
  } else if (offered && clock.opensAt > clock.offerEnds) {
    before("offer_ends", clock.offerEnds, "opens_at", clock.opensAt);
  } else if (offered && clock.offerEnds < least) {
    refusals.add(
      `${field}.offer_ends`,
      `would be ${formatTime(clock.offerEnds)}, and an offer stays open for at least a day, here until ${formatTime(least)}: use a later time`,
    );
  } else if (offered && clock.offerEnds > clock.deadline) {
    before("deadline", clock.deadline, "offer_ends", clock.offerEnds);
  } else if (clock.opensAt >= clock.deadline) {
    refusals.add(
      `${field}.deadline`,
      `would be ${formatTime(clock.deadline)}, not after opens_at, ${formatTime(clock.opensAt)}: use a later time`,
    );
  }
  if (clock.deadline > clock.latestDeadline) {
    before("latest_deadline", clock.latestDeadline, "the deadline", clock.deadline);
  }
}

/** Settled owners must still be able to exercise: warrants outlive the time in which their book may be locked. */
function checkExpiry(
  refusals: Refusals,
  book: BookTerms,
  { field, inner, time, latest }: Readonly<{ field: string; inner: number; time: bigint; latest: bigint }>,
): void {
  const expires = book.rewards[inner]?.series?.expires;
  const at = expires === undefined ? undefined : timeOf(expires, time);
  if (at !== undefined && at <= time) {
    refusals.add(field, `has passed, it is ${formatTime(time)} on this cluster: use a later time`);
  } else if (at !== undefined && at <= latest + LOCK_GRACE) {
    refusals.add(
      field,
      `would be ${formatTime(at)}, not more than a week after the book's latest deadline, ${formatTime(latest)}, and it may be locked during that week: use a later time`,
    );
  }
}
