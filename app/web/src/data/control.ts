import {
  type AnnouncedAct,
  hasControl,
  powerBits,
  type StageName,
  settlementVault,
  stageName,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import { money, short } from "../format.js";

/** Who acts in a stage, in words. */
export const ACTORS: Readonly<Record<StageName, string>> = {
  sponsor: "The sponsor",
  investors: "The investors' agent",
  lenders: "The lenders' agent",
};

/** Who is in control of a security, in words. */
export const actorOf = ({ control }: Pick<Security, "control">): string => ACTORS[stageName(control.stage)];

/** That control is not with the sponsor any more, in a few words; `undefined` while it is. */
export const steppedWords = ({ control: { stage } }: Pick<Security, "control">): string | undefined =>
  stage === 0 ? undefined : `The ${stageName(stage)} are in control`;

/** Whether whoever is in control now has a power. */
export function mayNow({ control }: Pick<Security, "control">, power: string): boolean {
  const bits = control.powers[control.stage] ?? 0;
  return !hasControl(control) || (bits & powerBits([power])) !== 0;
}

/** What an agent has announced, in a clause. */
export function actWords({ act }: AnnouncedAct, security: Security): string {
  switch (act.__kind) {
    case "Accelerate":
      return "have all cash repay the debts";
    case "Amortise":
      return "end the revolving period";
    case "Draw": {
      const { decimals } = security.vaults[act.vault] ?? settlementVault(security);
      const source = act.reinvestment ? "what waits for new assets" : "proceeds";
      return `draw ${money(BigInt(act.amount), decimals)} of ${source} to ${short(act.destination)}`;
    }
  }
}
