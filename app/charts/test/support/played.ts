import { fileURLToPath } from "node:url";
import {
  announceLoss,
  connect,
  deposit,
  listDistributions,
  lockBook,
  lockGroup,
  postDistribution,
  readBook,
  readSecurity,
  readTranches,
  readWaterfall,
  recordLoss,
  send,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { applyDeal, loadDeal, lossesBeside, type Payment } from "@defi-ready/securities-migrations";
import { callNode, fund, funded, knownKey, mintTo, SOL, startProgram } from "@defi-ready/securities-testing";
import type { Instruction, KeyPairSigner } from "@solana/kit";

const DAY = 86_400n;

/** A deal of the folder `migrations/deals`, with its books full and its own payments made on the bytecode. */
export type Played = Awaited<ReturnType<typeof playedDeal>>;

/** Plays a shipped deal on a validator of its own, up to its last payment. */
export async function playedDeal(name: string) {
  const file = fileURLToPath(new URL(`../../../../migrations/deals/${name}/deal.yaml`, import.meta.url));
  const deal = loadDeal(file);
  const offers = deal.books.map(({ offerEnds }) => (offerEnds?.kind === "after" ? offerEnds.seconds : 0n));
  const longest = offers.reduce((most, one) => (one > most ? one : most), 0n);
  const first = deal.payments.reduce(
    (least, { periodStart }) => (periodStart < least ? periodStart : least),
    deal.payments[0]?.periodStart ?? 0n,
  );
  const begin = first - longest - DAY;
  const validator = await startProgram({ deterministic: { unixTimestamp: begin } });
  try {
    const cluster = connect(validator.url);
    const [sponsor, bot] = [await funded(cluster), await funded(cluster)];
    const servicer = await knownKey("securities demo servicer");
    const arbitrator = await knownKey("securities demo arbitrator");
    await fund(cluster, [
      [servicer.address, 10n * SOL],
      [arbitrator.address, SOL],
    ]);
    const { addresses } = await applyDeal({
      rpc: cluster.rpc,
      signer: sponsor,
      deal,
      createSettlementMint: true,
    });
    const { settlementMint: mint, tokenProgram } = addresses;
    const act = (payer: KeyPairSigner, instructions: readonly Instruction[]) =>
      send(cluster, { instructions, payer });
    const warp = (unixTimestamp: bigint) =>
      callNode(validator.url, "securities_warp", [{ unixTimestamp: Number(unixTimestamp) }]);
    const give = async (owner: KeyPairSigner, amount: bigint) =>
      act(sponsor, await mintTo({ mint, tokenProgram, authority: sponsor, owner: owner.address, amount }));
    for (const { book: address } of addresses.books) {
      const book = await readBook(cluster, address);
      const { cap, maxTicket, ownerLimit, lead } = book.data;
      const limits = [maxTicket, ownerLimit].filter((one) => one > 0n);
      const most = limits.reduce((least, one) => (one < least ? one : least), cap);
      for (let left = cap; left > 0n; left -= most < left ? most : left) {
        // The lead of the deals that have one is their sponsor.
        const owner = left === cap && lead === sponsor.address ? sponsor : await funded(cluster);
        const amount = most < left ? most : left;
        await give(owner, amount);
        await deposit(cluster, { owner, book, amount });
      }
    }
    await warp(first);
    const books = await Promise.all(addresses.books.map(({ book }) => readBook(cluster, book)));
    const together = books.filter(({ data }) => data.group > 0);
    if (together.length > 0) {
      const security = await readSecurity(cluster, addresses.security);
      await act(sponsor, await lockGroup({ caller: sponsor, security, books: together }));
    }
    for (const book of books.filter(({ data }) => data.group === 0)) {
      await act(sponsor, await lockBook({ caller: sponsor, book }));
    }
    const work = () => crank(cluster, { payer: bot, securities: [addresses.security] });
    await work();
    const losses = [...lossesBeside(file, deal)];
    for (const payment of deal.payments) {
      for (let next = losses[0]; next !== undefined && next.at <= payment.periodEnd; next = losses[0]) {
        await warp(next.at);
        await lose(next.amount);
        losses.shift();
      }
      await warp(payment.periodEnd);
      await pay(payment);
    }
    async function lose(amount: bigint): Promise<void> {
      const reportSha256 = new Uint8Array(32).fill(1 + losses.length);
      const security = await readSecurity(cluster, addresses.security);
      const announced = await announceLoss({ servicer, security, amount, reportSha256 });
      await act(servicer, announced.instructions);
      await act(arbitrator, await recordLoss({ security, loss: announced.loss, arbitrator }));
    }
    async function pay(payment: Payment): Promise<void> {
      const payer = payment.recovery ? servicer : sponsor;
      await give(payer, payment.amount + payment.tips);
      const { instructions } = await postDistribution({
        payer,
        security: await readSecurity(cluster, addresses.security),
        payment: {
          amount: payment.amount,
          principal: payment.principal,
          tipBudget: payment.tips,
          recovery: payment.recovery,
          clawback: payment.clawback,
          periodStart: payment.periodStart,
          periodEnd: payment.periodEnd,
          note: payment.note,
          documentSha256: new Uint8Array(32),
        },
      });
      await act(payer, instructions);
    }
    const security = await readSecurity(cluster, addresses.security);
    return {
      decimals: deal.settlementMint.decimals,
      names: deal.tranches.map((one) => one.name),
      security: security.data,
      waterfall: (await readWaterfall(cluster, addresses.security)).data,
      tranches: (await readTranches(cluster, security)).map(({ data }) => data),
      distributions: (await listDistributions(cluster, addresses.security)).map(({ data }) => data),
    };
  } finally {
    await validator.close();
  }
}
