import type { Address } from "@solana/kit";
import type { Security } from "../generated/index.js";
import { NOBODY } from "../phase.js";

const DAY = 86_400n;
/** For how long an announced act can be done after its wait. */
const ACT_WINDOW = 30n * DAY;

/** Who can be in control, by the number of the stage. */
export const STAGES = ["sponsor", "investors", "lenders"] as const;
/** Who can be in control. */
export type Stage = (typeof STAGES)[number];

type Controlled = Pick<Security, "control" | "sponsor">;

/** Whether a security says who is in control when; otherwise the sponsor is for good, and may do everything. */
export const hasControl = ({ control }: Pick<Security, "control">): boolean => control.actDays > 0;

/** The stage that a security is in. */
export const stageOf = ({ control }: Pick<Security, "control">): Stage => STAGES[control.stage] ?? "sponsor";

/** Who acts in a stage; `undefined` for nobody, so that control never steps there. */
export function agentOf({ control, sponsor }: Controlled, stage: number): Address | undefined {
  const agent = stage === 0 ? sponsor : control.agents[stage - 1];
  return agent === NOBODY ? undefined : agent;
}

/** Whoever is in control now: the sponsor, or the agent of the stage. */
export const inControl = (security: Controlled): Address =>
  agentOf(security, security.control.stage) ?? security.sponsor;

/** The stage that control steps to next; `undefined` if there is none with an agent. */
export function nextStage(security: Controlled): number | undefined {
  const later = STAGES.map((_, stage) => stage).filter((stage) => stage > security.control.stage);
  return later.find((stage) => agentOf(security, stage) !== undefined);
}

/** Whether whoever acts in a stage has the power of a bit. */
export const hasPower = ({ control }: Pick<Security, "control">, stage: number, bit: number): boolean =>
  control.actDays === 0 || (((control.powers[stage] ?? 0) >> bit) & 1) === 1;

/** What the agent in control has announced. */
export type AnnouncedAct = Readonly<{
  kind: "draw" | "draw for new assets" | "acceleration" | "end of the revolving period";
  /** Of a draw: the place of its vault, the account that it goes to, and the amount in base units. */
  vault: number;
  destination: Address;
  amount: bigint;
  /** When it can be done, Unix time. */
  from: bigint;
  until: bigint;
}>;

const ACTS = ["draw", "draw for new assets", "acceleration", "end of the revolving period"] as const;

/** What the agent in control has announced; `undefined` if nothing. */
export function announcedAct({ control }: Pick<Security, "control">): AnnouncedAct | undefined {
  const { act, actFrom: from, actVault: vault, actDestination: destination, actAmount: amount } = control;
  const kind = ACTS[act - 1];
  return kind === undefined
    ? undefined
    : { kind, vault, destination, amount, from, until: from + ACT_WINDOW };
}
