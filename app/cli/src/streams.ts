import { printableLines } from "@defi-ready/securities";
import { PROCESS_STREAMS, type Streams } from "@defi-ready/securities-terminal";
import type { Command } from "commander";

export { PROCESS_STREAMS, type Streams };

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
