import type { ReactNode } from "react";
import { WalletProvider } from "../wallet/provider.js";
import { ActDialog } from "./act.js";
import { Tray } from "./tray.js";

/** All that signs: the wallet, and the transactions that are under way. */
export function Signing({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  return (
    <WalletProvider>
      {children}
      <ActDialog />
      <Tray />
    </WalletProvider>
  );
}
