import { TransactionFailure } from "../errors.js";

/** Whether something may be done now, and why not: in the words and with the number of the program's refusal. */
export type Preflight =
  | Readonly<{ ok: true }>
  | Readonly<{
      ok: false;
      /** The number of the refusal, if it has one. */
      code: number | undefined;
      /** The name behind the number. */
      name: string | undefined;
      message: string;
    }>;

/** What a simulation says. */
export async function asPreflight(simulation: () => Promise<unknown>): Promise<Preflight> {
  try {
    await simulation();
    return { ok: true };
  } catch (error) {
    if (!(error instanceof TransactionFailure)) {
      throw error;
    }
    const { code, errorName } = error.details;
    return { ok: false, code, name: errorName, message: error.message };
  }
}
