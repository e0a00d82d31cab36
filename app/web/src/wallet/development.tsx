/**
 * A wallet for the embedded validator, in a build of its own (`vite build --mode development-wallet`): it makes its keys
 * in memory, signs without a question, and forgets them with the page. The published page does not contain it.
 */

import {
  generateKeyPairSigner,
  getAddressEncoder,
  getTransactionDecoder,
  getTransactionEncoder,
  type KeyPairSigner,
  partiallySignTransaction,
} from "@solana/kit";
import {
  SolanaSignTransaction,
  type SolanaSignTransactionFeature,
  type SolanaSignTransactionInput,
} from "@solana/wallet-standard-features";
import { getWallets } from "@wallet-standard/app";
import type { Wallet, WalletAccount } from "@wallet-standard/base";
import {
  StandardConnect,
  type StandardConnectFeature,
  StandardEvents,
  type StandardEventsFeature,
} from "@wallet-standard/features";
import { extras } from "./extras.js";
import { TestMoney } from "./test-money.js";

/** The only chain that it signs for. */
const CHAIN = "solana:localnet";
const ICON = `data:image/svg+xml;base64,${btoa(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="#b07a2a"/></svg>',
)}` as const;

class DevelopmentWallet implements Wallet {
  readonly version = "1.0.0";
  readonly name = "Development wallet";
  readonly icon = ICON;
  readonly chains = [CHAIN] as const;
  #signer: KeyPairSigner | undefined;
  #accounts: readonly WalletAccount[] = [];

  get accounts(): readonly WalletAccount[] {
    return this.#accounts;
  }

  get features(): StandardConnectFeature & StandardEventsFeature & SolanaSignTransactionFeature {
    return {
      [StandardConnect]: {
        version: "1.0.0",
        connect: async ({ silent = false } = {}) => {
          if (!silent && this.#signer === undefined) {
            this.#signer = await generateKeyPairSigner();
            const { address } = this.#signer;
            const publicKey = getAddressEncoder().encode(address);
            const { chains } = this;
            this.#accounts = [{ address, publicKey, chains, features: [SolanaSignTransaction] }];
          }
          return { accounts: this.#accounts };
        },
      },
      [StandardEvents]: { version: "1.0.0", on: () => () => undefined },
      [SolanaSignTransaction]: {
        version: "1.0.0",
        supportedTransactionVersions: ["legacy", 0],
        signTransaction: (...inputs) => Promise.all(inputs.map((input) => this.#sign(input))),
      },
    };
  }

  async #sign({ transaction, chain }: SolanaSignTransactionInput) {
    if (this.#signer === undefined || chain !== CHAIN) {
      throw new Error("it signs for the embedded validator alone");
    }
    const { keyPair } = this.#signer;
    const signed = await partiallySignTransaction([keyPair], getTransactionDecoder().decode(transaction));
    return { signedTransaction: Uint8Array.from(getTransactionEncoder().encode(signed)) };
  }
}

/** Offers the wallet, and test money with it. */
export function installDevelopmentWallet(): void {
  getWallets().register(new DevelopmentWallet());
  extras.account = TestMoney;
}
