import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Address, isAddress } from "@solana/kit";
import {
  AmountError,
  fileFault,
  formatAmount,
  MAX_AMOUNT,
  NOBODY,
  ownerFault,
  parseAmount,
} from "../client.js";
import type { DealDocument, Json } from "./document.js";
import type { Moment, Party } from "./model.js";
import { type FieldPath, formatPath } from "./problem.js";
import { byteLength, DAY, parseDuration, parseMoment, parseRate } from "./values.js";

/** The decimals of SOL. */
export const SOL_DECIMALS = 9;

/**
 * A field of a deal file. Its readers return `undefined` for a field that is missing or already known to be wrong, so
 * that one mistake gives one message and everything else is still checked.
 */
export class Field {
  readonly #value: Json | undefined;
  /** Whether the file has it, right or wrong. */
  readonly given: boolean;

  constructor(
    private readonly document: DealDocument,
    readonly path: FieldPath,
    value: Json | undefined,
  ) {
    this.given = value !== undefined;
    const isGroup = typeof value === "object" && value !== null;
    // The contents of a broken group can still be checked.
    this.#value = document.isBroken(path) && !isGroup ? undefined : value;
  }

  /** Whether the file has it, and no fault has been found so far. */
  get present(): boolean {
    return this.#value !== undefined;
  }

  /** Its path as it is shown: `books[0].cap`. */
  get name(): string {
    return formatPath(this.path);
  }

  /** A field of this group. */
  get(key: string): Field {
    const group = this.#value;
    const inside = typeof group === "object" && group !== null && !Array.isArray(group);
    return new Field(
      this.document,
      [...this.path, key],
      inside ? (group as { [key: string]: Json })[key] : undefined,
    );
  }

  /** The items of this list. */
  items(): readonly Field[] {
    const list = Array.isArray(this.#value) ? (this.#value as readonly Json[]) : [];
    return list.map((item, index) => new Field(this.document, [...this.path, index], item));
  }

  /** Notes that the field is wrong. */
  refuse(message: string): undefined {
    this.document.refuse(this.path, message);
    return undefined;
  }

  /** A text, or the digits of a whole number. */
  text(): string | undefined {
    const value = this.#value;
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  }

  /** A text of limited size, in bytes. */
  shortText(maxBytes: number): string | undefined {
    const text = this.text();
    if (text === undefined || byteLength(text) <= maxBytes) {
      return text;
    }
    return this.refuse(
      `has ${byteLength(text)} bytes: use at most ${maxBytes}; letters outside ASCII take two to four`,
    );
  }

  /** One of the texts that the schema allows. */
  choice<T extends string>(): T | undefined {
    return this.text() as T | undefined;
  }

  /** A number small enough to be one. */
  count(): number | undefined {
    return typeof this.#value === "number" ? this.#value : undefined;
  }

  /** True or false; false if left out. */
  flag(): boolean {
    return this.#value === true;
  }

  /** A whole number of 64 bits. */
  wholeNumber(): bigint | undefined {
    const text = this.text();
    if (text === undefined || BigInt(text) <= MAX_AMOUNT) {
      return text === undefined ? undefined : BigInt(text);
    }
    return this.refuse(`${text} is too large: the most is ${MAX_AMOUNT}`);
  }

  /** A positive amount, in base units of a mint. */
  amount(decimals: number | undefined): bigint | undefined {
    const text = this.text();
    if (text === undefined || decimals === undefined) {
      return undefined;
    }
    try {
      const amount = parseAmount(text, decimals);
      return amount > 0n ? amount : this.refuse(`is 0: give at least ${formatAmount(1n, decimals)}`);
    } catch (error) {
      if (error instanceof AmountError) {
        return this.refuse(error.message);
      }
      throw error;
    }
  }

  /** A positive amount of SOL, in lamports. */
  sol(): bigint | undefined {
    return this.amount(SOL_DECIMALS);
  }

  /** A positive part, in basis points; the schema has checked that it is at most the whole. */
  percent(): number | undefined {
    const text = this.text();
    if (text === undefined) {
      return undefined;
    }
    const bps = parseRate(text);
    return bps > 0 ? bps : this.refuse('is 0: give at least "0.01"');
  }

  /** A length of time, in seconds. */
  duration(): bigint | undefined {
    const text = this.text();
    return text === undefined ? undefined : parseDuration(text);
  }

  /** A length of time above 0, in seconds. */
  positiveDuration(): bigint | undefined {
    const seconds = this.duration();
    return seconds === 0n ? this.refuse("is 0: give a length of time such as 1d") : seconds;
  }

  /** A length of time in whole days; the schema has checked its form. */
  wholeDays(): number | undefined {
    const seconds = this.duration();
    return seconds === undefined ? undefined : Number(seconds / DAY);
  }

  /** A rate in percent, in basis points, up to a limit. */
  rate(mostBps: number): number | undefined {
    const text = this.text();
    if (text === undefined) {
      return undefined;
    }
    const bps = parseRate(text);
    return bps <= mostBps ? bps : this.refuse(`${text} % is too high: the most is ${mostBps / 100}`);
  }

  /** A reader's value, or a default if the field is left out. */
  or<T, U>(instead: U, read: (field: Field) => T): T | U {
    return this.given ? read(this) : instead;
  }

  /** An address. */
  address(): Address | undefined {
    const text = this.text();
    if (text === undefined || isAddress(text)) {
      return text as Address | undefined;
    }
    return this.refuse(`"${text}" is not a Solana address: it does not decode to 32 bytes`);
  }

  /** An address that somebody can sign for, as far as the address itself says. */
  person(what: string): Address | undefined {
    const address = this.address();
    if (address === NOBODY) {
      return this.refuse(`is nobody's address: name ${what}`);
    }
    const fault = address === undefined ? undefined : ownerFault({ owner: address });
    return fault === undefined ? address : this.refuse(`${address} ${fault}`);
  }

  /** Somebody's address, or the sponsor, which is also the default. */
  party(what: string): Party | undefined {
    return !this.present || this.text() === "sponsor" ? "sponsor" : this.person(what);
  }

  /** A time, or an offset. */
  moment(): Moment | undefined {
    const text = this.text();
    return text === undefined
      ? undefined
      : (parseMoment(text) ??
          this.refuse(`"${text}" is not a time that exists: check day, month, hour and minute`));
  }

  /** The path of a file that this field names, from the folder of the deal file. */
  filePath(): string | undefined {
    const text = this.text();
    return text === undefined ? undefined : resolve(dirname(this.document.file), text);
  }

  /** The bytes of a file that this field names. */
  fileBytes(): Uint8Array | undefined {
    const path = this.filePath();
    if (path === undefined) {
      return undefined;
    }
    try {
      return readFileSync(path);
    } catch (error) {
      return this.refuse(
        `cannot read the file ${this.text()}: ${reason(error)} (paths start from the folder of the deal file)`,
      );
    }
  }

  /** The hash of a document: of its `file`, or as given in `sha256`. */
  documentHash(): Uint8Array | undefined {
    const given = this.get("sha256").text();
    if (given !== undefined) {
      return Uint8Array.from(Buffer.from(given, "hex"));
    }
    const bytes = this.get("file").fileBytes();
    return bytes === undefined ? undefined : Uint8Array.from(createHash("sha256").update(bytes).digest());
  }
}

/** Why a file cannot be read, in a few words. */
export function reason(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "ENOENT") {
    return "there is none";
  }
  return fileFault(error);
}

/** The parts if all of them exist, or `undefined`. */
export function whole<T extends object>(parts: { [K in keyof T]: T[K] | undefined }): T | undefined {
  return Object.values(parts).includes(undefined) ? undefined : (parts as T);
}

/** The items if all of them exist, or `undefined`. */
export function wholeList<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  return items.includes(undefined) ? undefined : (items as readonly T[]);
}
