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
  ask: process.stdin.isTTY && process.stderr.isTTY ? askTerminal : undefined,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
};

async function askTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
