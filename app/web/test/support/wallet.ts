import type { Cluster } from "@defi-ready/securities";
import {
  getBase58Encoder,
  getBase64Decoder,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getSignatureFromTransaction,
  getTransactionDecoder,
  getTransactionEncoder,
  type KeyPairSigner,
  partiallySignTransaction,
  type Transaction,
} from "@solana/kit";
import type { Page } from "playwright-core";

/** How a wallet answers when it is asked to sign. */
type Manner = "signs" | "refuses" | "hangs";

/** A wallet of the wallet standard in a page, whose keys stay in the test. */
export class TestWallet {
  /** How it answers. */
  manner: Manner = "signs";
  /** How many transactions it has signed. */
  signed = 0;

  /** Whether it connects a page that it has been connected to before without asking. */
  remembers = false;

  /** Makes another transaction of what it is given, before it signs. */
  swap: ((given: Transaction) => Transaction) | undefined;

  /** What happens while its user takes time, before it signs. */
  meanwhile: (() => Promise<unknown>) | undefined;

  /** Sends by itself what it signs, and says no more than the signature. */
  sendsTo: Cluster | undefined;

  constructor(
    readonly signer: KeyPairSigner,
    /** The chains that it signs for. */
    readonly chains: readonly string[] = ["solana:localnet"],
  ) {}

  /** Puts it into a page that is not loaded yet. */
  readonly install = async (page: Page): Promise<void> => {
    await page.exposeFunction("testWalletSigns", (wire: string) => this.#sign(wire));
    const { address, keyPair } = this.signer;
    const publicKey = [...new Uint8Array(await crypto.subtle.exportKey("raw", keyPair.publicKey))];
    await page.addInitScript(register, {
      address,
      publicKey,
      chains: [...this.chains],
      remembers: this.remembers,
      isSending: this.sendsTo !== undefined,
    });
  };

  /** Says in a page that something about it has changed, as wallets do also when nothing has. */
  async announce(page: Page): Promise<void> {
    await page.evaluate(() => (globalThis as unknown as { testWalletChanges(): void }).testWalletChanges());
  }

  async #sign(wire: string): Promise<string> {
    if (this.manner === "hangs") {
      return await new Promise(() => undefined);
    }
    if (this.manner === "refuses") {
      throw new Error("User rejected the request.");
    }
    await this.meanwhile?.();
    const given: Transaction = getTransactionDecoder().decode(getBase64Encoder().encode(wire));
    const transaction = this.swap === undefined ? given : this.swap(given);
    const signed = await partiallySignTransaction([this.signer.keyPair], transaction);
    this.signed += 1;
    if (this.sendsTo !== undefined) {
      await this.sendsTo.rpc
        .sendTransaction(getBase64EncodedWireTransaction(signed), { encoding: "base64", skipPreflight: true })
        .send();
      return getBase64Decoder().decode(getBase58Encoder().encode(getSignatureFromTransaction(signed)));
    }
    return getBase64Decoder().decode(getTransactionEncoder().encode(signed));
  }
}

type Config = Readonly<{
  address: string;
  publicKey: readonly number[];
  chains: readonly string[];
  remembers: boolean;
  isSending: boolean;
}>;

/** In the page: what an extension does. */
function register({ address, publicKey, chains, remembers, isSending }: Config): void {
  const feature = isSending ? "solana:signAndSendTransaction" : "solana:signTransaction";
  const features = [feature];
  const account = { address, publicKey: Uint8Array.from(publicKey), chains, features };
  const { testWalletSigns } = globalThis as unknown as { testWalletSigns(wire: string): Promise<string> };
  const listeners = new Set<(change: object) => void>();
  const wallet = {
    version: "1.0.0",
    name: "Test wallet",
    icon: `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="#5a6a8c"/></svg>')}`,
    chains,
    accounts: [] as object[],
    features: {
      "standard:connect": {
        version: "1.0.0",
        connect: (input?: { silent?: boolean }) => {
          wallet.accounts = input?.silent === true && !remembers ? [] : [account];
          return Promise.resolve({ accounts: wallet.accounts });
        },
      },
      "standard:disconnect": {
        version: "1.0.0",
        disconnect: () => {
          wallet.accounts = [];
          return Promise.resolve();
        },
      },
      "standard:events": {
        version: "1.0.0",
        on: (_: string, listener: (change: object) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      [feature]: {
        version: "1.0.0",
        supportedTransactionVersions: ["legacy", 0],
        [feature.slice("solana:".length)]: async ({ transaction }: { transaction: Uint8Array }) => {
          const answer = await testWalletSigns(btoa(String.fromCharCode(...transaction)));
          const bytes = Uint8Array.from(atob(answer), (one) => one.charCodeAt(0));
          return [isSending ? { signature: bytes } : { signedTransaction: bytes }];
        },
      },
    },
  };
  Object.assign(globalThis, {
    testWalletChanges: () => {
      for (const listener of listeners) {
        listener({ accounts: wallet.accounts });
      }
    },
  });
  const take = (api: { register(one: object): void }) => api.register(wallet);
  addEventListener("wallet-standard:app-ready", (event) => take((event as CustomEvent).detail));
  dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: take }));
}
