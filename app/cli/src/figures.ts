import { ClientError, TransactionFailure } from "@defi-ready/securities";

/** What would be right, by the name of the program's error, or `funds` where a token account holds too little. */
export type Figures = Readonly<Record<string, () => string | Promise<string>>>;

/** The token programs' number for a token account that holds less than is moved. */
const TOO_LITTLE = 1;

/**
 * Does something that the program may refuse, and adds to its refusal the figure that would be right.
 *
 * @throws {ClientError} With the program's words and the figure; any other error as it is.
 */
export async function withFigures<T>(figures: Figures, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const figure = error instanceof TransactionFailure ? figures[nameOf(error)] : undefined;
    throw figure === undefined ? error : new ClientError(`${(error as Error).message}: ${await figure()}`);
  }
}

function nameOf({ details }: TransactionFailure): string {
  return details.errorName ?? (details.code === TOO_LITTLE ? "funds" : "");
}
