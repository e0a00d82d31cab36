import type { Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import type { ControlSlot, CovenantSlot } from "./actions/control/slots.js";
import type { ConversionSlot } from "./actions/conversions/slots.js";
import type { AnnounceSlot, MeasureSlot } from "./actions/measures/slots.js";
import type { PaymentSlot } from "./actions/payments/slots.js";
import type { ProposeSlot, ResolutionSlot } from "./actions/resolutions/slots.js";
import { Signing } from "./actions/signing.js";
import type { WindDownSlot } from "./actions/winding/slots.js";
import { WalletButton } from "./wallet/wallet-button.js";

const Investor = lazy(() =>
  import("./actions/book/investor-section.js").then(({ InvestorSection: part }) => ({ default: part })),
);

/** What else the page shows does not wait for it. */
const InvestorSection: BookSlot = (props) => (
  <Suspense>
    <Investor {...props} />
  </Suspense>
);

const OpenWindow = lazy(() =>
  import("./actions/open-window.js").then(({ OpenWindow: part }) => ({ default: part })),
);

/** Nor for this one. */
const WindowButton: WindowSlot = (props) => (
  <Suspense>
    <OpenWindow {...props} />
  </Suspense>
);

const Allot = lazy(() => import("./actions/allot.js").then(({ Allot: part }) => ({ default: part })));

const AllotButton: ClassSlot = (props) => (
  <Suspense>
    <Allot {...props} />
  </Suspense>
);

const ReleaseRetention = lazy(() =>
  import("./actions/release-retention.js").then(({ ReleaseRetention: part }) => ({ default: part })),
);

const ReleaseButton: ClassSlot = (props) => (
  <Suspense>
    <ReleaseRetention {...props} />
  </Suspense>
);

const OwnVotes = lazy(() =>
  import("./actions/resolutions/own-votes.js").then(({ OwnVotes: part }) => ({ default: part })),
);
const Propose = lazy(() =>
  import("./actions/resolutions/propose.js").then(({ Propose: part }) => ({ default: part })),
);

/** Nor for what the wallet does about a resolution. */
const ResolutionActions: ResolutionSlot = (props) => (
  <Suspense>
    <OwnVotes {...props} />
  </Suspense>
);

const OwnControl = lazy(() =>
  import("./actions/control/own-control.js").then(({ OwnControl: part }) => ({ default: part })),
);

/** Nor for what it does about who is in control. */
const ControlActions: ControlSlot = (props) => (
  <Suspense>
    <OwnControl {...props} />
  </Suspense>
);

const OwnCovenants = lazy(() =>
  import("./actions/control/own-covenants.js").then(({ OwnCovenants: part }) => ({ default: part })),
);

/** Nor for what it has tested. */
const CovenantActions: CovenantSlot = (props) => (
  <Suspense>
    <OwnCovenants {...props} />
  </Suspense>
);

/** Nor for what it proposes. */
const ProposeButton: ProposeSlot = (props) => (
  <Suspense>
    <Propose {...props} />
  </Suspense>
);

const OwnMeasure = lazy(() =>
  import("./actions/measures/own-measure.js").then(({ OwnMeasure: part }) => ({ default: part })),
);
const AnnounceMeasure = lazy(() =>
  import("./actions/measures/announce.js").then(({ AnnounceMeasure: part }) => ({ default: part })),
);
const OwnConversion = lazy(() =>
  import("./actions/conversions/own-conversion.js").then(({ OwnConversion: part }) => ({ default: part })),
);

/** Nor for what it does about a measure. */
const MeasureActions: MeasureSlot = (props) => (
  <Suspense>
    <OwnMeasure {...props} />
  </Suspense>
);

/** Nor for what it announces. */
const AnnounceButton: AnnounceSlot = (props) => (
  <Suspense>
    <AnnounceMeasure {...props} />
  </Suspense>
);

/** Nor for what it converts. */
const ConversionActions: ConversionSlot = (props) => (
  <Suspense>
    <OwnConversion {...props} />
  </Suspense>
);

const NextStep = lazy(() =>
  import("./actions/winding/next-step.js").then(({ NextStep: part }) => ({ default: part })),
);

/** Nor for what it does about a wind-down. */
const WindDownAction: WindDownSlot = (props) => (
  <Suspense>
    <NextStep {...props} />
  </Suspense>
);

const OwnPayment = lazy(() =>
  import("./actions/payments/own-payment.js").then(({ OwnPayment: part }) => ({ default: part })),
);

/** Nor for what it does about a payment that waits. */
const PaymentActions: PaymentSlot = (props) => (
  <Suspense>
    <OwnPayment {...props} />
  </Suspense>
);

const YoursPage = lazy(() =>
  import("./yours/yours-page.js").then(({ YoursPage: page }) => ({ default: page })),
);

const DeskPage = lazy(() => import("./desk/desk-page.js").then(({ DeskPage: page }) => ({ default: page })));

/** A part of a deal's page. */
export type DealSlot = ComponentType<Readonly<{ security: Address }>>;
/** A part of a book's page. */
export type BookSlot = ComponentType<Readonly<{ security: Address; book: Address }>>;

/** What opens the exchange window of a class that is due, by what the class is called. */
type WindowSlot = ComponentType<Readonly<{ tranche: Address; name: string }>>;
/** What else is done with a class. */
type ClassSlot = ComponentType<Readonly<{ tranche: Account<Tranche>; name: string }>>;

/**
 * Where what signs joins what shows: one line each. Nothing of the shell imports a wallet or an action but through
 * this.
 */
export const slots: Readonly<{
  /** Wraps the whole page. */
  provider?: ComponentType<Readonly<{ children: ReactNode }>> | undefined;
  /** In the header: connect, the account, disconnect. */
  wallet?: ComponentType | undefined;
  /** Above what a deal shows. */
  deal: readonly DealSlot[];
  /** Above what a book shows. */
  book: readonly BookSlot[];
  /** Beside an exchange window that is due. */
  window?: WindowSlot | undefined;
  /** Beside the limits of holders of a class. */
  allotment?: ClassSlot | undefined;
  /** Beside a retention that can be released. */
  retention?: ClassSlot | undefined;
  /** Below a resolution. */
  resolution?: ResolutionSlot | undefined;
  /** Above the resolutions of a deal. */
  propose?: ProposeSlot | undefined;
  /** Below who is in control of a deal. */
  control?: ControlSlot | undefined;
  /** Below the covenants of a deal. */
  covenants?: CovenantSlot | undefined;
  /** Below an exceptional measure. */
  measure?: MeasureSlot | undefined;
  /** Above the measures of a deal. */
  announce?: AnnounceSlot | undefined;
  /** Below a conversion. */
  conversion?: ConversionSlot | undefined;
  /** Below what is left of a deal that is being wound down. */
  windDown?: WindDownSlot | undefined;
  /** Beside a payment that waits. */
  payment?: PaymentSlot | undefined;
  /** The page of the wallet's own holdings. */
  yours?: ComponentType | undefined;
  /** The page of whoever has a role. */
  desk?: ComponentType | undefined;
}> = {
  provider: Signing,
  wallet: WalletButton,
  deal: [],
  book: [InvestorSection],
  window: WindowButton,
  allotment: AllotButton,
  retention: ReleaseButton,
  resolution: ResolutionActions,
  propose: ProposeButton,
  control: ControlActions,
  covenants: CovenantActions,
  measure: MeasureActions,
  announce: AnnounceButton,
  conversion: ConversionActions,
  windDown: WindDownAction,
  payment: PaymentActions,
  yours: YoursPage,
  desk: DeskPage,
};
