import { explain } from "@defi-ready/securities";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useConnection } from "../connection/connection.js";
import type { AsOf, Liveness } from "../data/as-of.js";
import { lasting } from "../format.js";
import { Button } from "./button.js";
import { Notice, Status } from "./notice.js";
import { Loading } from "./section.js";
import { Trouble } from "./trouble.js";

/** How often it is looked whether what is shown has become old, in milliseconds. */
const LOOK_MILLISECONDS = 5_000;
/** What was read longer ago than this is old, in milliseconds. */
const OLD_MILLISECONDS = 90_000;

/** What was read; before that that it is being read, or why it cannot be. What was read once stays when a later read fails. */
export function Read<T>({
  query,
  what,
  children,
}: Readonly<{
  query: UseQueryResult<AsOf<T>>;
  /** What is read, to follow "Cannot read". */
  what: string;
  children: (value: T) => ReactNode;
}>): ReactNode {
  const { cluster } = useConnection();
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? (
      <Trouble error={query.error} what={what} retry={retry} />
    ) : (
      <Loading what={what} />
    );
  }
  return (
    <>
      {query.isError ? (
        <Notice
          tone="warn"
          title="What you see is not current"
          action={<Button onClick={retry}>Read again</Button>}
        >
          It is as of slot {String(query.data.slot)}. It could not be read again:{" "}
          {explain(query.error, cluster.url)}.
        </Notice>
      ) : null}
      {children(query.data.value)}
    </>
  );
}

/** As of which slot something is shown, and whether changes show at once. */
export function AsOfSlot({
  query,
  liveness,
}: Readonly<{ query: UseQueryResult<AsOf<unknown>>; liveness: Liveness }>): ReactNode {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  if (query.data === undefined) {
    return null;
  }
  const age = now - query.dataUpdatedAt;
  const slot = `slot ${query.data.slot.toLocaleString("en-US")}`;
  if (query.isError || age > OLD_MILLISECONDS) {
    return (
      <Status tone="warn">
        As of {slot}, {lasting(BigInt(Math.max(0, Math.floor(age / 1_000))))} ago
      </Status>
    );
  }
  return (
    <Status tone={liveness === "live" ? "good" : "plain"}>
      {liveness === "live" ? "Live" : "Read every few seconds"}, as of {slot}
    </Status>
  );
}
