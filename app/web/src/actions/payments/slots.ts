import type { Distribution } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ComponentType } from "react";
import type { Deal } from "../../data/deal.js";

/** What somebody can do about a payment that waits. */
export type PaymentSlot = ComponentType<Readonly<{ deal: Deal; of: Account<Distribution> }>>;
