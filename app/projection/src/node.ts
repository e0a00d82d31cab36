import { readFileSync } from "node:fs";
import { type Engine, engineOf } from "./engine.js";

/** The program's code as the package ships it, for Node. */
export function readEngine(): Engine {
  return engineOf(readFileSync(new URL("./projection.wasm", import.meta.url)));
}
