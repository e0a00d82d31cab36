import {
  type ConversionTermsArgs,
  getConversionTermsEncoder,
  getMeasureTermsEncoder,
  getTrancheKindEncoder,
  getTrancheTermsEncoder,
  getTransferRulesTermsEncoder,
  getWaterfallRulesEncoder,
  type MeasureTermsArgs,
  type TrancheKindArgs,
  type TrancheTermsArgs,
  type TransferRulesTermsArgs,
  type WaterfallRulesArgs,
} from "@defi-ready/securities/program";
import {
  addEncoderSizePrefix,
  type Encoder,
  getArrayEncoder,
  getBooleanEncoder,
  getBytesEncoder,
  getDiscriminatedUnionEncoder,
  getI64Encoder,
  getStructEncoder,
  getU8Encoder,
  getU32Codec,
  getU64Encoder,
  type ReadonlyUint8Array,
} from "@solana/kit";

/** A class that is not on the chain yet. */
export type ClassSpec = Readonly<{
  kind: TrancheKindArgs;
  terms: TrancheTermsArgs;
  /** Decimals of its share mint. */
  decimals: number;
  /** The most shares there may be, share base units. */
  authorised: bigint;
  /** Whether its number of shares is fixed. */
  fixed: boolean;
  /** Whether its shares require a credential. */
  restricted: boolean;
  /** Whether it has a wrapper. */
  wrapped: boolean;
  /** Its rules for transfers. */
  transfers: TransferRulesTermsArgs;
  /** Whether it is in the frozen form. */
  frozen: boolean;
}>;

/** The terms of a deal that is not on the chain yet. */
export type StructureTerms = Readonly<{
  /** When it is created, Unix time. */
  createdAt: bigint;
  /** By rank. */
  tranches: readonly ClassSpec[];
  rules: WaterfallRulesArgs;
  /** Its exceptional measures. */
  measures: MeasureTermsArgs;
  /** Between its tranches. */
  conversions: readonly ConversionSpec[];
}>;

/** A conversion that is not on the chain yet, between classes by their ranks. */
export type ConversionSpec = Readonly<{ from: number; into: number; terms: ConversionTermsArgs }>;

/** A conversion on the chain, between classes by their ranks: the data of its account. */
export type ConversionData = Readonly<{ from: number; into: number; data: ReadonlyUint8Array }>;

/** Where a projection starts: from terms, or from the data of the accounts of a deal on the chain, tranches by rank. */
export type Start =
  | Readonly<{ __kind: "Terms"; terms: StructureTerms }>
  | Readonly<{
      __kind: "Accounts";
      security: ReadonlyUint8Array;
      waterfall: ReadonlyUint8Array;
      tranches: readonly ReadonlyUint8Array[];
      /** Between its tranches. */
      conversions: readonly ConversionData[];
    }>;

const size = getU32Codec();
const bytes = addEncoderSizePrefix(getBytesEncoder(), size);

/** As the program's WebAssembly reads it. */
export const START: Encoder<Start> = getDiscriminatedUnionEncoder([
  [
    "Terms",
    getStructEncoder([
      [
        "terms",
        getStructEncoder([
          ["createdAt", getI64Encoder()],
          [
            "tranches",
            getArrayEncoder(
              getStructEncoder([
                ["kind", getTrancheKindEncoder()],
                ["terms", getTrancheTermsEncoder()],
                ["decimals", getU8Encoder()],
                ["authorised", getU64Encoder()],
                ["fixed", getBooleanEncoder()],
                ["restricted", getBooleanEncoder()],
                ["wrapped", getBooleanEncoder()],
                ["transfers", getTransferRulesTermsEncoder()],
                ["frozen", getBooleanEncoder()],
              ]),
            ),
          ],
          ["rules", getWaterfallRulesEncoder()],
          ["measures", getMeasureTermsEncoder()],
          [
            "conversions",
            getArrayEncoder(
              getStructEncoder([
                ["from", getU8Encoder()],
                ["into", getU8Encoder()],
                ["terms", getConversionTermsEncoder()],
              ]),
            ),
          ],
        ]),
      ],
    ]),
  ],
  [
    "Accounts",
    getStructEncoder([
      ["security", bytes],
      ["waterfall", bytes],
      ["tranches", getArrayEncoder(bytes)],
      [
        "conversions",
        getArrayEncoder(
          getStructEncoder([
            ["from", getU8Encoder()],
            ["into", getU8Encoder()],
            ["data", bytes],
          ]),
        ),
      ],
    ]),
  ],
]) as Encoder<Start>;
