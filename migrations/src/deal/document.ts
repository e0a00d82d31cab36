import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { type FieldPath, formatPath, type Position, type ProblemList } from "./problem.js";
import { hiddenIn } from "./text.js";

/** The values of a deal file: integers above 2^53 are texts of digits, and there are no floats. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
type JsonObject = Readonly<{ [key: string]: Json }>;

/** How a whole number is written without quotes. */
const PLAIN_NUMBER = /^(0|[1-9][0-9]*)$/;

/** A YAML file as plain values, with the place of each in the text. */
export class DealDocument {
  readonly #lines = new LineCounter();
  readonly #values = new Map<string, Position>();
  readonly #keys = new Map<string, Position>();
  /** The fields that are already wrong as YAML. */
  readonly #broken = new Set<string>();
  /** The whole document; `undefined` if it is not YAML. */
  readonly value: Json | undefined;

  constructor(
    /** The file, as the caller named it. */
    readonly file: string,
    text: string,
    private readonly problems: ProblemList,
  ) {
    const document = parseDocument(text, {
      version: "1.2",
      schema: "core",
      intAsBigInt: true,
      lineCounter: this.#lines,
      prettyErrors: false,
      stringKeys: true,
    });
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      problems.add({ file, ...this.#place(pos[0]), field: "", message });
    }
    this.value = document.errors.length > 0 ? undefined : this.#read(document.contents, []);
  }

  /** Where a field's value begins; for a missing field, where the group that lacks it begins. */
  position(path: FieldPath): Position {
    for (let length = path.length; length > 0; length -= 1) {
      const found = this.#values.get(formatPath(path.slice(0, length)));
      if (found !== undefined) {
        return found;
      }
    }
    return { line: 1, column: 1 };
  }

  /** The place of a field's name. */
  keyPosition(path: FieldPath): Position {
    return this.#keys.get(formatPath(path)) ?? this.position(path);
  }

  /** Where every field's value begins. */
  get positions(): ReadonlyMap<string, Position> {
    return this.#values;
  }

  /** Notes a problem of a field. */
  refuse(path: FieldPath, message: string, position = this.position(path)): void {
    this.#broken.add(formatPath(path));
    this.problems.add({ file: this.file, ...position, field: formatPath(path), message });
  }

  /** Whether a field has a problem. */
  isBroken(path: FieldPath): boolean {
    return this.#broken.has(formatPath(path));
  }

  #place(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  #read(node: ParsedNode | null, path: FieldPath): Json {
    if (node === null) {
      return null;
    }
    this.#values.set(formatPath(path), this.#place(node.range[0]));
    if (isMap(node)) {
      return this.#readMap(node, path);
    }
    if (isSeq(node)) {
      return this.#readList(node, path);
    }
    if (isScalar(node)) {
      return this.#readScalar(node, path);
    }
    if (isAlias(node)) {
      this.refuse(path, `the alias *${node.source} is not allowed here: write the value out`);
    }
    return null;
  }

  #readMap(map: YAMLMap.Parsed, path: FieldPath): JsonObject {
    const fields: [string, Json][] = [];
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const at = [...path, name];
      const place = this.#place(key.range[0]);
      this.#keys.set(formatPath(at), place);
      // A field without a value has no place of its own.
      this.#values.set(formatPath(at), place);
      fields.push([name, this.#read(value, at)]);
    }
    return Object.fromEntries(fields);
  }

  #readList(list: YAMLSeq.Parsed, path: FieldPath): readonly Json[] {
    return list.items.map((item, index) => this.#read(item, [...path, index]));
  }

  #readScalar(node: Scalar.Parsed & { source?: string; tag?: string }, path: FieldPath): Json {
    const { value, source = "" } = node;
    if (node.tag !== undefined) {
      this.refuse(path, `the tag ${node.tag} is not allowed here: write the value as it is`);
      return null;
    }
    if (typeof value === "bigint") {
      // YAML accepts signs, leading zeros and other bases, which people and computers read differently.
      if (!PLAIN_NUMBER.test(source)) {
        const read = value < 0n ? "a number with a sign" : `a number that YAML reads as ${value}`;
        this.refuse(
          path,
          `${source} is ${read}: write it in decimal digits, without a sign or a zero in front`,
        );
        return null;
      }
      const small = Number(value);
      return Number.isSafeInteger(small) ? small : value.toString();
    }
    if (typeof value === "number") {
      this.refuse(
        path,
        `${source} is a floating-point number in YAML: write it in quotes, "${source}", so that it is read exactly`,
      );
      return source;
    }
    if (typeof value === "boolean" && source !== "true" && source !== "false") {
      this.refuse(path, `${source} is written ${value} here`);
      return null;
    }
    if (typeof value === "string") {
      // Escapes in quotes can produce characters that the file itself does not show.
      const fault = /[\t\n\r]/.test(value)
        ? { message: "has a tab or a line break: take it out" }
        : hiddenIn(value);
      if (fault !== undefined) {
        this.refuse(path, fault.message);
        return null;
      }
      return value;
    }
    if (typeof value === "boolean" || value === null) {
      return value;
    }
    this.refuse(path, "this kind of YAML value is not allowed here: write a text in quotes");
    return null;
  }
}
