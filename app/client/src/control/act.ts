import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  type ActArgs,
  getAnnounceActInstruction,
  getStopActInstruction,
  type Security,
} from "../generated/index.js";

/** The most days that what an agent announces waits. */
export const MAX_ACT_DAYS = 30;

/** For how long an announced act can be done after its wait, in seconds. */
export const ACT_WINDOW = 30n * 86_400n;

/** What an agent has announced. */
export type AnnouncedAct = Readonly<{
  act: ActArgs;
  /** From when it can be done, in Unix seconds. */
  from: bigint;
  /** Until when. */
  until: bigint;
}>;

/** What the agent in control has announced; `undefined`: nothing. */
export function announcedAct({ control }: Pick<Security, "control">): AnnouncedAct | undefined {
  const { actFrom: from, actAmount: amount, actDestination: destination, actVault: vault } = control;
  if (from === 0n) {
    return undefined;
  }
  const acts: readonly (ActArgs | undefined)[] = [
    undefined,
    { __kind: "Draw", vault, destination, amount, reinvestment: false },
    { __kind: "Draw", vault, destination, amount, reinvestment: true },
    { __kind: "Accelerate" },
    { __kind: "Amortise" },
  ];
  const act = acts[control.act];
  return act === undefined ? undefined : { act, from, until: from + ACT_WINDOW };
}

/**
 * Announces what the agent in control will do: a draw of one amount to one account, an acceleration, or the end of the revolving
 * period. It replaces what was announced before. By the agent.
 */
export function announceAct(
  options: Readonly<{ agent: TransactionSigner; security: Address; act: ActArgs }>,
): Instruction[] {
  const { agent, security, act } = options;
  return [getAnnounceActInstruction({ authority: agent, security, act })];
}

/** Stops what the agent in control announced: by the arbitrator, or by the agent itself. */
export function stopAct(
  options: Readonly<{ authority: TransactionSigner; security: Address }>,
): Instruction[] {
  return [getStopActInstruction(options)];
}
