import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Act } from "../actions/act.js";
import { day, short } from "../format.js";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { Day } from "../ui/day.js";
import { Notice } from "../ui/notice.js";
import { Read } from "../ui/read.js";
import { PageHead, Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import { useWallet } from "../wallet/context.js";
import { Wallets } from "../wallet/wallet-button.js";
import { claimRefundAction } from "./actions.js";
import { ConversionsSection } from "./conversions.js";
import { CredentialsSection } from "./credentials.js";
import { FeesSection } from "./fees.js";
import { type Holdings, useHoldings } from "./holdings.js";
import { MeasuresSection } from "./measures.js";
import { PointsSection } from "./points.js";
import { SharesSection } from "./shares.js";
import { TicketsSection } from "./tickets.js";
import { UnitsSection } from "./units.js";
import { VotesSection } from "./votes.js";
import { WarrantsSection } from "./warrants.js";

/** Everything that the wallet holds or is owed, over all deals. */
export function YoursPage(): ReactNode {
  const wallet = useWallet();
  return (
    <>
      <PageHead title="Yours">
        <p className="lead">Everything that one account holds or is owed, over all deals.</p>
      </PageHead>
      {wallet === undefined ? <Wallets /> : <OfOwner owner={wallet.address} key={wallet.address} />}
    </>
  );
}

function OfOwner({ owner }: Readonly<{ owner: SolanaAddress }>): ReactNode {
  const query = useHoldings(owner);
  return (
    <Read query={query} what="what this account holds">
      {(all) => <All all={all} owner={owner} />}
    </Read>
  );
}

function All({ all, owner }: Readonly<{ all: Holdings; owner: SolanaAddress }>): ReactNode {
  const { holdings, tickets, points, fees, owed, warrants, units, credentials } = all;
  const lists = [holdings, tickets, points, fees, owed, warrants, units, credentials];
  const isEmpty = lists.every((list) => list.length === 0);
  return (
    <>
      <p>
        <Address value={owner} full />
      </p>
      {isEmpty ? (
        <Notice title="This account holds nothing here">
          No shares, no money in line, no warrants, no credentials, and no fees. Choose a deal and put money
          in line.
        </Notice>
      ) : null}
      {holdings.length === 0 ? null : <SharesSection holdings={holdings} time={all.time} />}
      {holdings.length === 0 ? null : <VotesSection all={all} owner={owner} />}
      {holdings.length === 0 ? null : <MeasuresSection all={all} owner={owner} />}
      {holdings.length === 0 ? null : <ConversionsSection all={all} owner={owner} />}
      {units.length === 0 ? null : <UnitsSection units={units} time={all.time} />}
      {tickets.length === 0 ? null : <TicketsSection tickets={tickets} />}
      {points.length === 0 ? null : <PointsSection points={points} />}
      {fees.length === 0 ? null : <FeesSection fees={fees} nameOf={all.nameOf} />}
      {owed.length === 0 ? null : <OwedRefundSection all={all} />}
      {warrants.length === 0 ? null : <WarrantsSection warrants={warrants} time={all.time} />}
      {credentials.length === 0 ? null : <CredentialsSection credentials={credentials} time={all.time} />}
    </>
  );
}

function OwedRefundSection({ all: { owed, nameOf } }: Readonly<{ all: Holdings }>): ReactNode {
  return (
    <Section title="Refunds that wait for you">
      <Table
        caption="Refunds that could not be paid"
        rows={owed}
        rowKey={({ address }) => address}
        columns={[
          {
            title: "Deal",
            cell: ({ data }) => (
              <Link href={`/deal/${data.security}`}>
                <Untrusted>{nameOf(data.security) || short(data.security)}</Untrusted>
              </Link>
            ),
            heads: true,
          },
          {
            title: "Amount",
            cell: ({ data }) => <Amount value={data.amount} decimals={data.decimals} />,
            numeric: true,
          },
          { title: "Since", cell: ({ data }) => <Day>{day(data.owedAt)}</Day> },
          { title: "Token", cell: ({ data }) => <Address value={data.mint} /> },
          { title: "Actions", cell: (one) => <Act label="Claim" action={() => claimRefundAction(one)} /> },
        ]}
      />
    </Section>
  );
}
