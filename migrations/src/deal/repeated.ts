import type { Field } from "./field.js";

/**
 * Notes each text that an earlier field has too.
 *
 * @param whose Whose own it has to be, as in `each tranche`.
 */
export function refuseRepeated(fields: readonly Field[], whose: string): void {
  const first = new Map<string, Field>();
  for (const field of fields) {
    const text = field.text();
    const before = text === undefined ? undefined : first.get(text);
    if (before !== undefined) {
      field.refuse(`"${text}" is taken by ${before.name}: give ${whose} its own`);
    } else if (text !== undefined) {
      first.set(text, field);
    }
  }
}
