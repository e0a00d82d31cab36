/** What a security would pay: the program's own code, played in memory. */
export type {
  Became,
  Borne,
  ClassState,
  ProjectedEvent,
  Ran,
  Received,
  Step,
  StepReport,
  VaultState,
} from "./codec.js";
export { conversionsBetween, isTried, type Turned, turnedIn, withConversions } from "./conversions.js";
export { type Engine, engineOf, ProjectionRefused, project, refusalOf } from "./engine.js";
export { type Flow, flowsOf } from "./flows.js";
export { type Assumptions, type Pool, type PoolMonth, poolMonths, stepsOfPool } from "./pool.js";
export type { ClassSpec, ConversionData, ConversionSpec, Start, StructureTerms } from "./start.js";
export { type Statistics, statisticsOf } from "./statistics.js";
