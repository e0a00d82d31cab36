import {
  describeMode,
  describeTier,
  listSources,
  MODES,
  printable,
  readDistribution,
  readWaterfall,
  type SourceState,
  settlementVault,
  tierKindOf,
  tiersOf,
  vaultsOf,
} from "@defi-ready/securities";
import type { Distribution, Security, Waterfall } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { Context } from "./context.js";
import { day, facts, hexOf, moment, money, short, table, text } from "./format.js";

const KINDS = ["income", "recovery", "unused proceeds", "unsolicited", "clawback"] as const;
const KIND_WORDS: Readonly<Record<(typeof KINDS)[number], string>> = {
  income: "income",
  recovery: "recovery: losses were undone first",
  "unused proceeds": "unused proceeds returned",
  unsolicited: "unsolicited income",
  clawback: "clawback: overpaid carry was paid back",
};

/** The accounts needed to describe a security's distributions. */
export type Setting = Readonly<{
  security: Security;
  waterfall: Waterfall;
  sources: readonly SourceState[];
}>;

/** A distribution as commands give it to programs. Amounts are base units of its mint. */
export type Entry = ReturnType<typeof recordOf>;

/** Reads the accounts needed to describe distributions, other than the distributions. */
export async function settingOf(
  context: Context,
  security: Account<Security>,
  waterfall: Account<Waterfall>,
): Promise<Setting> {
  const sources = await listSources(context.cluster, security.address);
  return { security: security.data, waterfall: waterfall.data, sources };
}

/** A distribution with its source and its results. */
export function recordOf({ address, data }: Account<Distribution>, setting: Setting) {
  const vault = vaultsOf(setting.security)[data.vault] ?? settlementVault(setting.security);
  const source = setting.sources.find((one) => one.source.address === data.source);
  return {
    distribution: address,
    number: data.number,
    kind: KINDS[data.kind] ?? "income",
    mode: MODES[data.mode],
    gross: data.gross,
    principal: data.principal,
    mint: vault.mint,
    decimals: vault.decimals,
    tipBudget: data.tipBudget,
    periodStart: data.periodStart,
    periodEnd: data.periodEnd,
    postedAt: data.postedAt,
    payer: data.payer,
    source: source === undefined ? null : source.source.data.number,
    note: text(data.note),
    documentSha256: hexOf(data.documentSha256),
    reserveBefore: data.reserve,
    reinvestmentBefore: data.reinvestment,
    reinvestmentAfter: data.reinvestmentAfter,
    madeGood: byRank(data.madeGood),
    writtenUp: byRank(data.writtenUp),
    returned: byRank(data.returned),
    clawedBack: byRank(data.clawedBack),
    tiers: tiersTaken(data, setting),
    repaid: byRank(data.repaid),
    outstanding: data.outstanding
      .slice(0, setting.security.trancheCount)
      .map((amount, rank) => ({ rank, amount })),
    settlementDecimals: settlementVault(setting.security).decimals,
    undistributed: data.undistributed,
  };
}

function byRank(amounts: readonly bigint[]) {
  return amounts.map((amount, rank) => ({ rank, amount })).filter(({ amount }) => amount > 0n);
}

/** What each tier took, in words; for a reserve, what it held afterwards. */
function tiersTaken(data: Distribution, { security, waterfall }: Setting) {
  // A draft's tiers may have been replaced since.
  const same = data.structureVersion === waterfall.structureVersion;
  const { decimals } = settlementVault(security);
  return tiersOf(waterfall).map((tier, at) => ({
    tier: at,
    pays: same ? tierKindOf(tier) : undefined,
    rank: same ? tier.rank : undefined,
    words: same ? describeTier(tier, decimals) : "a tier of an earlier waterfall",
    amount: data.tiers[at] ?? 0n,
    principal: data.ofPrincipal[at] ?? 0n,
  }));
}

/** A distribution in full, for people. */
export function describeRecord(entry: Entry): string {
  const show = (amount: bigint) => money(amount, entry.decimals);
  const from = entry.source === null ? entry.payer : `source ${entry.source}, collected by ${entry.payer}`;
  const head = facts([
    ["Distribution", `${entry.number}, ${entry.distribution}`],
    ["Amount", `${show(entry.gross)} of ${entry.mint}`],
    ["Principal", entry.principal === 0n ? "none of it" : `${show(entry.principal)} of it`],
    ["Kind", KIND_WORDS[entry.kind]],
    ["Period", `${day(entry.periodStart)} to ${day(entry.periodEnd)}`],
    ["Posted", moment(entry.postedAt)],
    ["Paid by", from],
    ["Source", entry.note === "" ? "-" : printable(entry.note)],
    ["Document", entry.documentSha256 === null ? "-" : `SHA-256 ${entry.documentSha256}`],
    ["Mode", entry.mode === undefined ? "?" : describeMode(entry.mode)],
    ["Tips", show(entry.tipBudget)],
  ]);
  const rows: string[][] = [
    ...(entry.reserveBefore > 0n ? [["", "from the reserve", `+${show(entry.reserveBefore)}`]] : []),
    ...(entry.reinvestmentBefore > 0n
      ? [["", "from the reinvestment account", `+${show(entry.reinvestmentBefore)}`]]
      : []),
    ...entry.writtenUp.map(({ rank, amount }) => [
      "",
      `tranche ${rank} written up, without cash`,
      `(${show(amount)})`,
    ]),
    ...entry.madeGood.map(({ rank, amount }) => ["", `losses of tranche ${rank} made good`, show(amount)]),
    ...entry.returned.map(({ rank, amount }) => [
      "",
      `paid in for tranche ${rank} above its principal, and returned`,
      show(amount),
    ]),
    ...entry.clawedBack.map(({ rank, amount }) => [
      "",
      `overpaid carry of tranche ${rank}, to whom it was taken from`,
      show(amount),
    ]),
    ...entry.tiers.map(({ tier, words, amount, principal }) => [
      String(tier),
      words,
      show(amount),
      ...(principal > 0n ? [show(principal)] : []),
    ]),
    ...(entry.reinvestmentAfter > 0n
      ? [["", "stays in the reinvestment account", show(entry.reinvestmentAfter)]]
      : []),
    ...(entry.undistributed > 0n
      ? [["", "to the treasury, since nobody holds the residual's class", show(entry.undistributed)]]
      : []),
  ];
  const isSplit = entry.tiers.some(({ principal }) => principal > 0n);
  const columns = [
    { right: "Tier" },
    "Pays",
    { right: "Took" },
    ...(isSplit ? [{ right: "Of principal" }] : []),
  ];
  const full = rows.map((row) => [...row, ...columns.slice(row.length).map(() => "")]);
  const afterwards = entry.outstanding.map(({ rank, amount }) => [
    String(rank),
    money(amount, entry.settlementDecimals),
  ]);
  const rest = table([{ right: "Tranche" }, { right: "Outstanding afterwards" }], afterwards);
  return `${head}\n\n${table(columns, full)}\n\n${rest}`;
}

/** The results of a distribution in one line: only those that took something. */
export function summaryOf(entry: Entry): string {
  const parts = [
    ...entry.writtenUp.map(({ rank, amount }) => [`written up of ${rank}`, amount] as const),
    ...entry.madeGood.map(({ rank, amount }) => [`losses of tranche ${rank}`, amount] as const),
    ...entry.returned.map(({ rank, amount }) => [`back to tranche ${rank}`, amount] as const),
    ...entry.clawedBack.map(({ rank, amount }) => [`overpaid carry of ${rank}`, amount] as const),
    ...entry.tiers.map(({ pays, rank, tier, amount }) => {
      const inside = pays === "fee" || pays === "annual fee" || pays === "expense" || pays === "reserve";
      return [pays === undefined ? `tier ${tier}` : inside ? pays : `${pays} of ${rank}`, amount] as const;
    }),
    ["for new assets", entry.reinvestmentAfter] as const,
  ];
  return parts
    .filter(([, amount]) => amount > 0n)
    .map(([what, amount]) => `${what} ${money(amount, entry.decimals)}`)
    .join(", ");
}

/** Distributions in a table, for people. */
export function listOf(entries: readonly Entry[]): string {
  const rows = entries.map((one) => [
    String(one.number),
    `${day(one.periodStart)} to ${day(one.periodEnd)}`,
    money(one.gross, one.decimals),
    one.kind === "income" ? (one.mode ?? "?") : `${one.kind}, ${one.mode}`,
    payerOf(one),
    printable(one.note),
    summaryOf(one),
  ]);
  const columns = [{ right: "No" }, "Period", { right: "Amount" }, "Mode", "Payer", "Source", "Went to"];
  return rows.length === 0 ? "nothing has been paid in" : table(columns, rows);
}

function payerOf({ source, payer }: Readonly<{ source: number | null; payer: Address }>): string {
  return source === null ? short(payer) : `source ${source}`;
}

/** The results of a distribution. */
export async function entryOf(context: Context, security: Account<Security>, address: Address) {
  const waterfall = await readWaterfall(context.cluster, security.address);
  const setting = await settingOf(context, security, waterfall);
  return recordOf(await readDistribution(context.cluster, address), setting);
}
