import type { Address } from "@solana/kit";
import type { Control, Security } from "../generated/index.js";

/** A power: what whoever is in control may do if the bitmap of the stage says so. */
export type PowerRow = Readonly<{
  /** Its name in deal files. */
  name: string;
  /** The instructions that ask for it. */
  lets: readonly string[];
  /** What it lets do, in words. */
  words: string;
}>;

const row = (name: string, words: string, ...lets: readonly string[]): PowerRow => ({ name, words, lets });

/** The table of powers, in the order of their bits. docs/control.md has the program's, which a test compares. */
export const POWERS: readonly PowerRow[] = [
  row("draws", "draw proceeds, and what waits for new assets", "draw_proceeds"),
  row("expenses", "submit expenses", "submit_expense"),
  row("pik", "have interest added to principal", "elect_pik"),
  row(
    "books",
    "open books, make offers and decide whom they accept",
    "open_book",
    "add_asset",
    "set_curve",
    "make_offer",
    "raise_tip",
    "open_poll",
    "approve_ticket",
    "lock_book",
    "lock_group",
  ),
  row("series", "create series of warrants", "create_series"),
  row("sources", "register sources of revenue", "register_source"),
  row("mode", "end the revolving period, accelerate, and wind down", "set_mode", "begin_wind_down"),
  row("destinations", "name other accounts that proceeds are drawn to", "propose_role"),
  row("notices", "post notices", "post_notice"),
  row("protocols", "veto protocols", "decide_protocol"),
  row("resolutions", "propose resolutions", "propose_resolution"),
  row("vaults", "add vaults", "add_vault"),
  row("rates", "create rates that the reporter reports", "create_rate"),
  row("conversions", "create conversions", "create_conversion", "close_conversion"),
  row(
    "measures",
    "announce exceptional measures with the arbitrator",
    "announce_measure",
    "cancel_measure",
    "reassign_shares",
  ),
];

/** All powers. */
export const ALL_POWERS = 2 ** POWERS.length - 1;

/** Who is in control, by the number of the stage. */
export const STAGES = ["sponsor", "investors", "lenders"] as const;

/** Who is in control. */
export type StageName = (typeof STAGES)[number];

/** Who is in control in a stage. */
export const stageName = (stage: number): StageName => STAGES[stage] ?? "lenders";

/** The powers of a bitmap, in order. */
export const powersOf = (bits: number): readonly PowerRow[] => POWERS.filter((_, bit) => (bits >> bit) & 1);

/** The bitmap of powers by name; a name that there is not counts as none. */
export const powerBits = (names: readonly string[]): number =>
  POWERS.reduce((bits, { name }, bit) => (names.includes(name) ? bits | (1 << bit) : bits), 0);

const NOBODY = "11111111111111111111111111111111";

/** A stage of control, as a security has it. */
export type ControlStage = Readonly<{
  stage: number;
  name: StageName;
  /** Who acts in it; `undefined`: nobody, and control never steps there. */
  acts: Address | undefined;
  powers: readonly PowerRow[];
}>;

/** The stages of a security, in order; without control the sponsor's alone, who may do everything. */
export function controlStages({
  control,
  sponsor,
}: Pick<Security, "control" | "sponsor">): readonly ControlStage[] {
  if (!hasControl(control)) {
    return [{ stage: 0, name: "sponsor", acts: sponsor, powers: POWERS }];
  }
  return STAGES.map((name, stage) => {
    const agent = stage === 0 ? sponsor : control.agents[stage - 1];
    const acts = agent === NOBODY ? undefined : agent;
    return { stage, name, acts, powers: powersOf(control.powers[stage] ?? 0) };
  });
}

/** Whether a security says who is in control when; otherwise the sponsor is for good. */
export const hasControl = ({ actDays }: Pick<Control, "actDays">): boolean => actDays > 0;

/** Whoever is in control: the sponsor, or the agent of the stage. */
export function inControl({ control, sponsor }: Pick<Security, "control" | "sponsor">): Address {
  const agent = control.stage === 0 ? undefined : control.agents[control.stage - 1];
  return agent === undefined || agent === NOBODY ? sponsor : agent;
}

/** The stage that control would step to: the next one that has an agent. */
export function nextStage(control: Control): number | undefined {
  const later = STAGES.map((_, stage) => stage).filter((stage) => stage > control.stage);
  return later.find((stage) => {
    const agent = control.agents[stage - 1];
    return agent !== undefined && agent !== NOBODY;
  });
}
