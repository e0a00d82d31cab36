/** What is said of a time that no calendar of four-digit years shows. */
const BEYOND = "beyond any calendar";
/** The beginning of the year 0, and the end of the year 9999. */
const FIRST = -62_167_219_200n;
const LAST = 253_402_300_799n;
const DAY_LENGTH = 10;
const MINUTE_LENGTH = 16;

/** Whether a Unix time is one of a calendar. Anybody may write others into accounts: the program compares, and names none. */
export const isInCalendar = (unix: bigint): boolean => unix >= FIRST && unix <= LAST;

/** Whether what counts until a Unix time ends in any calendar's time; whoever means for ever writes the last that there is. */
export const hasEnd = (unix: bigint): boolean => unix <= LAST;

const cut = (unix: bigint, length: number): string =>
  isInCalendar(unix) ? new Date(Number(unix) * 1_000).toISOString().slice(0, length) : BEYOND;

/** The day of a Unix time in UTC, such as `2026-01-31`; words for one that is beyond any calendar. */
export const isoDay = (unix: bigint): string => cut(unix, DAY_LENGTH);

/** A Unix time to the minute, such as `2026-01-31 12:00 UTC`; words for one that is beyond any calendar. */
export const isoMinute = (unix: bigint): string =>
  isInCalendar(unix) ? `${cut(unix, MINUTE_LENGTH).replace("T", " ")} UTC` : BEYOND;

/** A Unix time to the second, such as `2026-01-31T12:00:00Z`; words for one that is beyond any calendar. */
export const isoSecond = (unix: bigint): string =>
  isInCalendar(unix) ? cut(unix, MINUTE_LENGTH + 3).concat("Z") : BEYOND;
