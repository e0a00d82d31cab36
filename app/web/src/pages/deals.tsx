import type { ReactNode } from "react";
import { Link } from "wouter";
import { useDeals } from "../data/hooks.js";
import { short } from "../format.js";
import { Loading, PageHead } from "../ui/section.js";
import { Trouble } from "../ui/trouble.js";

/** All deals of the program. */
export function DealsPage(): ReactNode {
  const deals = useDeals();
  return (
    <>
      <PageHead title="Deals" />
      {deals.isError ? (
        <Trouble error={deals.error} what="the deals" retry={() => void deals.refetch()} />
      ) : deals.data === undefined ? (
        <Loading what="the deals" />
      ) : (
        <ul>
          {deals.data.value.map(({ address }) => (
            <li key={address}>
              <Link href={`/deal/${address}`}>{short(address)}</Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
