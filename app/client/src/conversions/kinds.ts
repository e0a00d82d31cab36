import type { Kind } from "../account-kinds.js";
import { CONVERSION_DISCRIMINATOR, type Conversion, getConversionDecoder } from "../generated/index.js";

/** How shares of one class become shares of another. */
export const CONVERSION: Kind<Conversion> = {
  name: "conversion",
  discriminator: CONVERSION_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getConversionDecoder(),
};
