import {
  breachOf,
  type Cluster,
  consequencesOf,
  describeMode,
  describeTier,
  describeTrigger,
  feesOf,
  modeOf,
  overpaidCarries,
  resumesAt,
  type SecurityState,
  settlementVault,
  simulateCheckTriggers,
  tierKindOf,
  tiersOf,
  triggerKindOf,
  triggersOf,
  whyNotDrawn,
  whyNotReinvested,
} from "@defi-ready/securities";
import type { TriggerState, Waterfall } from "@defi-ready/securities/program";
import { facts, hexOf, moment, money, table } from "./format.js";

/** State of a security that only the program can tell, not its accounts. */
export type Tested = Readonly<{
  /** The waterfall after testing the triggers. */
  waterfall: Waterfall;
  /** Why no proceeds can be drawn now; `undefined` if they can be. */
  whyNotDrawn: string | undefined;
  /** Why nothing can be drawn from the reinvestment account now; `undefined` if it can be. */
  whyNotReinvested: string | undefined;
}>;

/** Tests the triggers, and asks whether proceeds can be drawn, without changing anything. */
export async function testNow(cluster: Cluster, state: SecurityState): Promise<Tested> {
  const { security, waterfall } = state;
  const [found, drawing, reinvesting] = await Promise.all([
    waterfall.data.triggerCount === 0 ? waterfall.data : simulateCheckTriggers(cluster, { security }),
    whyNotDrawn(cluster, security),
    whyNotReinvested(cluster, security),
  ]);
  return { waterfall: found, whyNotDrawn: drawing, whyNotReinvested: reinvesting };
}

/** Mode, tiers and triggers, for people. */
export function waterfallSection(state: SecurityState, tested: Tested): string {
  const { decimals } = settlementVault(state.security.data);
  const { time } = state;
  const { data: waterfall } = state.waterfall;
  if (waterfall.tierCount === 0) {
    return "Waterfall: not set";
  }
  const fees = new Map(feesOf(waterfall).map((fee) => [fee.tier, fee]));
  const overpaid = overpaidIn(state);
  const rows = tiersOf(waterfall).map((tier, at) => {
    const owed = fees.get(at)?.owed ?? 0n;
    const over = overpaid.get(at);
    const note = [
      ...(owed > 0n ? [`${money(owed, decimals)} to be paid out`] : []),
      ...(over === undefined
        ? []
        : [`${money(over.amount, decimals)} too much, owed to tranche ${over.base}`]),
    ].join("");
    return [String(at), describeTier(tier, decimals), money(tier.taken, decimals), note];
  });
  const triggers = triggersOf(tested.waterfall);
  return [
    facts([
      ["Mode", describeMode(modeOf(tested.waterfall, time))],
      ...resumption(tested),
      ...(waterfall.revolvingUntil > time
        ? [["Revolves until", moment(waterfall.revolvingUntil)] as const]
        : []),
      ["Principal", principalRules(waterfall)],
      ...(waterfall.poolAt > 0n
        ? [["Pool", `${money(waterfall.poolValue, decimals)}, reported ${moment(waterfall.poolAt)}`] as const]
        : []),
      ["Proceeds", tested.whyNotDrawn === undefined ? "may be drawn" : `wait: ${tested.whyNotDrawn}`],
      ...reinvestment(state, tested),
    ]),
    table([{ right: "Tier" }, "Pays", { right: "Taken" }, ""], rows),
    ...(triggers.length === 0 ? [] : [triggerTable(triggers)]),
  ].join("\n\n");
}

/** Overpaid carry by the place of its tier. */
function overpaidIn({ security, waterfall, tranches }: SecurityState) {
  const state = {
    security: security.data,
    waterfall: waterfall.data,
    tranches: tranches.map(({ tranche }) => tranche.data),
  };
  return new Map(overpaidCarries(state).map((one) => [one.tier, one]));
}

/** How principal repays the debts, in words. */
function principalRules({ proRataFrom, principalPaysInterest }: Waterfall): string {
  return [
    proRataFrom === 0n
      ? "repays the most senior first"
      : `repays the debts pro rata from ${moment(proRataFrom)} on, while all subordination tests hold`,
    ...(principalPaysInterest === 1 ? ["pays interest that income leaves unpaid"] : []),
  ].join("; ");
}

/** What becomes of the money in the reinvestment account; nothing of an empty one that nothing will come into. */
function reinvestment(
  { security, waterfall: { data }, time }: SecurityState,
  tested: Tested,
): readonly (readonly [string, string])[] {
  const { reinvestment: waits } = settlementVault(security.data);
  if (waits === 0n && data.revolvingUntil <= time) {
    return [];
  }
  const use =
    modeOf(tested.waterfall, time) === "revolving"
      ? tested.whyNotReinvested === undefined
        ? "may be drawn"
        : `waits: ${tested.whyNotReinvested}`
      : "repays the tranches, with the next payment or by anyone";
  return [["For new assets", use]];
}

/** When an acceleration by a trigger ends, if all triggers continue to hold. */
function resumption({ waterfall }: Tested): readonly (readonly [string, string])[] {
  const at = resumesAt(waterfall);
  return at === undefined ? [] : [["Resumes", `${moment(at)}, if all triggers hold until then`]];
}

/** Triggers and their state, for people. */
export function triggerTable(triggers: readonly TriggerState[]): string {
  return table(
    ["Test", "State", "Then"],
    triggers.map((trigger) => [
      describeTrigger(trigger),
      standsAs(trigger),
      consequencesOf(trigger).join(" and ") || "nothing is drawn",
    ]),
  );
}

/** The state of a trigger, in words. */
export function standsAs(trigger: TriggerState): string {
  const breach = breachOf(trigger);
  if (breach === undefined) {
    return "holds";
  }
  const follows = breach.acceleratesAt === undefined ? "its cure ends" : "accelerates from";
  return `has failed since ${moment(breach.since)}, ${follows} ${moment(breach.cureEndsAt)}`;
}

/** The same for programs. */
export function waterfallObject(state: SecurityState, tested: Tested): object {
  const { security, waterfall, time } = state;
  const overpaid = overpaidIn(state);
  const { data } = waterfall;
  const { decimals } = settlementVault(security.data);
  const fees = new Map(feesOf(data).map((fee) => [fee.tier, fee]));
  return {
    structureVersion: data.structureVersion,
    mode: modeOf(tested.waterfall, time),
    resumesAt: resumesAt(tested.waterfall) ?? null,
    revolvingUntil: data.revolvingUntil,
    proRataFrom: data.proRataFrom,
    principalPaysInterest: data.principalPaysInterest === 1,
    drawable: tested.whyNotDrawn === undefined,
    whyNotDrawn: tested.whyNotDrawn ?? null,
    reinvestable: tested.whyNotReinvested === undefined,
    whyNotReinvested: tested.whyNotReinvested ?? null,
    pool:
      data.poolAt === 0n
        ? null
        : { value: data.poolValue, at: data.poolAt, reportSha256: hexOf(data.poolSha256) },
    tiers: tiersOf(data).map((tier, at) => ({
      tier: at,
      pays: tierKindOf(tier),
      rank: tier.rank,
      words: describeTier(tier, decimals),
      taken: tier.taken,
      ...(tierKindOf(tier) === "carry"
        ? { clawedBack: tier.clawedBack, overpaid: overpaid.get(at)?.amount ?? 0n }
        : {}),
      ...(fees.has(at) ? { payee: tier.payee, owed: tier.owed, unmet: fees.get(at)?.unmet } : {}),
    })),
    triggers: triggersOf(tested.waterfall).map((trigger) => {
      const breach = breachOf(trigger);
      return {
        tests: triggerKindOf(trigger),
        words: describeTrigger(trigger),
        holds: breach === undefined,
        failsSince: breach?.since ?? null,
        cureEndsAt: breach?.cureEndsAt ?? null,
        acceleratesAt: breach?.acceleratesAt ?? null,
        consequences: consequencesOf(trigger),
      };
    }),
  };
}
