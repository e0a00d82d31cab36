import {
  type Allotment,
  allotmentOf,
  allotmentWords,
  clusterTime,
  earningsOf,
  escheatsAt,
  findPerson,
  freeShares,
  isFrozenForm,
  isPaused,
  keptWords,
  limitsHolders,
  listHoldings,
  lockedIn,
  mintNames,
  printable,
  readSecurity,
  readTranche,
  settlementVault,
  shareLocksOf,
  unpayableOf,
  vaultsOf,
  waitsForClaim,
  windowState,
} from "@defi-ready/securities";
import type { Lock } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { Context, Output } from "./context.js";
import { moment, money, short, table, until } from "./format.js";
import { inCommands } from "./instructions.js";
import { thawedWords } from "./transfer-thaw.js";
import { unitsOf, unitsSection } from "./units-held.js";
import { warrantsOf, warrantsSection } from "./warrants-held.js";

const SECONDS_A_DAY = 86_400n;

/** `holder show`: what an owner holds and is owed. */
export async function showHolder(context: Context, owner: Address): Promise<Output> {
  const holdings = await listHoldings(context.cluster, owner);
  const now = await clusterTime(context.cluster);
  const records = await Promise.all(
    holdings.map(async ({ address, data }) => {
      const tranche = await readTranche(context.cluster, data.tranche);
      const security = await readSecurity(context.cluster, tranche.data.security);
      const { decimals } = settlementVault(security.data);
      const { owed, paid } = earningsOf({ holder: data, tranche: tranche.data, now });
      const { rank, decimals: shareDecimals } = tranche.data;
      const person = limitsHolders(tranche.data.rules)
        ? await findPerson(context.cluster, { tranche: tranche.address, person: data.person })
        : undefined;
      return {
        holder: address,
        security: security.address,
        tranche: tranche.address,
        shareMint: tranche.data.mint,
        rank,
        shareDecimals,
        paid,
        owed,
        decimals,
        escheated: data.earnings[0]?.escheated ?? 0n,
        unpayable: unpayableOf(data),
        unpayableSince: data.earnings[0]?.unpayableSince ?? 0n,
        escheatsAt: escheatsAt({ security: security.data, holder: data }) ?? null,
        waitsForClaim: waitsForClaim(data),
        ...freeShares({ tranche: tranche.data, holder: data, now }),
        window: windowState({ tranche: tranche.data, now }) ?? null,
        pausedUntil: isPaused(tranche.data, now) ? tranche.data.pause.until : null,
        kept: [
          ...keptWords({ tranche: tranche.data, holder: data, now }),
          ...(await thawedWords(context, { tranche, owner })),
        ],
        form: isFrozenForm(tranche.data) ? "frozen" : "hooked",
        isThawed: data.isThawed === 1,
        person: data.person,
        allotment: allotmentOf({ tranche: tranche.data, holder: data, person: person?.data }) ?? null,
        locks: shareLocksOf(data, now).map((lock) => ({ ...lockDays(lock), locked: lockedIn(lock, now) })),
        others: vaultsOf(security.data)
          .map(({ mint, decimals: places }, vault) => {
            const { owed: due, paid: got } = earningsOf({ holder: data, tranche: tranche.data, now, vault });
            const escheated = data.earnings[vault]?.escheated ?? 0n;
            const waits = waitsForClaim(data, vault);
            return { mint, decimals: places, paid: got, owed: due, escheated, waitsForClaim: waits };
          })
          .slice(1)
          .filter((one) => one.paid > 0n || one.owed > 0n),
        payoutAccount: data.payoutAccount,
        restricted: tranche.data.restricted === 1,
        credentialUntil: data.credentialUntil,
        qualifier: data.credentialUntil === 0n ? null : data.qualifier,
        category: data.category,
      };
    }),
  );
  const [names, warrants, units] = await Promise.all([
    mintNames(
      context.cluster,
      records.map(({ shareMint }) => shareMint),
    ),
    warrantsOf(context.cluster, owner, now),
    unitsOf(context.cluster, owner, now),
  ]);
  const rows = records.map((one) => [
    printable(names.get(one.shareMint)?.symbol ?? String(one.rank)),
    one.tranche,
    money(one.shares, one.shareDecimals),
    money(one.paid, one.decimals),
    money(one.owed, one.decimals),
    one.security,
    credentialOf(one),
  ]);
  const columns = ["Shares", "Paid", "Owed"].map((right) => ({ right }));
  return {
    text:
      rows.length + warrants.length + units.length === 0
        ? `${short(owner)} holds nothing`
        : [
            rows.length === 0
              ? ""
              : table(["Shares of", "Tranche", ...columns, "Security", "Credential"], rows),
            records.flatMap(remarksOn).join("\n"),
            warrantsSection(warrants),
            unitsSection(units),
          ]
            .filter((section) => section !== "")
            .join("\n\n"),
    json: {
      owner,
      holdings: records.map(({ kept, ...one }) => ({
        ...one,
        name: names.get(one.shareMint)?.name ?? null,
        symbol: names.get(one.shareMint)?.symbol ?? null,
      })),
      warrants,
      units: units.map(({ words, ...one }) => one),
    },
  };
}

type Remarkable = Readonly<{
  tranche: Address;
  /** What keeps its shares from being transferred, in words. */
  kept: readonly string[];
  shareDecimals: number;
  allotment: Allotment | null;
  decimals: number;
  escheated: bigint;
  unpayable: bigint;
  unpayableSince: bigint;
  escheatsAt: bigint | null;
  waitsForClaim: boolean;
  others: readonly Readonly<{
    mint: Address;
    decimals: number;
    paid: bigint;
    owed: bigint;
    waitsForClaim: boolean;
  }>[];
}>;

const WAITS = "waits to be claimed by its program";

/** Details of a record besides its row: other mints, and failed payments. */
function remarksOn(record: Remarkable): string[] {
  const { tranche, decimals, escheated, unpayable, unpayableSince, others } = record;
  const then =
    record.escheatsAt === null ? "" : `, and may go to the escheat owner from ${moment(record.escheatsAt)}`;
  const of = `${short(tranche)}:`;
  return [
    ...record.kept.map((words) => `${of} ${inCommands(words)}`),
    ...roomOf(record).map((words) => `${of} ${words}`),
    ...others.map(
      (one) =>
        `${of} in ${short(one.mint)} paid ${money(one.paid, one.decimals)}, owed ${money(one.owed, one.decimals)}${one.waitsForClaim ? `, which ${WAITS}` : ""}`,
    ),
    ...(record.waitsForClaim
      ? [
          `${of} what it is owed ${WAITS}: its owner is a program's address that has named no account (holder payout)`,
        ]
      : []),
    ...(unpayableSince > 0n
      ? [`${of} ${money(unpayable, decimals)} could not be paid since ${moment(unpayableSince)}${then}`]
      : []),
    ...(escheated > 0n ? [`${of} ${money(escheated, decimals)} is with the escheat owner`] : []),
  ];
}

/** The days of a lock, in Unix time. */
const lockDays = ({ cliff, until: end }: Lock) => ({
  cliff: BigInt(cliff) * SECONDS_A_DAY,
  until: BigInt(end) * SECONDS_A_DAY,
});

/** What a record may receive where its class limits holders. */
const roomOf = ({ shareDecimals, allotment }: Remarkable): string[] =>
  allotment === null ? [] : [`${allotmentWords(allotment, shareDecimals)} (holder allot)`];

/** The state of the credential in a record, in words. */
function credentialOf(one: Readonly<{ restricted: boolean; credentialUntil: bigint }>): string {
  if (one.credentialUntil > 0n) {
    return until(one.credentialUntil);
  }
  return one.restricted ? "none" : "not needed";
}
