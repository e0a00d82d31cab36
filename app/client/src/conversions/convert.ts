import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  conversionAddress,
  holderAddress,
  shareAccountAddress,
  shareMintAddress,
  waterfallAddress,
} from "../addresses.js";
import { admissionOf } from "../admission.js";
import type { Cluster } from "../cluster.js";
import {
  type Conversion,
  type ConversionTermsArgs,
  getCloseConversionInstruction,
  getConvertClassInstruction,
  getConvertSharesInstruction,
  getCreateConversionInstruction,
  type Security,
  type Tranche,
} from "../generated/index.js";
import { receiverInstructions } from "../receiver.js";
import { withTranches } from "../tranche-metas.js";
import { settlementVault } from "../vaults-and-assets.js";

/** The terms of a new conversion; its number is the class's next. */
export type NewConversion = Omit<ConversionTermsArgs, "number">;

/**
 * Creates a conversion of a class into another. By the sponsor; into a class of another security by its sponsor too, before anything
 * of that is offered. Before the first lock it is part of what is offered; later a resolution approves it.
 */
export async function createConversion(
  options: Readonly<{
    sponsor: TransactionSigner;
    from: Pick<Account<Tranche>, "address" | "data">;
    into: Pick<Account<Tranche>, "address" | "data">;
    /** The sponsor of the other class's security, if that is another one. */
    intoSponsor?: TransactionSigner | undefined;
    terms: NewConversion;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; conversion: Address; number: number }>> {
  const { sponsor, from, into, intoSponsor, terms } = options;
  const { next: number } = from.data.conversions;
  const conversion = await conversionAddress(from.address, number);
  const isOther = into.data.security !== from.data.security;
  const instruction = getCreateConversionInstruction({
    sponsor,
    security: from.data.security,
    waterfall: await waterfallAddress(from.data.security),
    tranche: from.address,
    into: into.address,
    ...(isOther ? { intoSecurity: into.data.security } : {}),
    ...(isOther && intoSponsor !== undefined ? { intoSponsor } : {}),
    conversion,
    args: { ...terms, number },
  });
  return { instructions: [instruction], conversion, number };
}

/** Converts a whole class, once a resolution has approved it or its trigger has not held for its cure period. By anyone. */
export async function convertClass(
  options: Readonly<{
    security: Account<Security>;
    conversion: Account<Conversion>;
    /** The class that is received, if it is of another security. */
    other?: Readonly<{ address: Address; data: Pick<Tranche, "security"> }> | undefined;
  }>,
): Promise<Instruction[]> {
  const { security, conversion, other } = options;
  const instruction = getConvertClassInstruction({
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    conversion: conversion.address,
    ...(other === undefined ? {} : { into: other.address, intoSecurity: other.data.security }),
  });
  return [await withTranches(instruction, security)];
}

/**
 * Converts an owner's shares as it elects, or collects what they became; the record and the share account that receive them are opened
 * if they are missing, and the owner's credential is copied. Of a class that was converted, anyone collects for an owner: its whole
 * record.
 */
export async function convertShares(
  options: Readonly<{
    cluster: Cluster;
    /** Pays rents. */
    payer: TransactionSigner;
    /** The owner, or its address where somebody else collects for it. */
    owner: TransactionSigner | Address;
    /** The security of the class that is received. */
    intoSecurity: Account<Security>;
    conversion: Account<Conversion>;
    /** Share base units; all of the record if left out. */
    amount?: bigint | undefined;
    /** The owner's token account of the shares that are given; its associated one if left out. */
    shareAccount?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { cluster, payer, intoSecurity, conversion, amount } = options;
  const { security, tranche, into } = conversion.data;
  const signer = typeof options.owner === "string" ? undefined : options.owner;
  const owner = typeof options.owner === "string" ? options.owner : options.owner.address;
  const { mint, tokenProgram } = settlementVault(intoSecurity.data);
  const [shareMint, intoMint] = [await shareMintAddress(tranche), await shareMintAddress(into)];
  const ready = await receiverInstructions({
    cluster,
    payer,
    owner,
    security: intoSecurity.address,
    tranche: into,
    settlement: { mint, tokenProgram },
  });
  const qualify = await admissionOf({ cluster, security: intoSecurity, tranches: [into], owner });
  const convert = getConvertSharesInstruction({
    ...(signer === undefined ? {} : { owner: signer }),
    security,
    conversion: conversion.address,
    tranche,
    into,
    holder: await holderAddress(tranche, owner),
    intoHolder: await holderAddress(into, owner),
    shareMint,
    shareAccount: options.shareAccount ?? (await shareAccountAddress(owner, shareMint)),
    intoMint,
    intoAccount: await shareAccountAddress(owner, intoMint),
    ...(intoSecurity.address === security ? {} : { intoSecurity: intoSecurity.address }),
    amount: amount ?? null,
  });
  return [...ready, ...qualify, convert];
}

/** Closes a conversion, and frees or cancels what of it nobody receives. By anyone once it is over; before by the sponsor. */
export const closeConversion = (
  options: Readonly<{ conversion: Account<Conversion>; sponsor?: TransactionSigner | undefined }>,
): Instruction[] => {
  const { conversion, sponsor } = options;
  const { security, tranche, into, rentPayer } = conversion.data;
  return [
    getCloseConversionInstruction({
      ...(sponsor === undefined ? {} : { sponsor }),
      security,
      tranche,
      into,
      conversion: conversion.address,
      rentPayer,
    }),
  ];
};
