import { endsFrom, hasControl, protocolTermsOf } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Link } from "wouter";
import { type Deal, useDeal } from "../../data/deal.js";
import { short } from "../../format.js";
import { slots } from "../../slots.js";
import { Address } from "../../ui/address.js";
import { Boundary } from "../../ui/boundary.js";
import { AsOfSlot, Read } from "../../ui/read.js";
import { Loading, PageHead, Section } from "../../ui/section.js";
import { AlikeNotice } from "../alike-notice.js";
import { Classes } from "./classes.js";
import { Offers } from "./offers.js";
import { OnThisPage } from "./on-this-page.js";
import { Summary } from "./summary.js";
import { isRuled } from "./transfers/ruled.js";

// What is first on the page does not wait for what is far below, nor for what few deals have.
const WaterfallTiers = lazy(() =>
  import("./waterfall.js").then(({ WaterfallTiers: part }) => ({ default: part })),
);
const Disclosures = lazy(() =>
  import("./disclosures.js").then(({ Disclosures: part }) => ({ default: part })),
);
const Keys = lazy(() => import("./keys.js").then(({ Keys: part }) => ({ default: part })));
const Payments = lazy(() => import("./payments.js").then(({ Payments: part }) => ({ default: part })));
const Projection = lazy(() => import("./projection.js").then(({ Projection: part }) => ({ default: part })));
const Covenants = lazy(() => import("./covenants.js").then(({ Covenants: part }) => ({ default: part })));
const Cash = lazy(() => import("./cash.js").then(({ Cash: part }) => ({ default: part })));
const Documents = lazy(() => import("./documents.js").then(({ Documents: part }) => ({ default: part })));
const Losses = lazy(() => import("./more.js").then(({ Losses: part }) => ({ default: part })));
const Sources = lazy(() => import("./more.js").then(({ Sources: part }) => ({ default: part })));
const Warrants = lazy(() => import("./more.js").then(({ Warrants: part }) => ({ default: part })));
const History = lazy(() => import("./history.js").then(({ History: part }) => ({ default: part })));
const Transfers = lazy(() =>
  import("./transfers/transfers.js").then(({ Transfers: part }) => ({ default: part })),
);
const Protocols = lazy(() => import("./protocols.js").then(({ Protocols: part }) => ({ default: part })));
const Told = lazy(() => import("./transfers/told.js").then(({ Told: part }) => ({ default: part })));
const Control = lazy(() => import("./control/control.js").then(({ Control: part }) => ({ default: part })));
const Resolutions = lazy(() =>
  import("./resolutions/resolutions.js").then(({ Resolutions: part }) => ({ default: part })),
);
const Measures = lazy(() =>
  import("./measures/measures.js").then(({ Measures: part }) => ({ default: part })),
);
const Conversions = lazy(() =>
  import("./conversions/conversions.js").then(({ Conversions: part }) => ({ default: part })),
);
const Winding = lazy(() => import("./winding/winding.js").then(({ Winding: part }) => ({ default: part })));
const Remains = lazy(() => import("./winding/winding.js").then(({ Remains: part }) => ({ default: part })));

/** How far a deal is wound down. */
const WoundDown = ({ deal }: Readonly<{ deal: Deal }>) => <Winding security={deal.security.address} />;

type Part = Readonly<{
  id: string;
  title: string;
  show: ComponentType<Readonly<{ deal: Deal }>>;
  /** Whether there is something to show; always if left out. */
  has?: (deal: Deal) => boolean;
}>;

/** The parts of a deal's page, from what an investor asks first. */
const PARTS: readonly Part[] = [
  {
    id: "wind-down",
    title: "How it ends",
    show: WoundDown,
    has: ({ security }) => endsFrom(security.data) !== undefined,
  },
  { id: "classes", title: "Classes", show: Classes },
  {
    id: "offers",
    title: "Offers",
    show: Offers,
    has: ({ classes }) => classes.some(({ books }) => books.length > 0),
  },
  {
    id: "transfers",
    title: "When shares change hands",
    show: Transfers,
    has: (deal) => deal.classes.some((one) => isRuled(deal, one)),
  },
  {
    id: "protocols",
    title: "Registered protocols",
    show: Protocols,
    has: ({ security }) => protocolTermsOf(security.data) !== null,
  },
  {
    id: "resolutions",
    title: "Resolutions",
    show: Resolutions,
    has: ({ decided }) => decided !== undefined,
  },
  {
    id: "control",
    title: "Who is in control",
    show: Control,
    has: ({ security: { data } }) => hasControl(data.control) || data.budget.amount > 0n,
  },
  {
    id: "measures",
    title: "Exceptional measures",
    show: Measures,
    has: ({ security }) => security.data.measures.kinds > 0,
  },
  {
    id: "conversions",
    title: "Conversions",
    show: Conversions,
    has: ({ conversions }) => conversions.length > 0,
  },
  { id: "payments", title: "Payments", show: Payments },
  { id: "waterfall", title: "How money is divided", show: WaterfallTiers },
  {
    id: "projection",
    title: "What it would pay",
    show: Projection,
    has: ({ security }) => security.data.beganAt > 0n,
  },
  { id: "covenants", title: "Covenants", show: Covenants, has: ({ covenants }) => covenants.length > 0 },
  { id: "know", title: "What you should know", show: Disclosures },
  { id: "keys", title: "Who can do what", show: Keys },
  { id: "cash", title: "Cash and reserves", show: Cash },
  { id: "documents", title: "Documents", show: Documents },
  { id: "told", title: "Disclosures and notices", show: Told },
  { id: "losses", title: "Losses", show: Losses, has: ({ losses }) => losses.length > 0 },
  { id: "sources", title: "Sources of revenue", show: Sources, has: ({ sources }) => sources.length > 0 },
  {
    id: "warrants",
    title: "Warrants",
    show: Warrants,
    has: ({ classes }) => classes.some(({ series }) => series.length > 0),
  },
  { id: "history", title: "History", show: History },
];

/** One deal. */
export function DealPage({ security }: Readonly<{ security: SolanaAddress }>): ReactNode {
  const { query, liveness } = useDeal(security);
  return (
    <>
      <PageHead
        title={query.data?.value.name ?? `Security ${short(security)}`}
        over={<Link href="/">Deals</Link>}
      >
        <p className="as-of">
          <Address value={security} />
          <AsOfSlot query={query} liveness={liveness} />
        </p>
      </PageHead>
      <AlikeNotice security={security} />
      <Read query={query} what="the deal">
        {(deal) => <Parts deal={deal} />}
      </Read>
      {query.isError && query.data === undefined ? (
        <Suspense>
          <Remains security={security} />
        </Suspense>
      ) : null}
    </>
  );
}

function Parts({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const parts = PARTS.filter(({ has }) => has === undefined || has(deal));
  return (
    <>
      <Summary deal={deal} />
      {slots.deal.map((Slot, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Slot security={deal.security.address} key={at} />
      ))}
      <div className="with-aside">
        <OnThisPage parts={parts} />
        <div className="parts">
          {parts.map(({ id, title, show: Show }) => (
            <Section key={id} id={id} title={title}>
              <Boundary what="this part">
                <Suspense fallback={<Loading what="this part" />}>
                  <Show deal={deal} />
                </Suspense>
              </Boundary>
            </Section>
          ))}
        </div>
      </div>
    </>
  );
}
