import type { Address } from "@solana/kit";
import type { ComponentType } from "react";

/** What a build adds to the dialog of the connected wallet; nothing in the published page. */
export const extras: { account?: ComponentType<Readonly<{ address: Address }>> } = {};
