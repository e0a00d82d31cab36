import { type ReactNode, useEffect, useState } from "react";

/** How long it is said that a text was copied, in milliseconds. */
const SAID_MILLISECONDS = 1_500;
/** How much of a text is shown where all of it has no room. */
const SHORT = 8;

/** A text of letters and digits, shown in full unless it has no room, which a press copies in full. */
export function Copy({
  value,
  what,
  short = false,
}: Readonly<{
  value: string;
  /** Whether its beginning alone is shown, as in a table. */
  short?: boolean | undefined;
  /** For screen readers, such as `Signature`. */
  what: string;
}>): ReactNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), SAID_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const shown = short ? `${value.slice(0, SHORT)}…` : value;
  const copy = () => {
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <button
      type="button"
      className="address copy"
      title="Press to copy"
      // What is seen is a part of the name, so that it can be said too.
      aria-label={short ? `${shown}, copy: ${what} ${value}` : `${what} ${value}, copy`}
      onClick={copy}
    >
      <code>{shown}</code>
      <span className="copied" aria-live="polite">
        {copied ? "copied" : ""}
      </span>
    </button>
  );
}
