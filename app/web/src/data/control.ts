import {
  type AnnouncedAct,
  agentOf,
  STAGES,
  type Stage,
  settlementVault,
  stageOf,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { money, short } from "../format.js";

/** Who acts in a stage, in words. */
export const ACTORS: Readonly<Record<Stage, string>> = {
  sponsor: "The sponsor",
  investors: "The investors' agent",
  lenders: "The lenders' agent",
};

/** That control is not with the sponsor any more, in a few words; `undefined` while it is. */
export function steppedWords(security: Pick<Security, "control">): string | undefined {
  const stage = stageOf(security);
  return stage === "sponsor" ? undefined : `The ${stage} are in control`;
}

/** A stage of control, with who acts in it. */
export type StageState = Readonly<{
  number: number;
  stage: Stage;
  actor: Address | undefined;
  isNow: boolean;
}>;

/** The stages of control of a security, in their order. */
export const stagesOf = (security: Security): readonly StageState[] =>
  STAGES.map((stage, number) => ({
    number,
    stage,
    actor: agentOf(security, number),
    isNow: security.control.stage === number,
  }));

/** What an agent has announced, in a clause. */
export function actWords({ kind, amount, destination, vault }: AnnouncedAct, security: Security): string {
  switch (kind) {
    case "acceleration":
      return "have all cash repay the debts";
    case "end of the revolving period":
      return "end the revolving period";
    default: {
      const { decimals } = security.vaults[vault] ?? settlementVault(security);
      const source = kind === "draw" ? "proceeds" : "what waits for new assets";
      return `draw ${money(amount, decimals)} of ${source} to ${short(destination)}`;
    }
  }
}
