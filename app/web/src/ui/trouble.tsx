import { explain, isUnreachable } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { useConnection } from "../connection/connection.js";
import { usePolicyRefuses } from "../connection/policy.js";
import { Button } from "./button.js";
import { Notice } from "./notice.js";

/** What went wrong with reading, in words, with what to do. */
export function Trouble({
  error,
  what,
  retry,
}: Readonly<{
  error: unknown;
  /** What was read, to follow "Cannot read". */
  what: string;
  retry?: (() => void) | undefined;
}>): ReactNode {
  const { cluster } = useConnection();
  const refused = usePolicyRefuses(cluster.url);
  const again = retry === undefined ? undefined : <Button onClick={retry}>Try again</Button>;
  if (refused) {
    return (
      <Notice tone="wrong" title="This page may not reach that node" action={again}>
        The policy of whoever serves this page does not allow requests to {cluster.url}. Choose one of the
        clusters it offers, or serve the page yourself with that URL:{" "}
        <code>securities page --url {cluster.url}</code>.
      </Notice>
    );
  }
  if (navigator.onLine === false) {
    return (
      <Notice tone="wrong" title="You are offline" action={again}>
        Nothing can be read until this device reaches the network again.
      </Notice>
    );
  }
  return (
    <Notice tone="wrong" title={`Cannot read ${what}`} action={again}>
      <p>{explain(error, cluster.url)}.</p>
      {isUnreachable(error) ? (
        <p>Check the address of the node, or choose another cluster at the top of the page.</p>
      ) : null}
    </Notice>
  );
}
