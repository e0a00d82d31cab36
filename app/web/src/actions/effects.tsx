import { type Cluster, type Effects, type MintName, mintNames, readMint } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { type Column, Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import type { Plan } from "./action.js";

const SOL_DECIMALS = 9;

/** The decimals and the names of mints, as people know them. */
export type MintLabels = ReadonlyMap<
  SolanaAddress,
  Readonly<{ decimals: number; name: MintName | undefined }>
>;

/** Reads what mints are called, and how many decimals they have. */
export async function readMintLabels(cluster: Cluster, mints: readonly SolanaAddress[]): Promise<MintLabels> {
  const [names, found] = await Promise.all([
    mintNames(cluster, mints),
    Promise.all(mints.map((mint) => readMint(cluster, mint))),
  ]);
  return new Map(
    mints.flatMap((mint, at) => {
      const { decimals } = found[at] ?? {};
      return decimals === undefined ? [] : [[mint, { decimals, name: names.get(mint) }] as const];
    }),
  );
}

type Change = Readonly<{ key: string; what: ReactNode; before: ReactNode; after: ReactNode; by: ReactNode }>;

const COLUMNS: readonly Column<Change>[] = [
  { title: "You hold", cell: ({ what }) => what, heads: true },
  { title: "Now", cell: ({ before }) => before, numeric: true },
  { title: "Then", cell: ({ after }) => after, numeric: true },
  { title: "Change", cell: ({ by }) => by, numeric: true },
];

/** What a simulation found that a transaction changes for whoever signs it. */
export function EffectsView({
  effects,
  labels,
  names,
}: Readonly<{ effects: Effects; labels: MintLabels; names?: Plan["names"] }>): ReactNode {
  const rows = effects.tokens.map(({ account, mint, before, after }): Change => {
    const { decimals = 0 } = labels.get(mint) ?? {};
    const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
    return {
      key: account,
      what: <MintWords mint={mint} labels={labels} names={names} />,
      before: amount(before),
      after: amount(after),
      by: <Signed value={after - before}>{amount(abs(after - before))}</Signed>,
    };
  });
  return (
    <div className="effects">
      {rows.length === 0 ? null : (
        <Table
          caption="What changes, by simulation"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ key }) => key}
        />
      )}
      <Costs effects={effects} />
    </div>
  );
}

/** A mint by its symbol, which anybody may give to any mint, and by its address, which is its alone. */
export function MintWords({
  mint,
  labels,
  names = {},
}: Readonly<{ mint: SolanaAddress; labels: MintLabels; names?: Plan["names"] }>): ReactNode {
  const name = labels.get(mint)?.name;
  return (
    <>
      {name === undefined ? (
        (names[mint] ?? "Tokens of")
      ) : (
        <Untrusted>{name.symbol === "" ? name.name : name.symbol}</Untrusted>
      )}{" "}
      <Address value={mint} />
    </>
  );
}

/** A change with its sign, which screen readers say too. */
function Signed({ value, children }: Readonly<{ value: bigint; children: ReactNode }>): ReactNode {
  const sign = value < 0n ? "−" : "+";
  return (
    <span className={value < 0n ? "falls" : "rises"}>
      {sign}
      {children}
    </span>
  );
}

function Costs({ effects }: Readonly<{ effects: Effects }>): ReactNode {
  const { fee, lamports, opened, closed } = effects;
  const sol = (value: bigint) => <Amount value={value} decimals={SOL_DECIMALS} unit="SOL" />;
  return (
    <ul className="costs">
      <li>
        Fee {fee === undefined ? "unknown: the node does not say" : sol(fee)}
        {opened > 0n ? <>, and {sol(opened)} of rent for what it opens</> : null}
        {closed > 0n ? <>; {sol(closed)} of rent comes back to whoever paid it</> : null}.
      </li>
      <li>In all {lamports <= 0n ? <>you pay {sol(-lamports)}</> : <>you get {sol(lamports)}</>}.</li>
    </ul>
  );
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
