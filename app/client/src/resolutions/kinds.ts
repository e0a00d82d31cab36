import type { Kind } from "../account-kinds.js";
import {
  BALLOT_DISCRIMINATOR,
  type Ballot,
  GOVERNANCE_DISCRIMINATOR,
  type Governance,
  getBallotDecoder,
  getGovernanceDecoder,
  getResolutionDecoder,
  getStructureDraftDecoder,
  RESOLUTION_DISCRIMINATOR,
  type Resolution,
  STRUCTURE_DRAFT_DISCRIMINATOR,
  type StructureDraft,
} from "../generated/index.js";

/** How the holders of a security decide. */
export const GOVERNANCE: Kind<Governance> = {
  name: "governance",
  discriminator: GOVERNANCE_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getGovernanceDecoder(),
};
/** What holders decide. */
export const RESOLUTION: Kind<Resolution> = {
  name: "resolution",
  discriminator: RESOLUTION_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getResolutionDecoder(),
};
/** How a record votes on a resolution. */
export const BALLOT: Kind<Ballot> = {
  name: "ballot",
  discriminator: BALLOT_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getBallotDecoder(),
};
/** A waterfall as a whole that holders may consent to. */
export const DRAFT: Kind<StructureDraft> = {
  name: "draft of a waterfall",
  discriminator: STRUCTURE_DRAFT_DISCRIMINATOR,
  decoder: /* @__PURE__ */ getStructureDraftDecoder(),
};
