import type { Party } from "./party.js";

/** Who is in control of a deal when, and what it may do. */
export type ControlTerms = Readonly<{
  /** Who acts for the investors and for the lenders; `null`: nobody, and control never steps there. */
  agents: Readonly<{ investors: Party | null; lenders: Party | null }>;
  /** What whoever acts may do, by the names of the powers. */
  powers: Readonly<{ sponsor: readonly string[]; investors: readonly string[]; lenders: readonly string[] }>;
  /** Days that what an agent announces waits. */
  actDays: number;
}>;
