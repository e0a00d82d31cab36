import type { Progress } from "@defi-ready/securities-bot";
import { Presets, SingleBar } from "cli-progress";
import { short } from "./format.js";

/** Milliseconds between two lines if no bar can be drawn. */
const LINE_MILLISECONDS = 2_000;

/** Shows people the progress of work: a bar if standard error is a terminal, otherwise a line now and then. */
export class ProgressView {
  readonly #write: (line: string) => void;
  readonly #isTerminal: boolean;
  #bar: SingleBar | undefined;
  #work = "";
  #lineAt = Number.NEGATIVE_INFINITY;

  /** @param write Writes a line to standard error. */
  constructor(write: (line: string) => void, isTerminal: boolean) {
    this.#write = write;
    this.#isTerminal = isTerminal;
  }

  /** Shows the progress of a piece of work. */
  show({ task, security, done, total }: Progress): void {
    const work = `${short(security)} ${task}`;
    if (this.#isTerminal) {
      this.#draw(work, done, total);
      return;
    }
    const now = performance.now();
    if (work !== this.#work || done === total || now - this.#lineAt >= LINE_MILLISECONDS) {
      this.#lineAt = now;
      this.#write(`${work}: ${done} of ${total}`);
    }
    this.#work = work;
  }

  /** Ends the bar, so that something else can be written. */
  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#work = "";
  }

  #draw(work: string, done: number, total: number): void {
    if (work !== this.#work || this.#bar === undefined) {
      this.end();
      const format = "{work} {bar} {value} of {total}, {eta_formatted} left";
      const options = { format, stream: process.stderr, hideCursor: true, etaBuffer: 50 };
      this.#bar = new SingleBar(options, Presets.shades_classic);
      this.#bar.start(total, done, { work });
      this.#work = work;
    }
    this.#bar.setTotal(total);
    this.#bar.update(done, { work });
    if (done === total) {
      this.end();
    }
  }
}
