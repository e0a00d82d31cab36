import type { Applied, Progress } from "./apply/apply.js";
import { counted, describeDisclosures, disclosuresOf, formatAmount } from "./client.js";
import { namedFacts } from "./deal/facts.js";
import { SOL_DECIMALS } from "./deal/field.js";
import { fillingWarnings } from "./deal/fillings.js";
import { governanceWarnings } from "./deal/governance-warnings.js";
import type { Deal } from "./deal/model.js";
import { formatProblem, type Problem, positionOf } from "./deal/problem.js";
import { windowWarnings } from "./deal/window-warnings.js";
import type { Action, Plan, PlanItem } from "./plan/plan.js";

/** The signs in a plan's first column, padded to the same width. */
const SIGNS: Readonly<Record<Action, string>> = {
  create: "+ create",
  change: "~ change",
  keep: "= keep",
  conflict: "! differs",
};
const SIGN_WIDTH = 10;

function sol(lamports: bigint): string {
  return `${formatAmount(lamports, SOL_DECIMALS)} SOL`;
}

/** A plan for people: a line for each part with its differences below, and the cost. */
export function renderPlan(plan: Plan): string {
  const partWidth = Math.max(...plan.items.map(({ part }) => part.length)) + 2;
  const nameWidth = Math.max(...plan.items.map(({ name }) => name.length)) + 2;
  const lines = plan.items.flatMap((item) => [
    [
      SIGNS[item.action].padEnd(SIGN_WIDTH),
      item.part.padEnd(partWidth),
      item.name.padEnd(nameWidth),
      item.address,
      item.note === "" ? "" : `  ${item.note}`,
    ].join(""),
    ...(item.warning === "" ? [] : [`${" ".repeat(SIGN_WIDTH)}${item.warning}`]),
    ...item.differences.map(
      ({ field, onChain, inFile }) =>
        `${" ".repeat(SIGN_WIDTH)}${field}: on chain ${onChain}, in the file ${inFile}`,
    ),
  ]);
  const notes = plan.notes.map(
    ({ field, onChain, inFile, why }) =>
      `note: ${field}: on chain ${onChain}, in the file ${inFile}; it is left as it is: ${why}`,
  );
  return [`Sponsor ${plan.sponsor}`, ...lines, ...notes, summary(plan)].join("\n");
}

/** What a plan sends, and what that costs at most. */
export function renderCost({ items, cost }: Plan): string {
  const steps = stepsOf(items);
  return `${counted(steps, "transaction")}, ${sol(cost)} for rent and fees`;
}

const stepsOf = (items: readonly PlanItem[]): number =>
  items.filter(({ action, withBook }) => (action === "create" || action === "change") && !withBook).length;

function summary(plan: Plan): string {
  const { items, notes, balance } = plan;
  const count = (...actions: readonly Action[]) =>
    items.filter(({ action }) => actions.includes(action)).length;
  const steps = stepsOf(items);
  if (steps === 0 && count("conflict") === 0) {
    return notes.length === 0
      ? "All of it exists: nothing to do."
      : "All of it exists, and what differs is left as it is: nothing to do.";
  }
  const parts = `${count("create")} to create, ${count("change")} to change, ${count("keep")} to keep`;
  const costs = `${renderCost(plan)}; the sponsor has ${sol(balance)}.`;
  return count("conflict") === 0
    ? `${parts}. ${costs}`
    : `${parts}, ${count("conflict")} that cannot be. ${costs}`;
}

/** A plan for programs. Lamports are texts of digits, since JSON's numbers are floats. */
export function planJson(plan: Plan): object {
  return {
    file: plan.file,
    sponsor: plan.sponsor,
    addresses: plan.addresses,
    items: plan.items.map(itemJson),
    notes: plan.notes,
    refusals: plan.refusals,
    cost: plan.cost.toString(),
    balance: plan.balance.toString(),
  };
}

function itemJson(item: PlanItem): object {
  const { action, part, name, field, address, note, warning, differences, cost } = item;
  return { action, part, name, field, address, note, warning, differences, cost: cost.toString() };
}

/** One line for each transaction while a deal is applied. */
export function renderProgress(progress: Progress): string | undefined {
  if (progress.kind !== "done") {
    return undefined;
  }
  const { item, signature } = progress;
  const what = `${item.action === "change" ? "changed" : "created"} ${item.part} ${item.name} ${item.address}`;
  return signature === undefined ? `${what} (by an earlier run)` : `${what} in ${signature}`;
}

/** The end of applying a deal. */
export function renderApplied({ done, addresses }: Applied): string {
  return done.length === 0
    ? `All of it existed: nothing was sent. Security ${addresses.security}`
    : `Applied in ${counted(done.length, "step")}. Security ${addresses.security}`;
}

/** The end of applying a deal, for programs. */
export function appliedJson({ done, addresses, signatures }: Applied): object {
  return { addresses, signatures, done: done.map(itemJson) };
}

/** A summary of a valid deal file. */
function renderDeal(deal: Deal): string {
  const count = (items: readonly unknown[], what: string) => counted(items.length, what);
  return `${deal.file}: good. ${[
    count(deal.tranches, "tranche"),
    count(deal.waterfall, "tier"),
    ...(deal.triggers.length === 0 ? [] : [count(deal.triggers, "trigger")]),
    ...(deal.sources.length === 0 ? [] : [count(deal.sources, "source")]),
    count(deal.books, "book"),
    count(deal.payments, "payment"),
  ].join(", ")}.`;
}

/**
 * The defaults that the sponsor weakened, and the fillings at which the deal would be in breach, windows that wait for nothing, and classes for which
 * the sponsor decides alone, each with its place in the file.
 */
function warningsOf(deal: Deal): readonly Problem[] {
  const weakened = disclosuresOf(namedFacts(deal))
    .filter((one) => one.weakened)
    .map(({ field, text }) => ({ field, message: text }));
  return [...weakened, ...fillingWarnings(deal), ...windowWarnings(deal), ...governanceWarnings(deal)].map(
    ({ field, message }) => {
      const place = positionOf(deal.positions, field) ?? { line: 1, column: 1 };
      return { file: deal.file, ...place, field, message };
    },
  );
}

/** A valid deal for people: its summary, what an investor should know, and warnings with their places. */
export function renderCheck(deal: Deal): string {
  const warnings = warningsOf(deal).map((warning) => `warning: ${formatProblem(warning)}`);
  return [renderDeal(deal), "", describeDisclosures(disclosuresOf(namedFacts(deal))), "", ...warnings]
    .join("\n")
    .trimEnd();
}

/** A valid deal for programs. */
export function checkJson(deal: Deal): object {
  return { problems: [], warnings: warningsOf(deal), disclosures: disclosuresOf(namedFacts(deal)) };
}

/** Problems for programs. */
export function problemsJson(problems: readonly Problem[]): object {
  return { problems };
}
