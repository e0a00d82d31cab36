/** A place in a text file, both counted from 1. */
export type Position = Readonly<{ line: number; column: number }>;

/** The steps from the top of a deal file to a field. */
export type FieldPath = readonly (string | number)[];

/** Something wrong in a deal file, or in a file that it names. */
export type Problem = Readonly<{
  /** The file, as the caller named it. */
  file: string;
  /** Where in the file, if anywhere: a CSV record has a line and no column. */
  line?: number | undefined;
  column?: number | undefined;
  /** The field, as in `books[0].cap`, or the column of a CSV file; empty for the file as a whole. */
  field: string;
  /** The fault, and what would be right. */
  message: string;
}>;

/** Thrown for a deal that cannot be used, with all its problems. */
export class DealError extends Error {
  override readonly name = "DealError";

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
  }
}

/** A problem on one line: `deal.yaml:14:9: books[0].cap: what is wrong`. */
export function formatProblem({ file, line, column, field, message }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return field === "" ? `${place}: ${message}` : `${place}: ${field}: ${message}`;
}

/** A path as it is shown: `books[0].cap`. */
export function formatPath(path: FieldPath): string {
  let shown = "";
  for (const step of path) {
    if (typeof step === "number") {
      shown += `[${step}]`;
    } else {
      shown += shown === "" ? step : `.${step}`;
    }
  }
  return shown;
}

/** The place of a field; for a field that is left out, that of the group that it belongs to. */
export function positionOf(positions: ReadonlyMap<string, Position>, field: string): Position | undefined {
  for (let at = field; at !== ""; at = at.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]*)$/, "")) {
    const found = positions.get(at);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Collects problems, one for each field: the consequences of a first mistake are not worth a second message. */
export class ProblemList {
  readonly #problems: Problem[] = [];
  readonly #fields = new Set<string>();

  /** Adds a problem, unless its field has one already. */
  add(problem: Problem): void {
    const key = `${problem.file}\n${problem.line ?? ""}\n${problem.field}`;
    if (!this.#fields.has(key)) {
      this.#fields.add(key);
      this.#problems.push(problem);
    }
  }

  /** How many there are. */
  get count(): number {
    return this.#problems.length;
  }

  /** All of them, by file in order of first appearance, then by place. */
  sorted(): readonly Problem[] {
    const files = [...new Set(this.#problems.map(({ file }) => file))];
    return this.#problems.toSorted(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0),
    );
  }

  /** @throws {DealError} If there are any. */
  throwIfAny(): void {
    if (this.count > 0) {
      throw new DealError(this.sorted());
    }
  }
}
