import {
  type Check,
  creditedOf,
  customPartsOf,
  groupsOf,
  isCoSigned,
  isFixed,
  isInCalendar,
  isoDay,
  isRedeemed,
  LOSS_STATES,
  type MintName,
  NOBODY,
  payoutOf,
  pointsDue,
  principalOf,
  protocolTermsOf,
  qualifiersOf,
  reconciles,
  type SecurityState,
  settlementVault,
  stageOf,
  vaultsOf,
} from "@defi-ready/securities";
import type { Tranche, Vault } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { businessDaysObject } from "./business-days.js";
import { hexOf, text } from "./format.js";
import { type References, rateObject } from "./show-rates.js";
import { type Tested, waterfallObject } from "./show-waterfall.js";

/** Kinds of tranches, by number. */
export const KINDS = ["debt", "equity", "cover"];
/** How a class has ended, by its status. */
export const ENDED: Readonly<Record<number, string>> = { 1: ", wiped", 2: ", converted", 3: ", redeemed" };

/** A day that the program stores by its number, as a date; `null` if there is none. */
export function dayOf(number: bigint): string | null {
  const time = number * 86_400n;
  return number > 0n && isInCalendar(time) ? isoDay(time) : null;
}

/** Shares that open books, their rewards and running warrants can still issue. */
export function setAside({ sharesOffered, shares, pot }: Tranche): bigint {
  return sharesOffered - (shares - pot.shares);
}

/** A security for programs. */
export function toObject(
  state: SecurityState,
  {
    tested,
    references,
    checks,
    names,
  }: Readonly<{
    tested: Tested;
    references: References;
    checks: readonly Check[];
    names: ReadonlyMap<Address, MintName>;
  }>,
): object {
  const { security, tranches: all, balances } = state;
  const { data } = security;
  return {
    security: security.address,
    sponsor: data.sponsor,
    status: stageOf(data),
    openBooks: data.openBooks,
    settlementMint: settlementVault(data).mint,
    decimals: settlementVault(data).decimals,
    document: { uri: text(data.document.uri), sha256: hexOf(data.document.sha256) },
    qualifiers: qualifiersOf(data),
    protocols: protocolTermsOf(data),
    vault: vaultObject(settlementVault(data), balances[0] ?? 0n),
    vaults: vaultsOf(data).map((one, index) => vaultObject(one, balances[index] ?? 0n)),
    escheat: data.escheat === NOBODY ? null : { owner: data.escheat, days: data.escheatDays },
    tips: { flat: data.tipFlat, bps: data.tipBps },
    coSigned: isCoSigned(data),
    delivery: {
      by: data.delivery.by,
      confirmedAt: data.delivery.confirmedAt,
      documentSha256: hexOf(data.delivery.documentSha256),
    },
    groups: groupsOf(data).map(([number, group]) => ({
      number,
      size: group.size,
      opened: group.opened,
      deadline: group.deadline,
      failed: group.failed === 1,
      requiresTests: group.requiresTests === 1,
    })),
    waterfall: waterfallObject(state, tested),
    lossNotice: data.lossNotice,
    losses: state.losses.map(({ address, data: loss }) => ({
      address,
      state: LOSS_STATES[loss.status],
      amount: loss.amount,
      dueAt: loss.dueAt,
      recorded: loss.recorded,
      writtenOff: loss.writtenOff,
      corrected: loss.corrected,
    })),
    sources: state.sources.map(({ source, balance }) => ({
      number: source.data.number,
      account: source.data.account,
      mint: source.data.mint,
      isPrincipal: source.data.isPrincipal === 1,
      balance,
    })),
    tranches: all.map(({ tranche, holders, books: open, series: warrants, wrapper }) => ({
      address: tranche.address,
      mint: tranche.data.mint,
      name: names.get(tranche.data.mint)?.name ?? null,
      symbol: names.get(tranche.data.mint)?.symbol ?? null,
      rank: tranche.data.rank,
      kind: KINDS[tranche.data.kind],
      ...rateObject(tranche.data, references),
      shares: tranche.data.shares,
      setAside: setAside(tranche.data),
      authorised: tranche.data.authorised,
      manager: isFixed(tranche.data) ? tranche.data.manager : null,
      pot: {
        shares: tranche.data.pot.shares,
        due: pointsDue({ security: data, tranche: tranche.data, now: state.time }),
      },
      holders: holders.length,
      principal: principalOf(tranche.data),
      loss: tranche.data.loss,
      wiped: tranche.data.status === 1,
      redeemed: isRedeemed(tranche.data),
      interestDue: tranche.data.interestDue,
      arrears: tranche.data.arrears,
      principalDue: tranche.data.principalDue,
      firstDue: tranche.data.firstDue,
      firstInstalment: tranche.data.firstInstalment,
      instalments: tranche.data.instalments,
      custom: customPartsOf(tranche.data),
      businessDays: businessDaysObject(tranche.data),
      pik: tranche.data.pik,
      nextDue: dayOf(tranche.data.nextDue),
      overdueSince: dayOf(tranche.data.overdueSince),
      funded: creditedOf(payoutOf(tranche.data)),
      paid: payoutOf(tranche.data).paid,
      series: warrants.map(({ series: { address, data: terms }, supply }) => ({
        address,
        number: terms.number,
        mint: terms.mint,
        strike: terms.strike,
        expiresAt: terms.expiresAt,
        budget: terms.budget,
        granted: terms.granted,
        exercised: terms.exercised,
        supply,
      })),
      wrapper:
        wrapper === undefined
          ? null
          : {
              address: wrapper.wrapper.address,
              mint: wrapper.wrapper.data.mint,
              tokenProgram: wrapper.wrapper.data.tokenProgram,
              units: wrapper.wrapper.data.units,
              supply: wrapper.supply,
              bearer: wrapper.wrapper.data.bearer === 1,
            },
      books: open.map(({ book, phase, tickets, escrows }) => ({
        address: book.address,
        number: book.data.number,
        phase,
        tickets: tickets.length,
        live: book.data.live,
        cap: book.data.cap,
        accepted: book.data.accepted,
        escrow: escrows[0],
        escrows,
      })),
    })),
    checks,
    reconciles: reconciles(checks),
  };
}

function vaultObject({ padding, ...counters }: Vault, balance: bigint): object {
  return { ...counters, balance };
}
