import { type ProgramEvent, settlementVault, vaultsOf } from "@defi-ready/securities";
import { isAddress, type Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import type { Happened } from "../../data/history.js";
import { moment } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Button } from "../../ui/button.js";
import { Copy } from "../../ui/copy.js";
import { Notice } from "../../ui/notice.js";
import { type Column, Table } from "../../ui/table.js";
import { type ReadHistory, useHistory } from "./use-history.js";

/** Fields of events that say how much, and whom it is about; the first that an event has is shown. */
const AMOUNTS = ["gross", "amount", "value"];
const WHO = ["owner", "destination", "payee", "payer", "to", "account", "book", "sponsor"];

/** Events whose amount is of shares, and not of money. */
const OF_SHARES: readonly ProgramEvent["name"][] = ["SharesWrapped", "SharesUnwrapped"];

/** What happened to a deal, event by event, from the transactions that the node keeps; read when somebody asks. */
export function History({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { shown, error, isBusy, go } = useHistory(deal.security.address);
  return (
    <>
      <p className="lead">
        Every event of the deal has a number. They are read from the transactions that your node keeps, when
        you ask; an index of your own keeps all of them: <code>securities index</code>.
      </p>
      {shown === undefined ? null : <Events deal={deal} shown={shown} />}
      {error === undefined ? null : (
        <Notice tone="wrong" title="The history could not be read">
          {error}. Try again, or choose another node: not every node keeps old transactions.
        </Notice>
      )}
      <div className="buttons">
        <Button busy={isBusy} onClick={() => go()}>
          {shown === undefined ? "Read the last events" : "Read again"}
        </Button>
        {shown === undefined || shown.read.isEnd ? null : (
          <Button busy={isBusy} onClick={() => go(shown.read)}>
            Older events
          </Button>
        )}
      </div>
    </>
  );
}

function Events({ deal, shown: { read, gaps } }: Readonly<{ deal: Deal; shown: ReadHistory }>): ReactNode {
  const columns: readonly Column<Happened>[] = [
    { title: "No", numeric: true, heads: true, cell: ({ sequence }) => String(sequence) },
    { title: "When", cell: ({ at }) => (at === undefined ? "–" : moment(at)) },
    { title: "What", cell: ({ event }) => wordsOf(event.name) },
    { title: "Amount", numeric: true, cell: ({ event }) => <EventAmount deal={deal} event={event} /> },
    { title: "Account", cell: ({ event }) => <Who event={event} /> },
    { title: "Transaction", cell: ({ signature }) => <Copy value={signature} what="Transaction" short /> },
  ];
  return (
    <>
      {gaps.length === 0 ? null : (
        <Notice tone="warn" title="The node does not tell everything">
          It keeps no transaction with the events {gaps.map(([from, to]) => rangeOf(from, to)).join(", ")}.
          They happened: the deal's account counts them. Ask another node.
        </Notice>
      )}
      <Table
        caption="Events of the deal, the newest first"
        columns={columns}
        rows={read.happened}
        rowKey={({ sequence, signature }) => `${sequence} ${signature}`}
      />
    </>
  );
}

const rangeOf = (from: bigint, to: bigint): string => (from === to ? String(from) : `${from} to ${to}`);

/** An event's name as words: `ProceedsDrawn` becomes `Proceeds drawn`. */
const wordsOf = (name: string): string =>
  name.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function EventAmount({ deal, event }: Readonly<{ deal: Deal; event: ProgramEvent }>): ReactNode {
  const data: Readonly<Record<string, unknown>> = event.data;
  const amount = AMOUNTS.map((field) => data[field]).find((one) => typeof one === "bigint");
  const { security, classes } = deal;
  if (OF_SHARES.includes(event.name) && amount !== undefined) {
    const one = classes.find(({ tranche }) => tranche.address === data.tranche);
    return one === undefined ? null : (
      <Amount value={amount} decimals={one.tranche.data.decimals} unit="shares" />
    );
  }
  const vault =
    data.mint === undefined
      ? settlementVault(security.data)
      : vaultsOf(security.data).find(({ mint }) => mint === data.mint);
  return amount === undefined || vault === undefined ? null : (
    <Amount value={amount} decimals={vault.decimals} />
  );
}

function Who({ event }: Readonly<{ event: ProgramEvent }>): ReactNode {
  const data: Readonly<Record<string, unknown>> = event.data;
  const who = WHO.map((field) => data[field]).find(
    (one): one is SolanaAddress => typeof one === "string" && isAddress(one),
  );
  return who === undefined ? null : <Address value={who} />;
}
