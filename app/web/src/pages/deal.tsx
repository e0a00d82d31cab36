import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useDeal } from "../data/hooks.js";
import { short } from "../format.js";
import { slots } from "../slots.js";
import { Loading, PageHead } from "../ui/section.js";
import { Trouble } from "../ui/trouble.js";

/** One deal. */
export function DealPage({ security }: Readonly<{ security: Address }>): ReactNode {
  const { query } = useDeal(security);
  return (
    <>
      <PageHead title={`Security ${short(security)}`} />
      {query.isError ? (
        <Trouble error={query.error} what="the deal" retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="the deal" />
      ) : (
        <>
          {slots.deal.map((Slot, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <Slot security={security} key={at} />
          ))}
          <ul>
            {query.data.value.state.tranches.flatMap(({ books }) =>
              books.map(({ book: { address } }) => (
                <li key={address}>
                  <Link href={`/deal/${security}/book/${address}`}>{short(address)}</Link>
                </li>
              )),
            )}
          </ul>
        </>
      )}
    </>
  );
}
