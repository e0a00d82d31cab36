import type { Field } from "./field.js";
import type { Moment } from "./moment.js";
import { LAST_TIME, parseDay, parseMoment } from "./values.js";

/** Reads a day, or an offset from when the security is created. */
export function readDayOrOffset(field: Field): Moment | undefined {
  const text = field.text();
  if (text === undefined) {
    return undefined;
  }
  const time = parseDay(text);
  if (time !== undefined) {
    return { kind: "at", time };
  }
  const moment = text.startsWith("+") ? parseMoment(text) : undefined;
  if (moment?.kind === "after" && moment.seconds > LAST_TIME) {
    return field.refuse("lies beyond the calendar: use a shorter time");
  }
  return (
    moment ?? field.refuse(`"${text}" is not a day from 1970-01-01 to 2200-01-01: check year, month and day`)
  );
}
