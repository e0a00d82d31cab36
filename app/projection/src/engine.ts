import { ClientError } from "@defi-ready/securities";
import { programErrorMessage, programErrorName } from "@defi-ready/securities/error-texts";
import { ANSWER, REQUEST, type Step, type StepReport } from "./codec.js";
import type { Start } from "./start.js";

/** The name of an error behind its number. */
const named = (code: number) => {
  const name = programErrorName(code);
  return name === undefined ? "" : `, ${name}`;
};

/** The terms or the accounts of a projection are refused. */
export class ProjectionRefused extends ClientError {
  constructor(
    /** The program's number for the error. */
    readonly code: number,
  ) {
    super(
      code === UNREADABLE
        ? "the projection's WebAssembly cannot read the request: it is of another version than this package"
        : `the program refuses this structure: ${programErrorMessage(code) ?? "update this package to learn why"} (error ${code}${named(code)})`,
    );
  }
}

/** The program's code in WebAssembly, ready to run. */
export type Engine = Readonly<{ module: WebAssembly.Module }>;

/** A request that the WebAssembly cannot read. */
const UNREADABLE = 0xffff_ffff;
const LENGTH = 4;

type Exports = Readonly<{
  memory: WebAssembly.Memory;
  alloc: (length: number) => number;
  answer: (request: number, length: number) => number;
}>;

/** Compiles the program's code, which a page fetches and Node reads (`@defi-ready/securities-projection/node`). */
export function engineOf(wasm: BufferSource): Engine {
  return { module: new WebAssembly.Module(wasm) };
}

/** Why the program refuses to start from terms or accounts; `undefined` if it does not. */
export function refusalOf(engine: Engine, start: Start): ProjectionRefused | undefined {
  try {
    project(engine, { start, steps: [] });
  } catch (error) {
    if (error instanceof ProjectionRefused && error.code !== UNREADABLE) {
      return error;
    }
    throw error;
  }
  return undefined;
}

/**
 * Plays events on a deal in memory, each as its instruction would be executed.
 *
 * @returns A report for each step; a step that is refused leaves the deal as it was, as on the chain.
 * @throws {ProjectionRefused} if there is no such deal.
 */
export function project(
  { module }: Engine,
  request: Readonly<{ start: Start /** In order of time. */; steps: readonly Step[] }>,
): readonly StepReport[] {
  // Each in memory of its own, which goes with it.
  const { memory, alloc, answer } = new WebAssembly.Instance(module).exports as unknown as Exports;
  const asked = REQUEST.encode(request);
  const place = alloc(asked.length);
  new Uint8Array(memory.buffer, place, asked.length).set(asked);
  const found = answer(place, asked.length);
  const length = new DataView(memory.buffer).getUint32(found, true);
  const answered = ANSWER.decode(new Uint8Array(memory.buffer, found + LENGTH, length));
  if (answered.__kind === "Refused") {
    throw new ProjectionRefused(answered.error);
  }
  return answered.reports;
}
