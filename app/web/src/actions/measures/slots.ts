import type { ComponentType } from "react";
import type { Deal } from "../../data/deal.js";
import type { Measured } from "../../data/measured.js";

/** What somebody can do about a measure. */
export type MeasureSlot = ComponentType<Readonly<{ deal: Deal; of: Measured }>>;
/** What somebody can announce. */
export type AnnounceSlot = ComponentType<Readonly<{ deal: Deal }>>;
