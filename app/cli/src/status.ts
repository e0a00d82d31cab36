import { outcomeOf } from "@defi-ready/securities";
import { isSignature, type Signature } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import { action, EXIT_UNKNOWN, examples } from "./context.js";

/** `status`: what became of a transaction. */
export function statusCommand(): Command {
  const command = new Command("status")
    .description(
      "Show what became of a transaction: 0 if it succeeded, 1 if it failed, 3 if that is not known, or could not be asked. Ask before you repeat a command that ended with 3.",
    )
    .argument("<signature>", "the transaction's signature", parseSignature);
  examples(command, "status 5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnb...");
  return action(
    command,
    async (context, _, signature) => {
      const { status, slot, failure, history } = await outcomeOf(context.cluster, signature as Signature);
      const where = slot === undefined ? "" : ` in slot ${slot}`;
      const json = { signature, status, slot, history, error: failure?.message };
      if (status === "unknown") {
        const text =
          "it may still land until about two minutes after it was sent, and if it is unknown to a node that keeps its history then, it never will";
        const node = history === false ? "this node, which keeps no history: ask another" : "this node";
        return { text: `unknown to ${node}; ${text}`, json, unknown: true };
      }
      if (status === "processed") {
        return { text: `processed${where}, not confirmed yet: ask again`, json, unknown: true };
      }
      return failure === undefined
        ? { text: `succeeded${where}, ${status}`, json }
        : { text: `failed${where}, ${status}: ${failure.message}`, json, failed: true };
    },
    { needsProgram: false, exitCode: EXIT_UNKNOWN },
  );
}

function parseSignature(text: string): Signature {
  if (!isSignature(text)) {
    throw new InvalidArgumentError("A signature is 64 to 88 letters and digits of base58.");
  }
  return text;
}
