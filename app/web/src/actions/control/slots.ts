import type { ComponentType } from "react";
import type { Deal } from "../../data/deal.js";

/** What can be done about who is in control of a deal. */
export type ControlSlot = ComponentType<Readonly<{ deal: Deal }>>;

/** What anyone can have tested of a deal's covenants. */
export type CovenantSlot = ComponentType<Readonly<{ deal: Deal }>>;
