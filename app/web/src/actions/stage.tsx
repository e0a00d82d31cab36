import type { ReactNode } from "react";
import { Button } from "../ui/button.js";
import { Copy } from "../ui/copy.js";
import { Notice } from "../ui/notice.js";
import { putAway, type Stage, type Tracked } from "./transactions.js";

/** How far a transaction has come, in words, with what can be done about it. */
export function StageView({
  tracked,
  wallet,
  onStop,
  onLook,
  onAgain,
}: Readonly<{
  tracked: Tracked;
  /** The wallet's name. */
  wallet: string;
  /** Ends the wait for the wallet; left out where it cannot be ended. */
  onStop?: (() => void) | undefined;
  /** Looks again for one whose outcome is unknown. */
  onLook: () => void;
  /** Starts over, where that is safe. */
  onAgain?: (() => void) | undefined;
}>): ReactNode {
  const { id, stage, done } = tracked;
  switch (stage.is) {
    case "signing":
      return (
        <Notice
          title={`Look at ${wallet}: it asks you to sign`}
          action={onStop === undefined ? undefined : <Button onClick={onStop}>Stop waiting</Button>}
        >
          Nothing is sent until you sign there. Compare what it shows with what is written here.
        </Notice>
      );
    case "sent":
      return (
        <Notice title="Sent, and not confirmed yet">
          <p className="waiting">
            <span className="loading-bar" aria-hidden="true" />
            The cluster has it. This takes seconds; it is done only when it is confirmed.
          </p>
          <SignatureWords stage={stage} />
        </Notice>
      );
    case "confirmed":
      return (
        <Notice
          tone={stage.isSeen ? "good" : "warn"}
          title={stage.isSeen ? "Confirmed" : "The signature is confirmed"}
        >
          {stage.isSeen ? (
            <p>{done}</p>
          ) : (
            <p>
              {wallet} sent it by itself, and the node does not show what it sent. Look at what has changed
              before you rely on it.
            </p>
          )}
          <SignatureWords stage={stage} />
        </Notice>
      );
    case "other":
      return (
        <Notice tone="wrong" title="Another transaction was sent">
          <p>
            {wallet} sent something else than what is written here, and it is confirmed. Look at the
            transaction with the signature below, and do not sign with this wallet before you know why.
          </p>
          <SignatureWords stage={stage} />
        </Notice>
      );
    case "undone":
      return (
        <Notice
          tone="wrong"
          title="Not done"
          action={onAgain === undefined ? undefined : <Button onClick={onAgain}>Start over</Button>}
        >
          <p>{sentence(stage.words)}</p>
          <p>
            {stage.hasLanded
              ? "It failed as a whole: nothing has changed, but its fee was paid."
              : `Nothing has changed${stage.signature === undefined ? ", and nothing was sent" : ""}.`}
          </p>
          <SignatureWords stage={stage} />
        </Notice>
      );
    case "unknown":
      return (
        <Notice
          tone="warn"
          title="Sent, outcome unknown"
          action={
            <div className="buttons">
              {stage.again === undefined ? null : (
                <Button variant="primary" onClick={onLook}>
                  Look again
                </Button>
              )}
              <Button onClick={() => putAway(id)}>I have looked it up elsewhere</Button>
            </div>
          }
        >
          <p>{sentence(stage.words)}</p>
          <p>
            It may have happened, or still happen. Do not do it again before you know: it could happen twice.
            {stage.again === undefined
              ? " Look at what your wallet sent last."
              : " Looking again signs nothing; it asks the node for this one transaction."}
          </p>
          <SignatureWords stage={stage} />
        </Notice>
      );
  }
}

function SignatureWords({ stage }: Readonly<{ stage: Stage }>): ReactNode {
  return "signature" in stage && stage.signature !== undefined ? (
    <p className="signature">
      Signature <Copy value={stage.signature} what="Signature" />
    </p>
  ) : null;
}

/** Words that begin in the middle of a sentence, as one. */
export const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?)]$/.test(words) ? "" : "."}`;
