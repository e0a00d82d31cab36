/** Something that whoever is in control may do: a row of the table in programs/securities/src/security/control.rs. */
export type Power = Readonly<{
  /** Its bit in the bitmap of a stage. */
  bit: number;
  /** Its name in deal files. */
  name: string;
  /** What it lets do, in words. */
  lets: string;
}>;

const TABLE = [
  ["draws", "draw proceeds, and what waits for new assets"],
  ["expenses", "submit expenses"],
  ["pik", "have interest added to principal, where the terms allow it"],
  ["books", "open books, make offers, and decide whom they accept"],
  ["series", "create series of warrants"],
  ["sources", "register sources of revenue"],
  ["mode", "end the revolving period, and have all cash repay the debts"],
  ["destinations", "name other accounts that proceeds are drawn to"],
  ["notices", "post notices"],
  ["protocols", "veto protocols that register themselves"],
  ["resolutions", "propose resolutions as the sponsor does"],
  ["vaults", "add vaults for other money"],
  ["rates", "create rates that the reporter reports"],
] as const;

/** All powers, in the order of their bits. */
export const POWERS: readonly Power[] = TABLE.map(([name, lets], bit) => ({ bit, name, lets }));
