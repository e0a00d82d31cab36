import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Amortisation, CustomPart, TermDay } from "./model.js";
import { parseDay } from "./values.js";

const WHOLE_BPS = 10_000;

/** A day, or a number of months from the day the security is created. */
export function readTermDay(field: Field): TermDay | undefined {
  const months = field.count();
  if (months !== undefined) {
    return { kind: "term", months };
  }
  const text = field.text();
  if (text === undefined) {
    return undefined;
  }
  const time = parseDay(text);
  return time === undefined
    ? field.refuse(`"${text}" is not a day from 1970-01-01 to 2200-01-01: check year, month and day`)
    : { kind: "at", time };
}

/** The parts in which custom debt is repaid; none of other debt. */
export function readInstalments(tranche: Field): readonly CustomPart[] | undefined {
  const field = tranche.get("instalments");
  const kind = tranche.get("amortisation").choice<Amortisation>();
  if (kind !== "custom") {
    return field.given && kind !== undefined
      ? field.refuse(`are of custom debt, and this is ${kind}: leave them out, or change the amortisation`)
      : [];
  }
  if (!field.given) {
    return field.refuse("is missing: custom debt is repaid in parts on days of its own, so say which");
  }
  const items = field.items();
  const parts = wholeList(
    items.map((item) =>
      whole<CustomPart>({ on: readTermDay(item.get("on")), bps: item.get("part").percent() }),
    ),
  );
  if (parts === undefined) {
    return undefined;
  }
  for (const [at, { on }] of parts.entries()) {
    const before = parts[at - 1]?.on;
    if (before !== undefined && before.kind !== on.kind) {
      return items[at]
        ?.get("on")
        .refuse("is a day where the one before is a number of months, or the reverse: write all alike");
    }
    if (before !== undefined && numberOf(on) <= numberOf(before)) {
      return items[at]?.get("on").refuse("is not after the one before: put them in order, each once");
    }
  }
  const sum = parts.reduce((total, { bps }) => total + bps, 0);
  return sum > WHOLE_BPS
    ? field.refuse("are together more than 100 %: the most is all of the principal")
    : parts;
}

const numberOf = (day: TermDay): bigint => (day.kind === "at" ? day.time : BigInt(day.months));
