import type { ClassLabel } from "@defi-ready/securities-charts";
import type { Deal } from "../../data/deal.js";
import { nameWithin } from "../../data/names.js";

/** Classes by rank, as pictures call them. */
export const classLabels = ({ classes, name: deal }: Pick<Deal, "classes" | "name">): readonly ClassLabel[] =>
  classes.map(({ name, tranche }) => ({ name: nameWithin(deal, name), kind: tranche.data.kind }));
