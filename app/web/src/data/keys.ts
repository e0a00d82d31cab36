import type { Address } from "@solana/kit";

/** The keys of all queries: what is of one deal begins with that deal, so that a change of it reads all of it again. */
export const keys = {
  /** All that is read from a cluster. */
  cluster: (url: string) => [url] as const,
  deals: (url: string) => [url, "deals"] as const,
  /** What deals are called, which no transaction of the page changes: not of what is read again after one. */
  names: (url: string) => ["names of deals", url] as const,
  deal: (url: string, security: Address) => [url, "deal", security] as const,
  book: (url: string, security: Address, book: Address) => [url, "deal", security, "book", book] as const,
  tickets: (url: string, security: Address, book: Address) =>
    [url, "deal", security, "book", book, "tickets"] as const,
  /** All that concerns one owner, over all deals. */
  owner: (url: string, owner: Address) => [url, "owner", owner] as const,
} as const;
