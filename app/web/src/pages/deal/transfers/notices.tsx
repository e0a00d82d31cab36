import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import type { Deal } from "../../../data/deal.js";
import { hex, moment, text } from "../../../format.js";
import { Button } from "../../../ui/button.js";
import { Notice } from "../../../ui/notice.js";
import { Table } from "../../../ui/table.js";
import { useHistory } from "../use-history.js";
import { Posted } from "./posted.js";

/** Which disclosure a notice is about, as the list of disclosures numbers it. */
function aboutWords(deal: Deal, address: Address): string {
  const found = deal.told?.posted.find((one) => one.address === address);
  return found === undefined ? "–" : `disclosure ${found.data.kind}/${found.data.period}`;
}

/** What the sponsor told holders beside the calendar: events, which are read when somebody asks. */
export function Notices({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { shown, error, isBusy, go } = useHistory(deal.security.address);
  const notices = (shown?.read.happened ?? []).flatMap(({ event, sequence, at }) =>
    event.name === "NoticePosted" ? [{ ...event.data, sequence, at }] : [],
  );
  return (
    <>
      <p className="hint">
        Whatever else the sponsor tells holders is an event, and in no account. Notices are read from the
        transactions that your node keeps, when you ask.
      </p>
      {shown === undefined ? null : notices.length === 0 ? (
        <p>{shown.read.isEnd ? "There is no notice." : "There is no notice among the last events."}</p>
      ) : (
        <Table
          caption="Notices, the newest first"
          rows={notices}
          rowKey={({ sequence }) => String(sequence)}
          columns={[
            { title: "When", heads: true, cell: ({ at }) => (at === undefined ? "–" : moment(at)) },
            { title: "Kind", cell: ({ kind }) => kind },
            { title: "About", cell: ({ disclosure }) => aboutWords(deal, disclosure) },
            { title: "Document", cell: ({ uri, sha256 }) => <Posted uri={text(uri)} sha256={hex(sha256)} /> },
          ]}
        />
      )}
      {shown === undefined || shown.gaps.length === 0 ? null : (
        <Notice tone="warn" title="The node does not tell everything">
          It lacks transactions with events of this deal, which may be notices. Ask another node.
        </Notice>
      )}
      {error === undefined ? null : (
        <Notice tone="wrong" title="The notices could not be read">
          {error}. Try again, or choose another node: not every node keeps old transactions.
        </Notice>
      )}
      <div className="buttons">
        <Button busy={isBusy} onClick={() => go()}>
          {shown === undefined ? "Look for notices" : "Look again"}
        </Button>
        {shown === undefined || shown.read.isEnd ? null : (
          <Button busy={isBusy} onClick={() => go(shown.read)}>
            Look further back
          </Button>
        )}
      </div>
    </>
  );
}
