import { announceAct, nextStage, stageName, stepControl, stopAct } from "@defi-ready/securities";
import type { ActArgs, Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { day } from "../../format.js";
import type { Action } from "../action.js";

const DAY = 86_400n;

/** Moves control on because of a covenant. */
export function stepAction(security: Account<Security>): Action {
  const next = stageName(nextStage(security.data.control) ?? 0);
  return {
    title: `Move control to the ${next}`,
    key: `step ${security.address} ${security.data.control.steppedAt}`,
    plan: async () => ({
      instructions: await stepControl({ security }),
      says: [
        `The covenants are tested. If one that moves control on has failed for its cure, the ${next} are in control from then on, and their agent acts for them.`,
        "What was announced before is void. Control goes back only by a resolution of the classes that are in control. Anyone may do this.",
      ],
      done: `The ${next} are in control.`,
    }),
  };
}

/** Announces what an agent does only after a notice. */
export function announceAction(
  security: Account<Security>,
  { act, words, now }: Readonly<{ act: ActArgs; words: string; now: bigint }>,
): Action {
  const { actDays } = security.data.control;
  return {
    title: "Announce it",
    key: `announce ${security.address} ${now}`,
    plan: ({ signer }) =>
      Promise.resolve({
        instructions: announceAct({ agent: signer, security: security.address, act }),
        says: [
          `You announce to ${words}. You can do it from ${day(now + BigInt(actDays) * DAY)} on, for 30 days; until then the arbitrator can stop it.`,
          "It replaces what you announced before.",
        ],
        done: "It is announced.",
      }),
  };
}

/** Stops what an agent has announced. */
export const stopActAction = (security: Account<Security>, words: string): Action => ({
  title: "Stop it",
  key: `stop act ${security.address} ${security.data.control.actFrom}`,
  plan: ({ signer }) =>
    Promise.resolve({
      instructions: stopAct({ authority: signer, security: security.address }),
      says: [`The agent does not ${words}. It can announce it anew.`],
      done: "It is stopped.",
    }),
});
