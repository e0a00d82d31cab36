const DAY = 86_400n;

/** The days of the week, in the order of the program's bits. */
export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** The days of the week that bits name: bit 0 is Monday. */
export const weekdaysOf = (bits: number) => WEEKDAYS.filter((_, bit) => ((bits >> bit) & 1) === 1);

/** The beginning of the same day of the month a number of months later, or of that month's last if it lacks the day. */
export function addMonths(at: bigint, months: number): bigint {
  const start = new Date(Number(at / DAY) * Number(DAY) * 1000);
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return BigInt(Date.UTC(year, month, Math.min(start.getUTCDate(), lastDay))) / 1000n;
}
