/** How the page looks: as the system says, or always light or dark. */
export type Theme = "system" | "light" | "dark";

/** All that the page stores, in this browser alone. */
export type Settings = Readonly<{
  /** The RPC URL that was chosen; the first one offered if there is none. */
  url?: string | undefined;
  theme?: Theme | undefined;
  /** The name of the wallet that was connected last. */
  wallet?: string | undefined;
}>;

const KEY = "securities.settings";

/** The stored settings; none where the browser stores nothing. */
export function readSettings(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const { url, theme, wallet } = (stored ?? {}) as Record<string, unknown>;
    return {
      ...(typeof url === "string" ? { url } : {}),
      ...(theme === "light" || theme === "dark" ? { theme } : {}),
      ...(typeof wallet === "string" ? { wallet } : {}),
    };
  } catch {
    return {};
  }
}

/** Stores settings where the browser allows it; the page works without. */
export function storeSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A browser that stores nothing forgets the settings when the page is closed.
  }
}

/** The name of the wallet that was connected last, unless it was disconnected. */
export const rememberedWallet = (): string | undefined => readSettings().wallet;

/** Stores the name of the wallet that is connected, or that none is. */
export function rememberWallet(wallet: string | undefined): void {
  storeSettings({ ...readSettings(), wallet });
}
