import { isAddress } from "@solana/kit";
import {
  SolanaSignAndSendTransaction,
  type SolanaSignAndSendTransactionFeature,
  SolanaSignTransaction,
  type SolanaSignTransactionFeature,
} from "@solana/wallet-standard-features";
import { getWallets } from "@wallet-standard/app";
import type { Wallet, WalletAccount, WalletIcon } from "@wallet-standard/base";
import {
  StandardConnect,
  type StandardConnectFeature,
  StandardDisconnect,
  type StandardDisconnectFeature,
  StandardEvents,
  type StandardEventsFeature,
} from "@wallet-standard/features";
import { visible } from "../format.js";

/** What a wallet of the standard may be able to do, as far as the page asks. */
type Features = Partial<
  StandardConnectFeature &
    StandardDisconnectFeature &
    StandardEventsFeature &
    SolanaSignTransactionFeature &
    SolanaSignAndSendTransactionFeature
>;

/** The version of transactions that the page makes. */
const VERSION = 0;
/** What the standard calls the chains that the page is about. */
const PREFIX = "solana:";
/** The icons that the standard knows: a picture that the wallet brings with it. A browser runs nothing of one. */
const ICON = /^data:image\/(?:svg\+xml|webp|png|gif);base64,[A-Za-z0-9+/=]+$/;

/** A wallet of the wallet standard that can sign for Solana. */
export class StandardWallet {
  readonly #features: Features;

  constructor(private readonly wallet: Wallet) {
    this.#features = wallet.features as Features;
  }

  /**
   * Whether it can connect and sign transactions of the page's version. Others are not offered, nor what calls itself a
   * wallet and is not made as the standard says.
   */
  static canSign(wallet: Wallet): boolean {
    try {
      return (
        StandardWallet.#isAble(wallet) && typeof wallet.name === "string" && Array.isArray(wallet.accounts)
      );
    } catch {
      return false;
    }
  }

  static #isAble({ chains, features }: Wallet): boolean {
    const { [SolanaSignTransaction]: sign, [SolanaSignAndSendTransaction]: send } = features as Features;
    const versions = (sign ?? send)?.supportedTransactionVersions ?? [];
    return (
      StandardConnect in features &&
      versions.includes(VERSION) &&
      chains.some((chain) => chain.startsWith(PREFIX))
    );
  }

  /** Whether it is this wallet, and not another of the same name. */
  is(wallet: Wallet): boolean {
    return this.wallet === wallet;
  }

  /** What it calls itself, with what is hidden in that made visible. */
  get name(): string {
    return visible(this.wallet.name);
  }

  /** Its picture; `undefined` for what is none by the standard, such as an address elsewhere. */
  get icon(): WalletIcon | undefined {
    const { icon } = this.wallet;
    return ICON.test(icon) ? icon : undefined;
  }

  /** The accounts for Solana that it has let the page see. */
  get accounts(): readonly WalletAccount[] {
    return this.wallet.accounts.filter(
      ({ address, chains }) => isAddress(address) && chains.some((chain) => chain.startsWith(PREFIX)),
    );
  }

  /** Signs without sending; undefined for a wallet that cannot. */
  get sign() {
    return this.#features[SolanaSignTransaction]?.signTransaction;
  }

  /** Signs and sends by itself; undefined for a wallet that cannot. */
  get signAndSend() {
    return this.#features[SolanaSignAndSendTransaction]?.signAndSendTransaction;
  }

  /**
   * Asks the wallet for its accounts.
   *
   * @param silent Whether it may only give those that it has given before, without asking anybody.
   */
  async connect(silent: boolean): Promise<readonly WalletAccount[]> {
    await this.#features[StandardConnect]?.connect(silent ? { silent } : {});
    return this.accounts;
  }

  /** Tells the wallet that the page does not need it any more. */
  async disconnect(): Promise<void> {
    await this.#features[StandardDisconnect]?.disconnect();
  }

  /** Calls back when its accounts change; returns what ends that. */
  onChange(listener: () => void): () => void {
    return this.#features[StandardEvents]?.on("change", listener) ?? (() => undefined);
  }
}

const { get, on } = getWallets();
const listeners = new Set<() => void>();
let found: readonly StandardWallet[] = [];

/** Wallets come whenever their extensions are ready, also before anybody listens. */
function look(): void {
  const before = found;
  found = get()
    .filter((one) => StandardWallet.canSign(one))
    .map((one) => before.find((old) => old.is(one)) ?? new StandardWallet(one));
  for (const listener of listeners) {
    listener();
  }
}
look();
on("register", look);
on("unregister", look);

/** The wallets of this browser that can sign, in the order in which they came. */
export const installedWallets = (): readonly StandardWallet[] => found;

/** Calls back when wallets come or go; returns what ends that. */
export function onWallets(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
