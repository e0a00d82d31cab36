import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { type Address, type EncodedAccount, isAddress, lamports } from "@solana/kit";
import { isProgramData } from "./programs.js";
import type { ClockPosition } from "./slot-clock.js";

const FORMAT = "securities-validator-state";
const VERSION = 1;
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** The state that is kept between two runs. */
export type State = Readonly<{
  genesisHash: string;
  position: ClockPosition;
  accounts: readonly EncodedAccount[];
}>;

/** A state file that cannot be used; the message says why. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

/**
 * Writes a state file.
 *
 * The file is written beside the old one and then takes its name, so that a crash leaves one or the other intact.
 * Integers are strings, for readers that hold numbers in doubles; one account a line, so that two files can be
 * compared.
 */
export function saveState(path: string, state: State): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, "w");
  try {
    try {
      const { position } = state;
      const head = {
        format: FORMAT,
        version: VERSION,
        genesisHash: state.genesisHash,
        slot: position.slot.toString(),
        blockHeight: position.blockHeight.toString(),
        unixTimestamp: position.unixTimestamp.toString(),
        epochStartTimestamp: position.epochStartTimestamp.toString(),
        blockhash: Buffer.from(position.blockhash).toString("hex"),
      };
      writeSync(file, `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "accounts": [`);
      let separator = "\n";
      for (const account of state.accounts) {
        writeSync(file, `${separator}    ${JSON.stringify(accountToJson(account))}`);
        separator = ",\n";
      }
      writeSync(file, "\n  ]\n}\n");
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Reads a state file; `undefined` if there is none yet.
 *
 * @throws StateFileError when the file is not a state file of this version.
 */
export function loadState(path: string): State | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const fail = (why: string) => new StateFileError(`${path}: ${why}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw fail(`not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const file = new Fields(parsed, fail, "the file");
  if (file.text("format") !== FORMAT) {
    throw fail("not a state file of this validator");
  }
  if (file.value("version") !== VERSION) {
    throw fail(`version ${String(file.value("version"))} is not supported, only ${VERSION}`);
  }
  const accounts = file.list("accounts").map((entry, index) => accountFromJson(entry, fail, index));
  const blockhash = Buffer.from(file.text("blockhash"), "hex");
  if (blockhash.length !== 32) {
    throw fail("blockhash is not 32 bytes");
  }
  return {
    genesisHash: file.text("genesisHash"),
    position: {
      slot: file.integer("slot"),
      blockHeight: file.integer("blockHeight"),
      unixTimestamp: file.integer("unixTimestamp"),
      epochStartTimestamp: file.integer("epochStartTimestamp"),
      blockhash,
    },
    accounts: inLoadingOrder(accounts),
  };
}

function accountToJson(account: EncodedAccount) {
  return {
    address: account.address,
    lamports: account.lamports.toString(),
    owner: account.programAddress,
    executable: account.executable,
    data: Buffer.from(account.data).toString("base64"),
  };
}

function accountFromJson(entry: unknown, fail: (why: string) => Error, index: number): EncodedAccount {
  const account = new Fields(entry, fail, `account ${index}`);
  const data = Uint8Array.from(Buffer.from(account.text("data"), "base64"));
  return {
    address: account.address("address"),
    lamports: lamports(account.integer("lamports")),
    programAddress: account.address("owner"),
    executable: account.flag("executable"),
    data,
    space: BigInt(data.length),
  };
}

/** Bytecode comes before the programs that point to it, as the virtual machine compiles them when they are set. */
function inLoadingOrder(accounts: readonly EncodedAccount[]): EncodedAccount[] {
  return [...accounts.filter(isProgramData), ...accounts.filter((account) => !isProgramData(account))];
}

/** Reads the fields of an object from a file, with errors that name the field. */
class Fields {
  readonly #object: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    readonly fail: (why: string) => Error,
    readonly where: string,
  ) {
    if (typeof value !== "object" || value === null) {
      throw fail(`${where} is not an object`);
    }
    this.#object = value as Readonly<Record<string, unknown>>;
  }

  value(name: string): unknown {
    return this.#object[name];
  }

  text(name: string): string {
    const value = this.#object[name];
    if (typeof value !== "string") {
      throw this.fail(`${name} of ${this.where} is not a string`);
    }
    return value;
  }

  integer(name: string): bigint {
    const text = this.text(name);
    if (!/^\d{1,20}$/.test(text) || BigInt(text) > MAX_U64) {
      throw this.fail(`${name} of ${this.where} is not an unsigned 64-bit integer`);
    }
    return BigInt(text);
  }

  flag(name: string): boolean {
    const value = this.#object[name];
    if (typeof value !== "boolean") {
      throw this.fail(`${name} of ${this.where} is not true or false`);
    }
    return value;
  }

  address(name: string): Address {
    const text = this.text(name);
    if (!isAddress(text)) {
      throw this.fail(`${name} of ${this.where} is not an address`);
    }
    return text;
  }

  list(name: string): readonly unknown[] {
    const value = this.#object[name];
    if (!Array.isArray(value)) {
      throw this.fail(`${name} of ${this.where} is not a list`);
    }
    return value;
  }
}
