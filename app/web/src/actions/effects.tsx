import { type Effects, type MintName, mintNames, readMint } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { useCluster } from "../connection/connection.js";
import { useRead } from "../data/query.js";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { type Column, Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import type { Plan } from "./action.js";

const SOL_DECIMALS = 9;

/** A mint as people know it. */
type MintLabel = Readonly<{ decimals: number; name: MintName | undefined }>;

/** The decimals and the names of mints. */
function useMintLabels(mints: readonly SolanaAddress[]): ReadonlyMap<SolanaAddress, MintLabel> | undefined {
  const { url } = useCluster();
  const { data } = useRead({
    key: [url, "mints", ...mints],
    read: async (cluster) => {
      const [names, found] = await Promise.all([
        mintNames(cluster, mints),
        Promise.all(mints.map((mint) => readMint(cluster, mint))),
      ]);
      return new Map(
        mints.map((mint, at) => [mint, { decimals: found[at]?.decimals ?? 0, name: names.get(mint) }]),
      );
    },
  });
  return data?.value;
}

type Change = Readonly<{ key: string; what: ReactNode; before: ReactNode; after: ReactNode; by: ReactNode }>;

const COLUMNS: readonly Column<Change>[] = [
  { title: "You hold", cell: ({ what }) => what, heads: true },
  { title: "Now", cell: ({ before }) => before, numeric: true },
  { title: "Then", cell: ({ after }) => after, numeric: true },
  { title: "Change", cell: ({ by }) => by, numeric: true },
];

/** What a simulation found that a transaction changes for whoever signs it. */
export function EffectsView({ effects, plan }: Readonly<{ effects: Effects; plan: Plan }>): ReactNode {
  const labels = useMintLabels(effects.tokens.map(({ mint }) => mint));
  const rows = effects.tokens.map(({ account, mint, before, after }): Change => {
    const { decimals = 0, name } = labels?.get(mint) ?? {};
    const amount = (value: bigint) =>
      labels === undefined ? "…" : <Amount value={value} decimals={decimals} />;
    return {
      key: account,
      what: <MintWords mint={mint} name={name} plan={plan} />,
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

function MintWords({
  mint,
  name,
  plan: { money, names = {} },
}: Readonly<{ mint: SolanaAddress; name: MintName | undefined; plan: Plan }>): ReactNode {
  if (name !== undefined) {
    return <Untrusted>{name.symbol === "" ? name.name : name.symbol}</Untrusted>;
  }
  const known = mint === money ? "Money" : names[mint];
  return (
    known ?? (
      <>
        Tokens of <Address value={mint} />
      </>
    )
  );
}

/** A change with its sign, which screen readers say too. */
function Signed({ value, children }: Readonly<{ value: bigint; children: ReactNode }>): ReactNode {
  const sign = value < 0n ? "−" : "+";
  return (
    <span className={value < 0n ? "less" : "more"}>
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
        {opened > 0n ? <>, and {sol(opened)} of rent, which comes back when what it opens is closed</> : null}
        {closed > 0n ? <>; {sol(closed)} of rent comes back to whoever paid it</> : null}.
      </li>
      <li>In all {lamports <= 0n ? <>you pay {sol(-lamports)}</> : <>you get {sol(lamports)}</>}.</li>
    </ul>
  );
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
