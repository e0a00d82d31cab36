import { ClientError, NOBODY, TransactionFailure } from "@defi-ready/securities";

/**
 * What would be right, by the name of the program's error; `funds` where a token account holds too little, and `exists` where
 * what is created is there already, for which the words stand alone.
 */
export type Figures = Readonly<Record<string, (failure: TransactionFailure) => string | Promise<string>>>;

/** The token programs' number for a token account that holds less than is moved. */
const TOO_LITTLE = 1;
/** The system program, which has nobody's address, and its number for an address in use. */
const SYSTEM_PROGRAM = NOBODY;
const IN_USE = 0;

/**
 * Does something that the program may refuse, and adds to its refusal the figure that would be right.
 *
 * @throws {ClientError} With the program's words and the figure; any other error as it is.
 */
export async function withFigures<T>(figures: Figures, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TransactionFailure)) {
      throw error;
    }
    const name = nameOf(error);
    const words = await figures[name]?.(error);
    if (words === undefined) {
      throw error;
    }
    throw new ClientError(name === EXISTS ? words : `${error.message}: ${words}`);
  }
}

/** Whether a transaction was refused since what it creates is there already, made by whoever was faster. */
export function isThere(error: unknown): boolean {
  return error instanceof TransactionFailure && nameOf(error) === EXISTS;
}

const EXISTS = "exists";

function nameOf({ details }: TransactionFailure): string {
  if (details.program === SYSTEM_PROGRAM && details.code === IN_USE) {
    return EXISTS;
  }
  return details.errorName ?? (details.code === TOO_LITTLE ? "funds" : "");
}

/** The most bytes of a note. */
const NOTE_BYTES = 64;

/** How long a note may be, and how long it is. */
export function longNote(note: string): string {
  return `a note has at most ${NOTE_BYTES} bytes, and this one has ${Buffer.byteLength(note)}`;
}
