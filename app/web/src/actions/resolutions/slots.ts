import type { ComponentType } from "react";
import type { Deal } from "../../data/deal.js";
import type { Decided, Stood } from "../../data/decided.js";

/** What somebody can do about a resolution. */
export type ResolutionSlot = ComponentType<Readonly<{ deal: Deal; stood: Stood }>>;
/** What somebody can propose. */
export type ProposeSlot = ComponentType<Readonly<{ deal: Deal; decided: Decided }>>;
