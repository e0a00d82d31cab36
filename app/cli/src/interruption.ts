import { counted, countedIrregular } from "@defi-ready/securities";
import { EXIT_INTERRUPTED } from "@defi-ready/securities-terminal";
import type { Signature } from "@solana/kit";

/** What a command has sent so far, for whoever interrupts it. */
export class Sent {
  /** What may be said of doing the same again: that it does only what is left. */
  again: string | undefined;
  /** Whether it sends transactions without telling their signatures, which may all be sent again. */
  isQuiet = false;
  readonly #before: Signature[] = [];
  #last: Signature | undefined;

  /** A transaction is signed, and about to be sent. */
  begins(signature: Signature): void {
    this.lands();
    this.#last = signature;
  }

  /** What was sent last is known to have landed; of what goes on to send another, it was awaited at least. */
  lands(): void {
    this.#before.push(...(this.#last === undefined ? [] : [this.#last]));
    this.#last = undefined;
  }

  /** The transaction whose outcome nobody has waited for. */
  get open(): Signature | undefined {
    return this.#last;
  }

  /** What an interruption leaves behind: what was sent, what is not known, and how to go on. */
  words(): string {
    const count = this.#before.length;
    const before = `${countedIrregular({ count: count, one: "transaction before it was", many: "transactions before it were" })} sent and awaited`;
    const again = this.again === undefined ? "" : `; ${this.again}`;
    if (this.isQuiet) {
      return `interrupted: what was sent by then may still land${again}`;
    }
    if (this.#last !== undefined) {
      const ask = `\`securities status ${this.#last}\``;
      return `interrupted: ${this.#last} was sent, and what became of it is not known${count === 0 ? "" : `; ${before}`}${again === "" ? `: ask ${ask} before you do the same again` : `; ${ask} tells${again}`}`;
    }
    if (count > 0) {
      const last = this.#before.at(-1);
      return `interrupted: what was sent has been awaited, ${counted(count, "transaction")}, the last ${last}; nothing else was sent${again === "" ? ": look at what is done before you do the same again" : again}`;
    }
    return "interrupted: nothing was sent";
  }
}

/**
 * Says what was sent when a signal ends the command, which then exits with 130; one that stops in a way of its own is left to
 * that.
 *
 * @returns Ends it.
 */
export function interruptible(
  sent: Sent,
  say: (message: string, signature: Signature | undefined) => void,
): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const listeners = signals.map((signal) => {
    const listener = () => {
      if (process.listenerCount(signal) > 1) {
        return;
      }
      say(sent.words(), sent.open);
      process.exit(EXIT_INTERRUPTED);
    };
    process.on(signal, listener);
    return [signal, listener] as const;
  });
  return () => {
    for (const [signal, listener] of listeners) {
      process.off(signal, listener);
    }
  };
}
