import {
  type Check,
  counted,
  creditedOf,
  currentRate,
  describeDisclosures,
  describeStage,
  disclosuresOf,
  isFixed,
  isNegotiable,
  type MintName,
  mintNames,
  NOBODY,
  obligationsOf,
  payoutOf,
  pointsDue,
  principalOf,
  printable,
  protocolTermsOf,
  qualifiersOf,
  readFacts,
  readSecurityState,
  reconcile,
  reconciles,
  type SecurityState,
  settlementVault,
  stageOf,
  vaultsOf,
  yearlyRate,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { businessDaysSection } from "./business-days.js";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { day, facts, hexOf, money, short, table, text } from "./format.js";
import { inKindSection } from "./in-kind.js";
import { lossTable } from "./loss.js";
import { describeDelivery, describeDraws } from "./proceeds.js";
import { dayOf, ENDED, KINDS, setAside, toObject } from "./show-object.js";
import { customSection, ratesSection, readReferences, stepUpsSection } from "./show-rates.js";
import { testNow, waterfallSection } from "./show-waterfall.js";
import { wrappersSection } from "./units-held.js";

/** `show`: a security's structure, vaults, books and whether they reconcile. */
export function showCommand(): Command {
  const command = new Command("show")
    .description("Show a security: its structure, its vaults, its books, and whether everything reconciles.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "show 9xQe...", "--json show 9xQe...");
  return action(command, (context, _, security) => show(context, security as Address));
}

type Names = ReadonlyMap<Address, MintName>;

async function show(context: Context, address: Address): Promise<Output> {
  let state = await readSecurityState(context.cluster, address);
  let checks = reconcile(state);
  if (!reconciles(checks)) {
    // Something may have changed between two reads.
    state = await readSecurityState(context.cluster, address);
    checks = reconcile(state);
  }
  const tested = await testNow(context.cluster, state);
  const references = await readReferences(context.cluster, state);
  const points = disclosuresOf(await readFacts(context.cluster, state));
  const names = await mintNames(
    context.cluster,
    state.tranches.map(({ tranche }) => tranche.data.mint),
  );
  const sections = [
    summary(state),
    tranches(state, names),
    addresses(state, names),
    ratesSection(state, references),
    stepUpsSection(state),
    customSection(state),
    businessDaysSection(state),
    inKindSection(state),
    managers(state),
    waterfallSection(state, tested),
    losses(state),
    vault(state),
    otherVaults(state),
    books(state),
    series(state),
    wrappersSection(state),
    describeDisclosures(points),
    verdict(checks),
  ];
  return {
    text: sections.filter((section) => section !== "").join("\n\n"),
    json: { ...toObject(state, { tested, references, checks, names }), disclosures: points },
    failed: !reconciles(checks),
  };
}

function summary({ security: { address, data } }: SecurityState): string {
  return facts([
    ["Security", address],
    ["Sponsor", data.sponsor],
    [
      "Status",
      isNegotiable(data)
        ? `draft, negotiated with ${counted(data.openBooks, "open book")}`
        : stageOf(data) === "active"
          ? "active, its structure is fixed"
          : describeStage(stageOf(data)),
    ],
    ["Settles in", settlementVault(data).mint],
    ["Document", printable(text(data.document.uri))],
    ["Its SHA-256", hexOf(data.document.sha256) ?? "-"],
    ["Qualifiers", qualifiersOf(data).join(", ") || "none: anyone may hold"],
    ...protocolsRow(data),
    ["Distributions", String(data.nextDistribution)],
    ["Unpayable", unpayable(data)],
  ]);
}

/** How protocols register, where they may. */
function protocolsRow(data: Security): [string, string][] {
  const terms = protocolTermsOf(data);
  return terms === null
    ? []
    : [["Protocols", `may register, and are valid ${counted(terms.days, "day")} later unless vetoed`]];
}

/** The treatment of payments that cannot be made. */
function unpayable({ escheat, escheatDays }: Security): string {
  return escheat === NOBODY
    ? "waits for its holder for ever"
    : `may go to ${escheat} after ${counted(escheatDays, "day")}`;
}

function dayText(number: bigint): string {
  return dayOf(number) ?? "-";
}

function tranches({ security, tranches: all }: SecurityState, names: Names): string {
  const { decimals } = settlementVault(security.data);
  const rows = all.map(({ tranche: { data }, holders }) => {
    const payout = payoutOf(data);
    return [
      String(data.rank),
      printable(names.get(data.mint)?.symbol ?? "-"),
      KINDS[data.kind] ?? "?",
      data.ratePpm > 0 || data.kind === 0 ? yearlyRate(currentRate(data)) : "-",
      money(data.shares, data.decimals),
      money(setAside(data), data.decimals),
      money(data.authorised, data.decimals),
      String(holders.length),
      money(principalOf(data), decimals),
      `${money(data.loss, decimals)}${ENDED[data.status] ?? ""}`,
      money(data.arrears, decimals),
      money(data.principalDue, decimals),
      dayText(data.nextDue),
      dayText(data.overdueSince),
      money(creditedOf(payout), decimals),
      money(payout.paid, decimals),
    ];
  });
  const columns = [
    "Shares",
    "Set aside",
    "Authorised",
    "Holders",
    "Principal",
    "Lost",
    "Arrears",
    "Due",
    "Next due",
    "Overdue since",
    "Funded",
    "Paid",
  ].map((right) => ({ right }));
  return table(["Rank", "Symbol", "Kind", "Rate", ...columns], rows);
}

/** Names and addresses, as other commands take them. */
function addresses({ tranches: all }: SecurityState, names: Names): string {
  const rows = all.map(({ tranche: { address, data } }) => [
    String(data.rank),
    address,
    printable(names.get(data.mint)?.name ?? "-"),
    data.mint,
  ]);
  return table(["Rank", "Tranche", "Name", "Share mint"], rows);
}

/** Points that wait for the managers of tranches with a fixed number of shares. */
function managers({ security, tranches: all, time }: SecurityState): string {
  const { decimals } = settlementVault(security.data);
  const rows = all
    .filter(({ tranche }) => isFixed(tranche.data))
    .map(({ tranche: { data } }) => {
      const due = pointsDue({ security: security.data, tranche: data, now: time });
      return [
        String(data.rank),
        data.manager,
        money(data.pot.shares, data.decimals),
        money(due.shares, data.decimals),
        money(due.earned[0] ?? 0n, decimals),
      ];
    });
  const columns = ["In the pot", "To be taken", "Earned"].map((right) => ({ right }));
  return rows.length === 0 ? "" : table(["Fixed number, rank", "Manager", ...columns], rows);
}

function losses({ security, losses: all, time }: SecurityState): string {
  return all.length === 0 ? "" : lossTable(all, time, settlementVault(security.data).decimals);
}

function vault({ security, balances: [balance = 0n], time }: SecurityState): string {
  const counters = settlementVault(security.data);
  const show = (amount: bigint) => money(amount, counters.decimals);
  return facts([
    ["Vault holds", show(balance)],
    ["Owed from it", show(obligationsOf(counters))],
    ["  proceeds", show(counters.treasury)],
    ["  to holders", show(counters.payable)],
    ["  fees", show(counters.fees)],
    ["  reserve", show(counters.reserve)],
    ["  for new assets", show(counters.reinvestment)],
    ["  cover", show(counters.cover)],
    ["  tips", show(counters.tips)],
    ...(counters.pending > 0n ? [["  payments that wait", show(counters.pending)] as const] : []),
    ["Received so far", show(counters.received)],
    ["Drawn so far", show(counters.drawn)],
    ["  for new assets", show(counters.reinvested)],
    ["Draws", describeDraws(counters, security.data, time)],
    ["Delivery", describeDelivery(security.data, time)],
    ["Paid so far", show(counters.paid)],
  ]);
}

function otherVaults({ security, balances, time }: SecurityState): string {
  const rows = vaultsOf(security.data).map((counters, index) => [
    String(index),
    short(counters.mint),
    money(balances[index] ?? 0n, counters.decimals),
    money(obligationsOf(counters), counters.decimals),
    money(counters.drawn, counters.decimals),
    describeDraws(counters, security.data, time),
  ]);
  const columns = ["Holds", "Owed from it", "Drawn"].map((right) => ({ right }));
  return rows.length === 1 ? "" : table([{ right: "Vault" }, "Mint", ...columns, "Draws"], rows.slice(1));
}

function series({ security, tranches: all }: SecurityState): string {
  const { decimals } = settlementVault(security.data);
  const rows = all.flatMap(({ tranche, series: open }) =>
    open.map(({ series: { address, data }, supply }) => [
      `${tranche.data.rank}/${data.number}`,
      address,
      money(data.strike, decimals),
      day(data.expiresAt),
      money(data.budget, tranche.data.decimals),
      money(data.granted, tranche.data.decimals),
      money(data.exercised, tranche.data.decimals),
      money(supply, tranche.data.decimals),
    ]),
  );
  const columns = ["Budget", "Granted", "Exercised", "Out"].map((right) => ({ right }));
  return rows.length === 0
    ? ""
    : table(["Warrants", "Address", { right: "Strike" }, "Expire", ...columns], rows);
}

function books({ security, tranches: all }: SecurityState): string {
  const { decimals } = settlementVault(security.data);
  const rows = all.flatMap(({ tranche, books: open }) =>
    open.map(({ book, phase, tickets, escrows: [escrow = 0n] }) => [
      `${tranche.data.rank}/${book.data.number}`,
      book.address,
      phase,
      String(tickets.length),
      money(book.data.live, decimals),
      money(book.data.cap, decimals),
      money(book.data.accepted, decimals),
      money(escrow, decimals),
    ]),
  );
  const columns = ["Tickets", "In line", "Cap", "Accepted", "Escrow"].map((right) => ({ right }));
  return rows.length === 0 ? "" : table(["Book", "Address", "Phase", ...columns], rows);
}

function verdict(checks: readonly Check[]): string {
  const broken = checks.filter(({ holds }) => !holds);
  return broken.length === 0
    ? `Everything reconciles to the unit (${counted(checks.length, "check")}).`
    : ["Does not reconcile (base units):", ...broken.map(describe)].join("\n");
}

function describe({ what, expected, found, relation }: Check): string {
  return `  ${what}: ${relation === "equal" ? "should be" : "should be at least"} ${expected}, is ${found}`;
}
