import type { UseQueryResult } from "@tanstack/react-query";

/** What was read, and the slot of the cluster just before: it is the state at that slot or a later one. */
export type AsOf<T> = Readonly<{ value: T; slot: bigint }>;

/** How changes are learned of: at once by the node's notices, or by reading now and then. */
export type Liveness = "live" | "polling";

/** A query, and how changes of what it read are learned of. */
export type Live<T> = Readonly<{ query: UseQueryResult<AsOf<T>>; liveness: Liveness }>;
