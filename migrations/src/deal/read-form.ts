import { counted } from "../client.js";
import type { Field } from "./field.js";
import type { ShareFormName } from "./model.js";
import { wrappedField } from "./read-reach.js";
import type { TransferTerms } from "./transfers.js";

/** The longest window of the frozen form, in days: for so long payments can be held. */
const MAX_THAWED_DAYS = 31;
/** Rules that look at each transfer, which nothing of the program sees in this form. */
const HOOKED_RULES = ["moves", "daily_limit", "max_holders", "max_shares"] as const;

/** How the shares of a tranche are tokens; refuses the rules of transfers that the frozen form cannot keep. */
export function readForm(tranche: Field, transfers: TransferTerms | undefined): ShareFormName | undefined {
  const field = tranche.get("form");
  const form = field.given ? field.choice<ShareFormName>() : "hooked";
  if (form !== "frozen") {
    return form;
  }
  const rules = tranche.get("transfers");
  for (const name of HOOKED_RULES) {
    const one = rules.get(name);
    if (one.given) {
      one.refuse(
        "is a rule of each transfer, and shares in the frozen form move as plain tokens: leave one out",
      );
    }
  }
  const wrapped = wrappedField(tranche);
  if (wrapped.given) {
    wrapped.refuse("does not go with the frozen form, which has exchange windows: leave one out");
  }
  if (transfers === undefined) {
    return form;
  }
  const windows = rules.get("windows");
  if (transfers.windows.kind === "always") {
    const place = windows.given ? windows : tranche.get("form");
    place.refuse("frozen has exchange windows, or windows: never: say under transfers when shares may move");
  }
  for (const { field, days } of lengthsOf(windows, transfers)) {
    if (days > MAX_THAWED_DAYS) {
      field.refuse(
        `is ${counted(days, "day")}: windows of the frozen form have at most ${MAX_THAWED_DAYS}, for so long payments can be held`,
      );
    }
  }
  return form;
}

/** Each window's days, and where the file says them. */
function lengthsOf(
  field: Field,
  { windows }: TransferTerms,
): readonly Readonly<{ field: Field; days: number }>[] {
  if (windows.kind === "periodic") {
    return [{ field: field.get("open"), days: windows.openDays }];
  }
  const items = field.get("ranges").items();
  return windows.kind === "custom"
    ? windows.ranges.flatMap(({ from, until }, at) => {
        const item = items[at];
        return item === undefined ? [] : [{ field: item.get("until"), days: until - from }];
      })
    : [];
}
