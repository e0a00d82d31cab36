import {
  closeConversion,
  conversionState,
  convertClass,
  convertShares,
  findHolder,
  listConversions,
  listHolders,
  readBytes,
  readConversion,
  readSecurity,
  readTranche,
  readWaterfall,
  send,
} from "@defi-ready/securities";
import type { Conversion, Holder, Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/**
 * Converts the classes of a security that are due, collects for owners what their shares became, and closes conversions that are over,
 * if asked. The records and accounts that collections need cost rents that their owners keep, so that the bot collects only where it pays
 * rents. What waits for an owner stays: a wrapper, an address of a program, an owner that is not admitted, or that votes.
 */
export async function crankConversions(job: Job, security: Account<Security>, time: bigint): Promise<void> {
  if (!job.conversions) {
    return;
  }
  for (const conversion of await listConversions(job.cluster, security.address)) {
    if (isStopped(job)) {
      return;
    }
    await job.report.guard(conversion.address, () => crankConversion(job, { security, conversion, time }));
  }
}

type One = Readonly<{ security: Account<Security>; conversion: Account<Conversion>; time: bigint }>;

async function crankConversion(job: Job, { security, conversion, time }: One): Promise<void> {
  const { cluster, payer, report } = job;
  const { address, data } = conversion;
  const { tranche, number } = data;
  const read = async () => readConversion(cluster, { tranche, number });
  const stateNow = async () => {
    const [found, from, waterfall] = await Promise.all([
      read(),
      readTranche(cluster, tranche),
      readWaterfall(cluster, security.address),
    ]);
    return conversionState(found.data, from.data, { waterfall: waterfall.data, now: time });
  };
  const into = await readTranche(cluster, data.into);
  if ((await stateNow()) === "due") {
    const other = into.data.security === security.address ? undefined : into;
    await report.attempt(
      "convert",
      address,
      async () => send(cluster, { instructions: await convertClass({ security, conversion, other }), payer }),
      async () => (await read()).data.done === 1,
      { security: security.address },
    );
  }
  if ((await stateNow()) === "collecting" && job.rents) {
    const intoSecurity = await readSecurity(cluster, into.data.security);
    const holders = await listHolders(cluster, tranche);
    for (const holder of holders.filter(({ data: record }) => canCollect(record, time))) {
      if (isStopped(job)) {
        return;
      }
      await collect(job, { conversion, intoSecurity, holder });
    }
  }
  if ((await stateNow()) === "over") {
    await report.attempt(
      "reclaim",
      address,
      async () => send(cluster, { instructions: closeConversion({ conversion }), payer }),
      async () => (await readBytes(cluster, [address]))[0] === undefined,
      { security: security.address },
    );
  }
}

/** Whether anyone may collect for the owner of a record now. */
const canCollect = (holder: Holder, now: bigint): boolean =>
  holder.shares > 0n &&
  holder.isWrapper === 0 &&
  holder.paidOnClaim === 0 &&
  holder.votes.every((vote) => vote.shares === 0n || BigInt(vote.until) <= now);

async function collect(
  { cluster, payer, report }: Job,
  {
    conversion,
    intoSecurity,
    holder,
  }: Readonly<{
    conversion: Account<Conversion>;
    intoSecurity: Account<Security>;
    holder: Account<Holder>;
  }>,
): Promise<void> {
  const { owner, tranche } = holder.data;
  await report.attempt(
    "convert",
    holder.address,
    async () =>
      send(cluster, {
        instructions: await convertShares({ cluster, payer, owner, intoSecurity, conversion }),
        payer,
      }),
    async () => ((await findHolder(cluster, { tranche, owner }))?.data.shares ?? 0n) === 0n,
    { security: conversion.data.security },
  );
}
