import { createInterface } from "node:readline/promises";

/** Where a command line writes, and whom it can ask. */
export type Streams = Readonly<{
  /** Results. */
  out: (text: string) => void;
  /** Everything else. */
  err: (text: string) => void;
  /** Asks a person; left out where nobody sits at a terminal. */
  ask?: ((question: string) => Promise<string>) | undefined;
  /** Columns of the terminal; 80 if results do not go to one. */
  columns?: number | undefined;
}>;

/** The streams of this process. */
export const PROCESS_STREAMS: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  ask: process.stdin.isTTY && process.stderr.isTTY ? asker(process.stdin, process.stderr) : undefined,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
};

/**
 * Asks whoever sits at a terminal. An end of the input (Ctrl-D) answers with nothing; an interruption (Ctrl-C), which a
 * terminal that is being read from takes for a key, is one of the process.
 */
export function asker(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<string> {
  return async (question) => {
    const lines = createInterface({ input, output });
    const ended = new Promise<string>((resolve) => {
      lines.once("close", () => {
        output.write("\n");
        resolve("");
      });
    });
    lines.on("SIGINT", () => {
      output.write("\n");
      process.kill(process.pid, "SIGINT");
    });
    try {
      return await Promise.race([lines.question(question), ended]);
    } finally {
      lines.close();
    }
  };
}
