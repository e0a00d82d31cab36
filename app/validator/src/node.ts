import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import {
  type Address,
  appendTransactionMessageInstruction,
  compileTransaction,
  createNoopSigner,
  createTransactionMessage,
  getAddressDecoder,
  getTransactionEncoder,
  lamports,
  type SignatureBytes,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import type { Bank } from "./bank.js";
import type { Outcome } from "./outcome.js";
import { Known } from "./programs.js";
import { decodeWireTransaction } from "./wire.js";

/** The DER prefix of an Ed25519 private key, as `node:crypto` imports it. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const FAUCET_LAMPORTS = 500_000_000n * 1_000_000_000n;

/** The context of the RPC's methods. */
export type Node = Readonly<{
  bank: Bank;
  faucet: Faucet;
  /** The node's identity, which leads every slot. */
  identity: Address;
  genesisHash: string;
  /** Writes the state file; `undefined` if none was asked for. */
  save: (() => void) | undefined;
}>;

/** An Ed25519 key derived from a word: the same in every run, and known to everybody. */
export class WellKnownKey {
  readonly address: Address;
  readonly #key: KeyObject;

  constructor(word: string) {
    const seed = createHash("sha256").update(`securities validator ${word}`).digest();
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
    const der = createPublicKey(this.#key).export({ format: "der", type: "spki" });
    this.address = getAddressDecoder().decode(der.subarray(-32));
  }

  /** Signs a message. */
  sign(message: Uint8Array): SignatureBytes {
    return new Uint8Array(sign(null, message, this.#key)) as SignatureBytes;
  }
}

/** Gives lamports to whoever asks, by transactions like any other: they are in the history and move the slot. */
export class Faucet {
  readonly #key = new WellKnownKey("faucet");

  constructor(readonly bank: Bank) {
    if (bank.account(this.#key.address) === undefined) {
      bank.setAccount({
        address: this.#key.address,
        lamports: lamports(FAUCET_LAMPORTS),
        programAddress: Known.system,
        executable: false,
        data: new Uint8Array(),
        space: 0n,
      });
    }
  }

  /** Sends lamports. */
  give(destination: Address, amount: bigint): Outcome & { signature: string } {
    const source = createNoopSigner(this.#key.address);
    const { blockhashes } = this.bank.clock;
    const lifetime = { blockhash: blockhashes.latest, lastValidBlockHeight: blockhashes.latestExpiry };
    const message = appendTransactionMessageInstruction(
      getTransferSolInstruction({ source, destination, amount }),
      setTransactionMessageLifetimeUsingBlockhash(
        lifetime,
        setTransactionMessageFeePayer(source.address, createTransactionMessage({ version: 0 })),
      ),
    );
    const unsigned = compileTransaction(message);
    const signature = this.#key.sign(Uint8Array.from(unsigned.messageBytes));
    const bytes = getTransactionEncoder().encode({
      ...unsigned,
      signatures: { [source.address]: signature },
    });
    const wire = decodeWireTransaction(Uint8Array.from(bytes));
    return { ...this.bank.process(wire), signature: wire.signature };
  }
}
