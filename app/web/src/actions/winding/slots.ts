import type { Address } from "@solana/kit";
import type { ComponentType } from "react";

/** What does the next step of a wind-down, by what that step is called. */
export type WindDownSlot = ComponentType<Readonly<{ security: Address; label: string }>>;
