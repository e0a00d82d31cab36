import { type Address, address } from "@solana/kit";

/** Stands for whoever applies a deal that names nobody: it is paid, and does nothing else. */
export const ANYBODY: Address = address("SysvarRent111111111111111111111111111111111");
