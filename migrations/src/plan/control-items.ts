import type { Address } from "@solana/kit";
import { resolveParty } from "../chain/addresses.js";
import type { ChainState } from "../chain/state.js";
import {
  type ControlTermsArgs,
  counted,
  hasControl,
  isNegotiable,
  NOBODY,
  POWERS,
  powerBits,
  powersOf,
  STAGES,
} from "../client.js";
import type { Deal } from "../deal/model.js";
import { Comparison } from "./differences.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";

const WHY = "Who is in control is set while no book is open and before the first lock, and then stands";

/** Who is in control, in the program's form. */
export function controlTermsFor(deal: Deal, sponsor: Address): ControlTermsArgs | undefined {
  const { control } = deal;
  if (control === null) {
    return undefined;
  }
  const { agents, powers, actDays } = control;
  const resolved = [agents.investors, agents.lenders].map((party) =>
    party === null ? NOBODY : resolveParty(party, sponsor),
  );
  return {
    agents: resolved,
    powers: STAGES.map((stage) => powerBits(powers[stage])),
    actDays,
  };
}

/** Who is in control; no item if neither file nor chain says so. */
export function controlItems(deal: Deal, state: ChainState, sponsor: Address): readonly PlanItem[] {
  const { security, addresses } = state;
  const wanted = controlTermsFor(deal, sponsor);
  const found = security !== undefined && hasControl(security.control) ? security.control : undefined;
  if (wanted === undefined && found === undefined) {
    return [];
  }
  const parts: Parts = {
    part: "control",
    name: wanted === undefined ? "none" : "stages",
    field: "control",
    address: addresses.security,
    note: wanted === undefined ? "" : `${counted(wanted.actDays, "day")} of notice for acts of agents`,
  };
  const same = new Comparison("");
  // What the classes have elected since is no difference that the file could change.
  same.field("control", textOf(found), textOf(wanted));
  const { differences } = same;
  if (differences.length === 0) {
    return [item("keep", parts)];
  }
  if (wanted === undefined) {
    const why = "Nobody who was promised control can be denied it";
    return [
      compared(
        parts,
        differences.map((difference) => ({ ...difference, why })),
      ),
    ];
  }
  if (security !== undefined && (!isNegotiable(security) || security.openBooks > 0)) {
    return [
      compared(
        parts,
        differences.map((difference) => ({ ...difference, why: WHY })),
      ),
    ];
  }
  return [found === undefined ? item("create", parts) : item("change", { ...parts, differences })];
}

function textOf(terms: Pick<ControlTermsArgs, "agents" | "powers" | "actDays"> | undefined): string {
  if (terms === undefined) {
    return "the sponsor, for good";
  }
  const stages = STAGES.map((stage, at) => {
    const agent = at === 0 ? undefined : terms.agents[at - 1];
    const acts = at === 0 ? "" : agent === NOBODY || agent === undefined ? " (nobody)" : ` (${agent})`;
    const powers = powersOf(terms.powers[at] ?? 0).map(({ name }) => name);
    const may = powers.length === POWERS.length ? "everything" : powers.join(", ") || "nothing";
    return `${stage}${acts}: ${may}`;
  });
  return [`${counted(terms.actDays, "day")} of notice`, ...stages].join("; ");
}
