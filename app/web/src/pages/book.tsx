import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { useBook } from "../data/hooks.js";
import { short } from "../format.js";
import { slots } from "../slots.js";
import { Loading, PageHead } from "../ui/section.js";
import { Trouble } from "../ui/trouble.js";

/** One book of a deal. */
export function BookPage({ security, book }: Readonly<{ security: Address; book: Address }>): ReactNode {
  const { query } = useBook({ security, book });
  return (
    <>
      <PageHead title={`Book ${short(book)}`} />
      {query.isError ? (
        <Trouble error={query.error} what="the book" retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="the book" />
      ) : (
        slots.book.map((Slot, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <Slot security={security} book={book} key={at} />
        ))
      )}
    </>
  );
}
