import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { securities } from "./command-line.js";

/** The folder of the shipped deals. */
export const DEALS = fileURLToPath(new URL("../../../migrations/deals/", import.meta.url));

/** Runs a command line that needs no cluster and succeeds. */
export async function told(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await securities(...args);
  assert.equal(code, 0, err);
  return out.trimEnd();
}

/** Runs one that is refused, and says why. */
export async function refused(...args: readonly string[]): Promise<string> {
  const { code, err } = await securities(...args);
  assert.equal(code, 1);
  return err;
}

/** What `deal project --json` prints, as far as tests look. */
export type Json = Readonly<{
  classes: readonly Readonly<{
    name: string;
    invested: string;
    interest: string;
    principal: string;
    other: string;
    loss: string;
    outstanding: string;
    yieldPpm: number | null;
    averageLifeDays: number | null;
    flows: readonly Readonly<{ day: string; principal: string }>[];
  }>[];
  converted: readonly Readonly<{
    day: string;
    from: number;
    into: number;
    given: string;
    received: string;
    principal: string;
    interest: string;
  }>[];
  refused: readonly Readonly<{ day: string; event: string; error: number }>[];
  notes: readonly string[];
}>;
