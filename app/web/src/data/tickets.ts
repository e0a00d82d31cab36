import { ClientError, type Cluster, commitmentOf } from "@defi-ready/securities";
import type { Ticket } from "@defi-ready/securities/program";
import type { Account, Address, Commitment } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import type { AsOf, Liveness } from "./as-of.js";
import { keys } from "./keys.js";

import { useRead } from "./query.js";

/** What the page asks of the worker. */
export type Asked = Readonly<{ id: number; url: string; commitment: Commitment; book: Address }>;

/** What the worker answers: some tickets, that these were all, or why there are none. */
export type Answer = Readonly<{ id: number }> &
  (
    | Readonly<{ tickets: readonly Account<Ticket>[] }>
    | Readonly<{ done: true }>
    | Readonly<{ refused: string }>
  );

let worker: Worker | undefined;
let asked = 0;

/** The open tickets of a book, in the order of its line; read again with the book. */
export function useTickets({
  security,
  book,
  liveness,
}: Readonly<{ security: Address; book: Address; liveness: Liveness }>): UseQueryResult<
  AsOf<readonly Account<Ticket>[]>
> {
  const { url } = useCluster();
  const read = (cluster: Cluster) => readTickets(cluster, book);
  return useRead({ key: keys.tickets(url, security, book), liveness, read });
}

/** Reads tickets in the worker: the page takes them in parts, each within a frame. */
function readTickets(cluster: Cluster, book: Address): Promise<readonly Account<Ticket>[]> {
  worker ??= new Worker(new URL("./tickets-worker.ts", import.meta.url), { type: "module" });
  const there = worker;
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    const tickets: Account<Ticket>[] = [];
    const end = () => {
      there.removeEventListener("message", hear);
      there.removeEventListener("error", fail);
    };
    const hear = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== id) {
        return;
      }
      if ("tickets" in data) {
        tickets.push(...data.tickets);
        return;
      }
      end();
      if ("refused" in data) {
        reject(new ClientError(data.refused));
      } else {
        resolve(tickets);
      }
    };
    const fail = () => {
      end();
      reject(new ClientError("the page's worker, which reads tickets, did not start: load the page again"));
    };
    there.addEventListener("message", hear);
    there.addEventListener("error", fail);
    there.postMessage({ id, url: cluster.url, commitment: commitmentOf(cluster), book } satisfies Asked);
  });
}
