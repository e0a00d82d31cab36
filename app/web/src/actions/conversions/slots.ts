import type { ComponentType } from "react";
import type { Converting } from "../../data/converting.js";
import type { Deal } from "../../data/deal.js";

/** What somebody can do about a conversion. */
export type ConversionSlot = ComponentType<Readonly<{ deal: Deal; of: Converting }>>;
