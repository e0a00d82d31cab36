import { type Address, isAddress } from "@solana/kit";
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { DealsPage } from "./pages/deals/deals-page.js";
import { slots } from "./slots.js";
import { Notice } from "./ui/notice.js";
import { Loading, PageHead } from "./ui/section.js";

const DealPage = lazy(() =>
  import("./pages/deal/deal-page.js").then(({ DealPage: page }) => ({ default: page })),
);
const BookPage = lazy(() =>
  import("./pages/book/book-page.js").then(({ BookPage: page }) => ({ default: page })),
);

/** All places of the page. */
export function Routes(): ReactNode {
  useFocusOnChange();
  return (
    <Suspense fallback={<Loading what="the page" />}>
      <Switch>
        <Route path="/">
          <DealsPage />
        </Route>
        <Route path="/deal/:security">
          {({ security }) => (
            <Addressed of={[security]}>{([at]) => <DealPage security={at} key={at} />}</Addressed>
          )}
        </Route>
        <Route path="/deal/:security/book/:book">
          {({ security, book }) => (
            <Addressed of={[security, book]}>
              {([at, of]) => <BookPage security={at} book={of ?? at} key={of} />}
            </Addressed>
          )}
        </Route>
        <Route path="/yours">
          <Slotted page={slots.yours} title="Yours" />
        </Route>
        <Route path="/desk">
          <Slotted page={slots.desk} title="Desks" />
        </Route>
        <Route>
          <PageHead title="There is nothing here" />
          <Notice
            title="The address of this page leads nowhere"
            action={<Link href="/">See all deals</Link>}
          />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** A new place is announced: the focus goes to the content, once the page has been shown before. */
function useFocusOnChange(): void {
  const [location] = useLocation();
  const last = useRef(location);
  useEffect(() => {
    if (last.current !== location) {
      last.current = location;
      window.scrollTo(0, 0);
      document.getElementById("main")?.focus({ preventScroll: true });
    }
  }, [location]);
}

function Addressed({
  of,
  children,
}: Readonly<{
  of: readonly string[];
  children: (addresses: readonly [Address, ...Address[]]) => ReactNode;
}>): ReactNode {
  const wrong = of.find((one) => !isAddress(one));
  return wrong === undefined ? (
    children(of as unknown as readonly [Address, ...Address[]])
  ) : (
    <Notice tone="wrong" title="That is no address" action={<Link href="/">See all deals</Link>}>
      “{wrong}” is not the address of an account: check the link that led here.
    </Notice>
  );
}

function Slotted({
  page: Page,
  title,
}: Readonly<{ page: ComponentType | undefined; title: string }>): ReactNode {
  return Page === undefined ? (
    <>
      <PageHead title={title} />
      <Notice title="This page shows, and signs nothing">
        Use the command line for what needs a signature.
      </Notice>
    </>
  ) : (
    <Page />
  );
}
