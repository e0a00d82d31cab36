import {
  announceLoss,
  clusterTime,
  collectSource,
  counted,
  listLosses,
  postDistribution,
  randomNonce,
  readSecurity,
  readSource,
  recordLoss,
  settlementVault,
  tokenBalance,
} from "@defi-ready/securities";
import type { Loss, Security, Source } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Action } from "../actions/action.js";
import { day, moment, money } from "../format.js";
import { Hash } from "../ui/hash.js";

/** A payment that was typed. */
export type Payment = Readonly<{
  /** Settlement base units. */
  amount: bigint;
  principal: bigint;
  periodStart: bigint;
  periodEnd: bigint;
  note: string;
  documentSha256: Uint8Array;
  recovery: boolean;
  /** Whether it waits as long as the deal lets payments be corrected. */
  wait: boolean;
}>;

/** Pays money into a deal, which runs through its waterfall at once. */
export function postAction(shown: Account<Security>, payment: Payment): Action {
  const { mint, decimals } = settlementVault(shown.data);
  const { amount, principal, periodStart, periodEnd, note, documentSha256, recovery, wait } = payment;
  // Part of the record's address: however often it is planned, it is paid once.
  const nonce = randomNonce();
  return {
    title: "Post a payment",
    key: `post ${shown.address} ${amount} ${principal} ${periodStart} ${periodEnd} ${recovery} ${wait} ${documentSha256.join()} ${note}`,
    plan: async ({ cluster, signer }) => {
      const security = await readSecurity(cluster, shown.address);
      const { instructions } = await postDistribution({ payer: signer, security, payment, nonce });
      return {
        instructions,
        money: mint,
        says: [
          `You pay ${money(amount, decimals)} into the deal for ${day(periodStart)} to ${day(periodEnd)}. ${
            wait
              ? `It waits for ${counted(security.data.measures.hours, "hour")}, in which you and the arbitrator can send it back together. Then anyone carries it out, and it reaches holders over a day.`
              : "It runs through the waterfall in the same transaction, and cannot be taken back."
          }`,
          principal > 0n
            ? `${money(principal, decimals)} of it are principal, and ${money(amount - principal, decimals)} income.`
            : recovery
              ? "It is a recovery: it undoes recorded losses first."
              : "All of it is income.",
        ],
        facts: [
          ["Source", note],
          ...(documentSha256.some((byte) => byte > 0)
            ? [["Document, SHA-256", <Hash key="document" bytes={documentSha256} />] as const]
            : []),
        ],
        done: wait
          ? `${money(amount, decimals)} wait in the deal.`
          : `${money(amount, decimals)} have run through the waterfall.`,
      };
    },
  };
}

/** Turns what has come in at a source into a distribution. */
export function collectAction(shown: Account<Security>, of: Account<Source>): Action {
  const nonce = randomNonce();
  return {
    title: "Collect revenue",
    key: `collect ${of.address}`,
    plan: async ({ cluster, signer }) => {
      const [security, source] = await Promise.all([
        readSecurity(cluster, shown.address),
        readSource(cluster, { security: shown.address, number: of.data.number }),
      ]);
      const { instructions } = await collectSource({ caller: signer, security, source, nonce });
      const waits = await tokenBalance(cluster, source.data.account);
      const { mint } = source.data;
      const decimals = security.data.vaults.find((vault) => vault.mint === mint)?.decimals ?? 0;
      return {
        instructions,
        money: mint,
        says: [
          `${money(waits, decimals)} that came in run through the waterfall, and reach holders over ${source.data.releaseDays} days or more.`,
        ],
        done: "It has run through the waterfall.",
      };
    },
  };
}

/** Announces a loss of the pool. */
export function announceAction(shown: Account<Security>, amount: bigint, reportSha256: Uint8Array): Action {
  const { mint, decimals } = settlementVault(shown.data);
  return {
    title: "Announce a loss",
    key: `announce ${shown.address} ${amount} ${reportSha256.join()}`,
    plan: async ({ cluster, signer }) => {
      const [security, now] = await Promise.all([readSecurity(cluster, shown.address), clusterTime(cluster)]);
      const { instructions } = await announceLoss({ servicer: signer, security, amount, reportSha256 });
      return {
        instructions,
        money: mint,
        says: [
          `You announce that the pool lost ${money(amount, decimals)}. Nothing changes until it is recorded.`,
          `Anyone can record it from ${moment(now + security.data.lossNotice)}; until then the arbitrator can strike it out.`,
          "A report can be used once. Its record costs a rent that does not come back.",
        ],
        facts: [["Report, SHA-256", <Hash key="report" bytes={reportSha256} />]],
        done: "The loss is announced.",
      };
    },
  };
}

/** Records a loss that was announced. */
export function recordAction(shown: Account<Security>, loss: Account<Loss>, byArbitrator: boolean): Action {
  const { mint, decimals } = settlementVault(shown.data);
  return {
    title: "Record a loss",
    key: `record ${loss.address}`,
    plan: async ({ cluster, signer }) => {
      const [security, losses] = await Promise.all([
        readSecurity(cluster, shown.address),
        listLosses(cluster, shown.address),
      ]);
      const found = losses.find(({ address }) => address === loss.address) ?? loss;
      return {
        instructions: await recordLoss({
          security,
          loss: loss.address,
          arbitrator: byArbitrator ? signer : undefined,
        }),
        money: mint,
        says: [
          `A loss of ${money(found.data.amount, decimals)} takes effect: covers pay for it first, and the rest is written off, starting with the most junior class.`,
        ],
        facts: [["Report, SHA-256", <Hash key="report" bytes={found.data.reportSha256} />]],
        done: "The loss is recorded.",
      };
    },
  };
}
