import type { ClassLabel } from "@defi-ready/securities-charts";
import type { Deal } from "../../data/deal.js";
import { visible } from "../../format.js";

/** Classes by rank, as pictures call them. */
export const classLabels = ({ classes }: Pick<Deal, "classes">): readonly ClassLabel[] =>
  classes.map(({ name, tranche }) => ({ name: visible(name), kind: tranche.data.kind }));
