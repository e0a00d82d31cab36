import { createHash } from "node:crypto";
import {
  announceLoss,
  type Cluster,
  createReference,
  overpaidCarries,
  principalOf,
  readWaterfall,
  recordLoss,
  reportPool,
  reportReference,
  send,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import type { Deal, Payment, Scenario } from "@defi-ready/securities-migrations";
import type { KeyPairSigner } from "@solana/kit";
import { at, keyOf } from "./cast.js";
import { REFERENCE, referenceOf } from "./reference.js";
import type { Stage } from "./stage.js";

/** Days before a payment on which rates are reported and fixed. */
const FIXING_SECONDS = 3n * 86_400n;

/** Creates the reference rate that tranches of a deal follow, as its reporter. */
export async function createMarket(
  cluster: Cluster,
  { deal, reporter }: Readonly<{ deal: Deal; reporter: KeyPairSigner }>,
): Promise<void> {
  if (floats(deal)) {
    const { instructions } = await createReference({ reporter, terms: REFERENCE });
    await send(cluster, { instructions, payer: reporter });
  }
}

const floats = ({ tranches }: Deal) =>
  tranches.some(({ debt, capital }) => ((debt ?? capital)?.floating ?? null) !== null);

/** Losses that are still to come, in order of time. */
export type Losses = Scenario["losses"][number][];

/**
 * What happens before a payment: losses that the deal tells of come, rates are reported and fixed, the pool is valued at its
 * principal. Where the deal tells of none, a loss comes before what is recovered of it.
 *
 * @param losses Those that the deal tells of; what has come is taken out.
 * @returns Whether the payment can come: not one of carry that was not overpaid in this telling.
 */
export async function prepare(
  stage: Stage,
  { deal, payment, losses }: Readonly<{ deal: Deal; payment: Payment; losses: Losses | null }>,
): Promise<boolean> {
  const [reporter, arbitrator] = [keyOf(stage.keys, "reporter"), keyOf(stage.keys, "arbitrator")];
  for (let next = losses?.[0]; next !== undefined && next.at <= payment.periodEnd; next = losses?.[0]) {
    await stage.clock.moveTo(next.at);
    await lose(stage, next.amount);
    stage.say(`a loss of ${stage.money(next.amount)} is recorded`);
    losses?.shift();
  }
  if (floats(deal)) {
    await stage.clock.moveTo(payment.periodEnd - FIXING_SECONDS);
    const reference = await referenceOf(reporter.address);
    const { ratePpm } = REFERENCE;
    await stage.send(await reportReference({ reporter, reference, ratePpm }), reporter);
    await crank(stage.cluster, { payer: stage.bot, securities: [stage.addresses.security] });
  }
  await stage.clock.moveTo(payment.periodEnd);
  if (payment.recovery && losses === null) {
    await lose(stage, payment.amount);
    stage.say(`a loss of ${stage.money(payment.amount)} is recorded, of which this is recovered:`);
  }
  const tranches = (await stage.tranches()).map(({ data }) => data);
  const value = tranches
    .filter((_, rank) => at(deal.tranches, rank).kind !== "cover")
    .reduce((sum, tranche) => sum + principalOf(tranche), 0n);
  if (value > 0n) {
    const security = await stage.security();
    const report = { reporter, security, value, reportSha256: new Uint8Array(32).fill(8), arbitrator };
    await stage.send(await reportPool(report), reporter);
  }
  if (payment.clawback !== null) {
    const { data: security } = await stage.security();
    const { data: waterfall } = await readWaterfall(stage.cluster, stage.addresses.security);
    const overpaid = overpaidCarries({ security, waterfall, tranches });
    if (!overpaid.some(({ amount }) => amount >= payment.amount)) {
      stage.say(`no carry was overpaid in this telling: ${stage.money(payment.amount)} is not paid back`);
      return false;
    }
  }
  return true;
}

/** The servicer announces a loss, by a report of its own, and the arbitrator lets it take effect at once. */
async function lose(stage: Stage, amount: bigint): Promise<void> {
  const [servicer, arbitrator] = [keyOf(stage.keys, "servicer"), keyOf(stage.keys, "arbitrator")];
  const security = await stage.security();
  const reportSha256 = createHash("sha256").update(String(security.data.eventSequence)).digest();
  const { instructions, loss } = await announceLoss({ servicer, security, amount, reportSha256 });
  await stage.send(instructions, servicer);
  await stage.send(await recordLoss({ security, loss, arbitrator }), arbitrator);
}
