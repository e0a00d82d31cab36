import type { Field } from "./field.js";
import { whole } from "./field.js";
import { readDays } from "./read-disclosures.js";
import { type LockUp, NO_LOCK_UP } from "./transfers.js";

/** The longest lock-up, and the longest vesting, in days: ten years. */
const MAX_LOCK_DAYS = 3_653;

/** For how long shares are locked, in days. */
export const readLockDays = (field: Field): number | undefined => readDays(field, MAX_LOCK_DAYS);

/** For how long the shares that a book delivers are locked. */
export const readLockUp = (field: Field): LockUp | undefined =>
  field.or(NO_LOCK_UP, (given) =>
    whole<LockUp>({
      cliffDays: given.get("cliff").or(0, readLockDays),
      vestingDays: given.get("vesting").or(0, readLockDays),
    }),
  );
