import { type ReactNode, useDeferredValue, useId, useMemo, useState } from "react";
import { useMarket } from "../../data/market.js";
import type { Names } from "../../data/names.js";
import { Field } from "../../ui/field.js";
import { Notice } from "../../ui/notice.js";
import { AsOfSlot, Read } from "../../ui/read.js";
import { PageHead } from "../../ui/section.js";
import { DealCard } from "./deal-card.js";
import { type DealEntry, entriesOf, matches } from "./entries.js";

/** Deals that are shown at first: a program may have thousands. */
const SHOWN = 30;

/** All deals of the program. */
export function DealsPage(): ReactNode {
  const query = useMarket();
  return (
    <>
      <PageHead title="Deals">
        <p className="lead">
          Every security of the program on this cluster, as it stands on chain: its classes, what is on offer,
          and how long it stays so.
        </p>
        <p className="as-of">
          <AsOfSlot query={query} liveness="polling" />
        </p>
      </PageHead>
      <Read query={query} what="the deals">
        {(market) => <Deals entries={entriesOf(market)} names={market.names} />}
      </Read>
    </>
  );
}

function Deals({ entries, names }: Readonly<{ entries: readonly DealEntry[]; names: Names }>): ReactNode {
  const [sought, setSought] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const words = useDeferredValue(sought);
  const found = useMemo(() => entries.filter((entry) => matches(entry, words)), [entries, words]);
  const id = useId();
  if (entries.length === 0) {
    return (
      <Notice title="There are no deals on this cluster yet">
        A sponsor creates one from a deal file: <code>securities deal apply deal.yaml</code>.
      </Notice>
    );
  }
  return (
    <>
      <search className="search">
        <Field
          label="Find a deal"
          type="search"
          value={sought}
          placeholder="Name, address, sponsor, document, phase"
          onChange={(event) => {
            setSought(event.target.value);
            setShown(SHOWN);
          }}
        />
        <p className="search-count" role="status">
          {found.length === entries.length
            ? `${entries.length} ${entries.length === 1 ? "deal" : "deals"}`
            : `${found.length} of ${entries.length}`}
        </p>
      </search>
      {found.length === 0 ? (
        <Notice title="No deal matches">Try fewer words, or a part of an address.</Notice>
      ) : (
        <ul className="deals" id={id}>
          {found.slice(0, shown).map((entry) => (
            <li key={entry.address}>
              <DealCard entry={entry} names={names} />
            </li>
          ))}
        </ul>
      )}
      {found.length > shown ? (
        <button type="button" className="button button-plain more" onClick={() => setShown(shown + SHOWN)}>
          Show more
        </button>
      ) : null}
    </>
  );
}
