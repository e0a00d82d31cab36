import type { Kind } from "../account-kinds.js";
import { getMeasureDecoder, MEASURE_DISCRIMINATOR, type Measure } from "../generated/index.js";

/** An exceptional measure. */
export const MEASURE: Kind<Measure> = {
  name: "measure",
  discriminator: MEASURE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getMeasureDecoder(),
};
