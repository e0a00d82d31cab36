import { explain } from "@defi-ready/securities";
import { type Address, isAddress } from "@solana/kit";
import { InvalidArgumentError } from "commander";

/** Makes of a parser that throws one whose complaints are of the command line. */
export function inWords<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(explain(error));
    }
  };
}

/** Reads seconds, as milliseconds. */
export function parseTimeout(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError("Give whole seconds, from 1 to 999.");
  }
  return Number(text) * 1_000;
}

/** Reads an address argument. */
export function parseAddress(text: string): Address {
  if (!isAddress(text)) {
    throw new InvalidArgumentError("An address is 32 to 44 letters and digits of base58.");
  }
  return text;
}

/** Reads a number argument. */
export function parseCount(text: string): number {
  if (!/^(0|[1-9]\d{0,8})$/.test(text)) {
    throw new InvalidArgumentError("Give a whole number, in digits and without a zero in front.");
  }
  return Number(text);
}

/** Reads a 64-bit number argument. */
export function parseNonce(text: string): bigint {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 1n << 64n) {
    throw new InvalidArgumentError("Give a whole number below 2^64.");
  }
  return BigInt(text);
}

/** Reads a moment, `2026-01-31T12:00` in UTC or a date for its midnight, as Unix time. */
export function parseMoment(text: string): bigint {
  const [date = "", minute = "00:00", ...rest] = text.split("T");
  const [, hours = "", minutes = ""] = /^(\d{2}):(\d{2})$/.exec(minute) ?? [];
  if (hours === "" || rest.length > 0 || Number(hours) > 23 || Number(minutes) > 59) {
    throw new InvalidArgumentError("Give a moment in UTC such as 2026-01-31T12:00, or a date.");
  }
  return parseDay(date) + BigInt(Number(hours) * 3_600 + Number(minutes) * 60);
}

/** Reads a date argument, `2026-01-31`, as Unix time at midnight UTC. */
export function parseDay(text: string): bigint {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError("Give a date such as 2026-01-31.");
  }
  return BigInt(time / 1000);
}
