/** What a security would pay: the program's own code, played in memory. */
export type {
  Borne,
  ClassSpec,
  ClassState,
  ProjectedEvent,
  Ran,
  Received,
  Start,
  Step,
  StepReport,
  StructureTerms,
  VaultState,
} from "./codec.js";
export { type Engine, engineOf, ProjectionRefused, project, refusalOf } from "./engine.js";
export { type Flow, flowsOf } from "./flows.js";
export { type Assumptions, type Pool, type PoolMonth, poolMonths, stepsOfPool } from "./pool.js";
export { type Statistics, statisticsOf } from "./statistics.js";
