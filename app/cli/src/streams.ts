import { createInterface } from "node:readline/promises";
import { printableLines } from "@defi-ready/securities";
import type { Command } from "commander";

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

/** By the whole command line that they belong to. */
const STREAMS = new WeakMap<Command, Streams>();

/**
 * Streams to which nothing is written that would hide, or steer a terminal, wherever it comes from. In JSON, texts stay the
 * same: the characters are written as JSON allows.
 */
export function safely(streams: Streams): Streams {
  return {
    ...streams,
    out: (text) => streams.out(printableLines(text)),
    err: (text) => streams.err(printableLines(text)),
  };
}

/** Gives a whole command line its streams. */
export function giveStreams(program: Command, streams: Streams): void {
  STREAMS.set(program, streams);
}

/** Where a command writes. */
export function streamsOf(command: Command): Streams {
  let root = command;
  while (root.parent !== null) {
    root = root.parent;
  }
  return STREAMS.get(root) ?? PROCESS_STREAMS;
}

async function askTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
