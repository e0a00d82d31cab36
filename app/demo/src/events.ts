import {
  announceLoss,
  ClientError,
  type Cluster,
  createReference,
  overpaidCarries,
  principalOf,
  readWaterfall,
  recordLoss,
  referenceAddress,
  referenceName,
  reportPool,
  reportReference,
  send,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import type { Deal, Payment } from "@defi-ready/securities-migrations";
import type { KeyPairSigner } from "@solana/kit";
import { at, keyOf } from "./cast.js";
import type { Stage } from "./stage.js";

/** The reference rate of the shipped deals: its name, and what is said of it. */
const REFERENCE = { name: "SOFR-3M", ratePpm: 45_000, dailyPpm: 5_000, maxAgeDays: 7 } as const;
/** Days before a payment on which rates are reported and fixed. */
const FIXING_SECONDS = 3n * 86_400n;

/** Creates the reference rate that tranches of a deal follow, as its reporter. */
export async function createMarket(
  cluster: Cluster,
  { deal, reporter }: Readonly<{ deal: Deal; reporter: KeyPairSigner }>,
): Promise<void> {
  const followed = new Set(
    deal.tranches.flatMap(({ debt, capital }) => (debt ?? capital)?.floating?.reference ?? []),
  );
  if (followed.size === 0) {
    return;
  }
  const address = await referenceAddress(reporter.address, referenceName(REFERENCE.name));
  const other = [...followed].find((one) => one !== address);
  if (other !== undefined) {
    throw new ClientError(
      `a tranche follows the reference rate ${other}, which is not here: the demo has ${REFERENCE.name} of its own reporter, ${address}`,
    );
  }
  const { instructions } = await createReference({ reporter, terms: REFERENCE });
  await send(cluster, { instructions, payer: reporter });
}

/**
 * What happens before a payment: rates are reported and fixed, the pool is valued at its principal, a loss comes before what is
 * recovered of it.
 *
 * @returns Whether the payment can come: not one of carry that was not overpaid in this telling.
 */
export async function prepare(stage: Stage, deal: Deal, payment: Payment): Promise<boolean> {
  const [servicer, reporter, arbitrator] = ["servicer", "reporter", "arbitrator"].map((name) =>
    keyOf(stage.keys, name),
  );
  if (servicer === undefined || reporter === undefined || arbitrator === undefined) {
    throw new RangeError("everybody has a part");
  }
  const floats = deal.tranches.some(({ debt, capital }) => ((debt ?? capital)?.floating ?? null) !== null);
  if (floats) {
    await stage.clock.moveTo(payment.periodEnd - FIXING_SECONDS);
    const reference = await referenceAddress(reporter.address, referenceName(REFERENCE.name));
    const { ratePpm } = REFERENCE;
    await stage.send(await reportReference({ reporter, reference, ratePpm }), reporter);
    await crank(stage.cluster, { payer: stage.bot, securities: [stage.addresses.security] });
  }
  await stage.clock.moveTo(payment.periodEnd);
  if (payment.recovery) {
    const reportSha256 = new Uint8Array(32).fill(7);
    const security = await stage.security();
    const { instructions, loss } = await announceLoss({
      servicer,
      security,
      amount: payment.amount,
      reportSha256,
    });
    await stage.send(instructions, servicer);
    await stage.send(await recordLoss({ security, loss, arbitrator }), arbitrator);
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
