import { describeTier, MODES, settlementVault, tiersOf, vaultsOf } from "@defi-ready/securities";
import type { Distribution } from "@defi-ready/securities/program";
import { PaymentsPicture, paidOf } from "@defi-ready/securities-charts";
import type { Account } from "@solana/kit";
import { type ReactNode, useState } from "react";
import type { Deal } from "../../data/deal.js";
import { nameWithin } from "../../data/names.js";
import { day, hex, moment, text } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Day } from "../../ui/day.js";
import { Notice } from "../../ui/notice.js";
import { type Column, Facts, Table } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";
import { classLabels } from "./class-labels.js";
import { PaymentFlow } from "./payment-flow.js";
import { Waiting } from "./waiting.js";

type Paid = Account<Distribution>;

const KINDS = ["Income", "Recovery", "Unused proceeds", "Unsolicited", "Paid back carry"];
/** Payments that are listed at first. */
const SHOWN = 12;

/** What was paid into a deal, and where it went. */
export function Payments({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { distributions } = deal;
  const [shown, setShown] = useState(SHOWN);
  const [chosen, setChosen] = useState<number>();
  const last = distributions.at(-1);
  const looked = distributions.find(({ data }) => data.number === chosen) ?? last;
  const waiting = <Waiting deal={deal} />;
  if (looked === undefined) {
    return (
      <>
        {waiting}
        <Notice title="Nothing has been paid in yet" />
      </>
    );
  }
  const newest = distributions.toReversed();
  const columns: readonly Column<Paid>[] = [
    {
      title: "No",
      numeric: true,
      heads: true,
      cell: ({ data }) => (
        <button
          type="button"
          className="link-button"
          aria-pressed={data.number === looked.data.number}
          aria-label={`Payment ${data.number}: where it went`}
          onClick={() => setChosen(data.number)}
        >
          {data.number}
        </button>
      ),
    },
    { title: "Period", cell: ({ data }) => `${day(data.periodStart)} to ${day(data.periodEnd)}` },
    { title: "Amount", numeric: true, cell: ({ data }) => <Gross deal={deal} data={data} /> },
    { title: "Kind", cell: ({ data }) => KINDS[data.kind] ?? "–" },
    { title: "Source", cell: ({ data }) => <Untrusted>{text(data.note)}</Untrusted> },
    { title: "Posted", numeric: true, cell: ({ data }) => <Day>{day(data.postedAt)}</Day> },
  ];
  return (
    <>
      {waiting}
      <PaymentsPicture
        happened={paidOf({
          distributions: distributions.map(({ data }) => data),
          waterfall: deal.waterfall.data,
          classes: classLabels(deal),
        })}
        classes={classLabels(deal)}
        decimals={settlementVault(deal.security.data).decimals}
        title="All payments"
        selected={looked.data.number}
        onSelect={setChosen}
      />
      <Where deal={deal} paid={looked} />
      <Table
        caption="Payments, the newest first"
        columns={columns}
        rows={newest.slice(0, shown)}
        rowKey={({ address }) => address}
      />
      {newest.length > shown ? (
        <button type="button" className="button button-plain more" onClick={() => setShown(shown + 50)}>
          Show older payments
        </button>
      ) : null}
    </>
  );
}

function Gross({ deal, data }: Readonly<{ deal: Deal; data: Distribution }>): ReactNode {
  const vault = vaultsOf(deal.security.data)[data.vault] ?? settlementVault(deal.security.data);
  return <Amount value={data.gross} decimals={vault.decimals} />;
}

type Step = Readonly<{
  key: string;
  words: string;
  amount: bigint;
  principal: bigint;
  adds?: boolean;
  /** No cash: it stands in brackets, and adds to nothing. */
  cashless?: boolean;
}>;

/** Where one payment went: what ran beside it, what each tier took, what stays. */
function Where({ deal, paid: { address, data } }: Readonly<{ deal: Deal; paid: Paid }>): ReactNode {
  const vault = vaultsOf(deal.security.data)[data.vault] ?? settlementVault(deal.security.data);
  const hash = hex(data.documentSha256);
  const steps = stepsOf(deal, data);
  return (
    <div className="payment" aria-live="polite">
      <h3>
        Payment {data.number}: <Amount value={data.gross} decimals={vault.decimals} />
      </h3>
      <Facts
        entries={[
          ["Posted", moment(data.postedAt)],
          ["Of it principal", <Amount key="principal" value={data.principal} decimals={vault.decimals} />],
          ["Paid by", <Address key="payer" value={data.payer} />],
          ["Ran while", MODES[data.mode] ?? "–"],
          ["Record", <Address key="record" value={address} />],
          [
            "Document",
            /^0*$/.test(hash) ? (
              "none"
            ) : (
              <code key="hash" className="hash">
                {hash}
              </code>
            ),
          ],
        ]}
      />
      <PaymentFlow deal={deal} data={data} decimals={vault.decimals} />
      <Table
        caption={`Where payment ${data.number} went`}
        columns={[
          {
            title: "Where it went",
            heads: true,
            cell: ({ words }: Step) => <span className="prose-cell">{words}</span>,
          },
          {
            title: "Amount",
            numeric: true,
            cell: ({ amount, adds, cashless }) => (
              <>
                {adds === true ? "+ " : ""}
                {cashless === true ? "(" : ""}
                <Amount value={amount} decimals={vault.decimals} />
                {cashless === true ? ")" : ""}
              </>
            ),
          },
          {
            title: "Of it principal",
            numeric: true,
            cell: ({ principal }) =>
              principal === 0n ? "–" : <Amount value={principal} decimals={vault.decimals} />,
          },
        ]}
        rows={steps}
        rowKey={({ key }) => key}
      />
    </div>
  );
}

function stepsOf({ waterfall, security, classes, name }: Deal, data: Distribution): readonly Step[] {
  const { decimals } = settlementVault(security.data);
  const called = (rank: number) => nameWithin(name, classes[rank]?.name ?? `class ${rank}`);
  const byRank = (amounts: readonly bigint[], words: (rank: number) => string) =>
    amounts.map((amount, rank) => ({ key: words(rank), words: words(rank), amount, principal: 0n }));
  // The tiers of a draft may have been replaced since.
  const same = data.structureVersion === waterfall.data.structureVersion;
  const tiers = tiersOf(waterfall.data).map((tier, at) => ({
    key: `tier ${at}`,
    words: same
      ? describeTier(tier, decimals).replace(/tranche (\d)/g, (_, rank) => called(Number(rank)))
      : `tier ${at + 1}`,
    amount: data.tiers[at] ?? 0n,
    principal: data.ofPrincipal[at] ?? 0n,
  }));
  return [
    {
      key: "reserve",
      words: "out of the reserves, run with it",
      amount: data.reserve,
      principal: 0n,
      adds: true,
    },
    {
      key: "reinvestment",
      words: "out of the reinvestment account, run with it",
      amount: data.reinvestment,
      principal: 0n,
      adds: true,
    },
    ...byRank(data.writtenUp, (rank) => `${called(rank)} written up, without cash`).map((step) => ({
      ...step,
      cashless: true,
    })),
    ...byRank(data.madeGood, (rank) => `losses of ${called(rank)} made good`),
    ...byRank(data.returned, (rank) => `paid in for ${called(rank)} above its principal, and returned`),
    ...byRank(data.clawedBack, (rank) => `overpaid carry of ${called(rank)}, paid back`),
    ...tiers,
    {
      key: "stays",
      words: "stays in the reinvestment account",
      amount: data.reinvestmentAfter,
      principal: 0n,
    },
    {
      key: "undistributed",
      words: "to the treasury, since nobody holds the last class",
      amount: data.undistributed,
      principal: 0n,
    },
  ].filter(({ amount }) => amount > 0n);
}
