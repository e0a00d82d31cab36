import { type ReactNode, useEffect, useState } from "react";

/** How long it is said that a text was copied, in milliseconds. */
const SAID_MILLISECONDS = 1_500;

/** A text of letters and digits, shown in full, which a press copies. */
export function Copy({
  value,
  what,
}: Readonly<{
  value: string;
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
      aria-label={`${what} ${value}, copy`}
      onClick={copy}
    >
      <code>{value}</code>
      <span className="copied" aria-live="polite">
        {copied ? "copied" : ""}
      </span>
    </button>
  );
}
