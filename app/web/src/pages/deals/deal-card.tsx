import { currentRate, principalOf, settlementVault, yearlyRate } from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { steppedWords } from "../../data/control.js";
import type { Names } from "../../data/names.js";
import { KIND_WORDS, lasting, PHASE_WORDS, percentOf, short } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Meter } from "../../ui/meter.js";
import { MoneyWords } from "../../ui/money-words.js";
import { Status } from "../../ui/notice.js";
import { type Column, Table } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";
import { phaseTone, timeLeft } from "../phase.js";
import type { ClassEntry, DealEntry } from "./entries.js";

/** A deal in the list: its classes, what is on offer, and for how long. */
export function DealCard({ entry, names }: Readonly<{ entry: DealEntry; names: Names }>): ReactNode {
  const { mint, decimals } = settlementVault(entry.security);
  const { address, name, host, classes, isDraft, alike, time } = entry;
  const stepped = steppedWords(entry.security);
  return (
    <article className="card" aria-labelledby={`deal-${address}`}>
      <header className="card-head">
        <div>
          <h2 id={`deal-${address}`}>
            <Link href={`/deal/${address}`}>
              <Untrusted>{name}</Untrusted>
            </Link>
          </h2>
          <p className="card-under">
            {host === "" ? null : (
              <>
                <Untrusted>{host}</Untrusted>
                {" · "}
              </>
            )}
            <code>{short(address)}</code>
          </p>
          <p className="card-under">
            <MoneyWords mint={mint} names={names} />
          </p>
          {alike === 0 ? null : (
            <Status tone="warn">
              {alike === 1 ? "Another deal is" : `${alike} other deals are`} named like this one
            </Status>
          )}
        </div>
        <div className="card-states">
          <Status tone={isDraft ? "plain" : "good"}>
            {isDraft ? "Draft: terms may change" : "Terms are fixed"}
          </Status>
          {stepped === undefined ? null : <Status tone="warn">{stepped}</Status>}
        </div>
      </header>
      <Table
        caption={`Classes of ${name}`}
        columns={columnsOf(decimals, time, address)}
        rows={classes}
        rowKey={({ tranche }) => tranche.mint}
      />
    </article>
  );
}

function columnsOf(decimals: number, time: bigint, deal: string): readonly Column<ClassEntry>[] {
  return [
    { title: "Class", heads: true, cell: ({ name }) => <Untrusted>{name}</Untrusted> },
    { title: "Kind", cell: ({ tranche }) => KIND_WORDS[tranche.kind] ?? "–" },
    {
      title: "Rate",
      numeric: true,
      cell: ({ tranche }) => (tranche.kind === TrancheKind.Debt ? yearlyRate(currentRate(tranche)) : "–"),
    },
    {
      title: "Outstanding",
      numeric: true,
      cell: ({ tranche }) => <Amount value={principalOf(tranche)} decimals={decimals} />,
    },
    {
      title: "Offer",
      cell: ({ books }) => {
        const [last] = books.slice(-1);
        return last === undefined ? (
          "–"
        ) : (
          <Link href={`/deal/${deal}/book/${last.address}`} className="offer-link">
            <Status tone={phaseTone(last.phase)}>{PHASE_WORDS[last.phase]}</Status>
          </Link>
        );
      },
    },
    {
      title: "In line, of cap",
      numeric: true,
      cell: ({ books }) => {
        const [last] = books.slice(-1);
        if (last === undefined) {
          return "–";
        }
        const { live, cap, accepted, minimum } = last.book;
        const filled = last.phase === "settling" ? accepted : live;
        return (
          <span className="fill">
            <span>
              <Amount value={filled} decimals={decimals} /> <span className="quiet">of</span>{" "}
              <Amount value={cap} decimals={decimals} />
            </span>
            <Meter value={filled} of={cap} mark={minimum} label={`${percentOf(filled, cap)} of the cap`} />
          </span>
        );
      },
    },
    {
      title: "Time left",
      numeric: true,
      cell: ({ books }) => {
        const [last] = books.slice(-1);
        const left = last === undefined ? undefined : timeLeft({ ...last, now: time });
        return left === undefined ? "–" : lasting(left);
      },
    },
  ];
}
