import { MOST_HOLIDAYS, movedTime } from "../client.js";
import type { Deal, TermDay, TrancheTerms, TransferTerms } from "../deal/model.js";
import type { Problem } from "../deal/problem.js";
import { DAY, formatTime } from "../deal/values.js";
import { businessDaysFor } from "./business-days.js";
import { customOf, dueDatesOf, isDueDate, maturityOf } from "./due-dates.js";
import { checkDayToLock } from "./lock-days.js";
import { Refusals } from "./refusal-list.js";
import { revolvingUntil } from "./waterfall-terms.js";

/** What is wrong with the days of a deal that is created at a Unix time: some are known only then. */
export function problemsAt(deal: Deal, createdAt: bigint): readonly Problem[] {
  const refusals = new Refusals(deal);
  for (const [rank, tranche] of deal.tranches.entries()) {
    checkDueDates(refusals, tranche, { field: `tranches[${rank}]`, time: createdAt, createdAt });
    checkWindows(refusals, tranche, { field: `tranches[${rank}]`, time: createdAt });
  }
  for (const [book, { deadline }] of deal.books.entries()) {
    if (deadline.kind === "at") {
      checkDayToLock(refusals, deal, { book, field: `books[${book}].deadline`, deadline: deadline.time });
    }
  }
  checkRevolving(refusals, deal, createdAt);
  return refusals.problems;
}

/** Days on which a deal may be created, Unix time: a day itself, and the days before those that its file names. */
export function creationDays({ tranches }: Deal, today: bigint): readonly bigint[] {
  const named = tranches.flatMap(({ firstDue, debt, transfers }): (TermDay | null | undefined)[] => [
    ...endOfFirstWindow(transfers),
    firstDue,
    debt?.maturity,
    debt?.firstInstalment,
    ...(debt?.instalments ?? []).map(({ on }) => on),
  ]);
  const eves = named.flatMap((day) => (day?.kind === "at" ? day.time - DAY : []));
  return [today, ...new Set(eves.filter((day) => day > 0n))];
}

/** The day on which the first of windows closes that have days of their own. */
function endOfFirstWindow({ windows }: TransferTerms): readonly TermDay[] {
  const [first] = windows.kind === "custom" ? windows.ranges : [];
  return first === undefined ? [] : [{ kind: "at", time: BigInt(first.until) * DAY }];
}

/** Checks that no window with days of its own is over when the rules are set. */
export function checkWindows(
  refusals: Refusals,
  { transfers }: TrancheTerms,
  { field, time }: Readonly<{ field: string; time: bigint }>,
): void {
  for (const end of endOfFirstWindow(transfers)) {
    if (end.kind === "at" && end.time <= time) {
      refusals.add(
        `${field}.transfers.windows.ranges[0].until`,
        `has passed, it is ${formatTime(time)} on this cluster: leave the window out, or use a later day`,
      );
    }
  }
}

/** Checks that no instalment falls due while the deal revolves, when nothing repays it. */
export function checkRevolving(refusals: Refusals, deal: Deal, createdAt: bigint): void {
  const until = revolvingUntil(deal, createdAt);
  for (const [rank, tranche] of deal.tranches.entries()) {
    const first = firstInstalmentOf(tranche, createdAt);
    if (first !== undefined && first + DAY <= until) {
      refusals.add(
        "revolving_until",
        `is ${formatTime(until)}, and the first instalment of "${tranche.name}" falls due before, on ${formatTime(first)}: let it revolve until that day at most, or have tranches[${rank}] repaid from a later one`,
      );
    }
  }
}

/** When the first instalment of a debt falls due; `undefined` of one that is not repaid in instalments. */
function firstInstalmentOf(tranche: TrancheTerms, createdAt: bigint): bigint | undefined {
  const { firstDue, firstInstalment } = dueDatesOf(tranche, createdAt);
  switch (tranche.debt?.amortisation) {
    case "linear":
    case "level":
      return movedTime(tranche.businessDays, firstInstalment === 0n ? firstDue : firstInstalment);
    case "custom":
      return customOf(tranche, createdAt)[0]?.on;
    default:
      return undefined;
  }
}

/**
 * Checks that a debt has not matured, that its due dates come before its maturity, and that its first instalment is one
 * of them.
 */
export function checkDueDates(
  refusals: Refusals,
  tranche: TrancheTerms,
  { field, time, createdAt }: Readonly<{ field: string; time: bigint; createdAt: bigint }>,
): void {
  checkHolidays(refusals, tranche, { field, createdAt });
  if (tranche.debt === null) {
    return;
  }
  const { firstDue, firstInstalment } = dueDatesOf(tranche, createdAt);
  const maturity = maturityOf(tranche, createdAt);
  if (maturity <= time) {
    const named = tranche.debt.maturity.kind === "at" ? "maturity" : "term_months";
    const why = `the maturity has passed, it is ${formatTime(time)} on this cluster: use a later one`;
    refusals.add(`${field}.${named}`, why);
    return;
  }
  const due = (day: bigint) => movedTime(tranche.businessDays, day);
  if (due(firstDue) > maturity) {
    const late = `${formatTime(firstDue)} is after the maturity, ${formatTime(maturity)}`;
    refusals.add(`${field}.first_due`, `${late}: use an earlier day`);
    return;
  }
  const parts = customOf(tranche, createdAt);
  const same = parts.findIndex(({ on }, at) => at > 0 && on === parts[at - 1]?.on);
  if (same >= 0) {
    refusals.add(
      `${field}.instalments[${same}].on`,
      "moves to the business day that the one before moves to: make one of the two, or name another day",
    );
  }
  const late = parts.findIndex(({ on }) => on >= maturity);
  if (late >= 0) {
    refusals.add(
      `${field}.instalments[${late}].on`,
      `is not before the maturity, ${formatTime(maturity)}, when the rest falls due: use an earlier day`,
    );
  }
  const isDue = isDueDate(tranche, firstDue, firstInstalment);
  if (firstInstalment !== 0n && (due(firstInstalment) > maturity || !isDue)) {
    refusals.add(
      `${field}.first_instalment`,
      `${formatTime(firstInstalment)} is not a due date up to the maturity: use ${formatTime(firstDue)} or a whole number of periods after it`,
    );
  }
}

/** Checks that a tranche has room for the holidays that its due dates meet. */
function checkHolidays(
  refusals: Refusals,
  tranche: TrancheTerms,
  { field, createdAt }: Readonly<{ field: string; createdAt: bigint }>,
): void {
  const met = businessDaysFor(tranche, createdAt).holidays.length;
  if (met > MOST_HOLIDAYS) {
    refusals.add(
      `${field}.business_days`,
      `due dates meet ${met} holidays, and a tranche has room for ${MOST_HOLIDAYS}: use due dates that meet fewer, longer periods, or a shorter calendar`,
    );
  }
}
