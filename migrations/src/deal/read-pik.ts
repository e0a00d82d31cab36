import { NO_PIK, type PikTermsArgs } from "../client.js";
import type { Field } from "./field.js";
import { whole } from "./field.js";
import type { Amortisation } from "./model.js";
import { MAX_RATE_PPM, readRate } from "./read-rates.js";

const DEFAULT_NOTICE_DAYS = 10;
/** A month from the day after a due date in February has so many days before the next one. */
const MAX_MONTHLY_NOTICE = 27;

/**
 * Whether the interest of a debt may be paid in kind. It needs a rate and due dates, and debt that is repaid at once or as
 * cash allows; with `highestPpm`, the highest rate that it may otherwise bear, and the default margin, its margin is at
 * most the highest of all.
 */
export function readPik(tranche: Field, highestPpm: number | undefined): PikTermsArgs | undefined {
  const field = tranche.get("pik");
  if (!field.given) {
    return NO_PIK;
  }
  if (highestPpm === 0) {
    return field.refuse("needs a rate: without interest none is paid in kind; give one, or leave this out");
  }
  const period = tranche.get("period");
  if (!period.given || period.text() === "none") {
    return field.refuse("needs a period: interest is paid in kind at due dates; give one, or leave this out");
  }
  const kind = tranche.get("amortisation").choice<Amortisation>();
  if (kind !== undefined && kind !== "bullet" && kind !== "sweep") {
    return field.refuse(
      `is of bullet or swept debt, and this is ${kind}: leave it out, or change the amortisation`,
    );
  }
  const terms = whole<PikTermsArgs>({
    periods: field.get("periods").count(),
    noticeDays: field.get("notice_days").or(DEFAULT_NOTICE_DAYS, (days) => days.count()),
    marginPpm: field.get("margin").or(0, readRate),
  });
  if (period.text() === "monthly" && (terms?.noticeDays ?? 0) > MAX_MONTHLY_NOTICE) {
    return field
      .get("notice_days")
      .refuse(
        `is more than a month allows, as an election is of the current period: at most ${MAX_MONTHLY_NOTICE}, or use a longer period`,
      );
  }
  const late = tranche.get("default_margin").or(0, readRate) ?? 0;
  return terms !== undefined && (highestPpm ?? 0) + late + terms.marginPpm > MAX_RATE_PPM
    ? field
        .get("margin")
        .refuse(
          "with the highest rate and the default margin is above 1000 % a year: use a lower one, or a cap",
        )
    : terms;
}
