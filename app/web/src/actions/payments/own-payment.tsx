import type { ReactNode } from "react";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import { carryOutAction, correctAction } from "./payment-actions.js";
import type { PaymentSlot } from "./slots.js";

/** What the connected wallet can do about a payment that waits: its payer and the arbitrator send it back, later anyone carries it out. */
export const OwnPayment: PaymentSlot = ({ deal: { security, time }, of }): ReactNode => {
  const wallet = useWallet();
  if (wallet === undefined) {
    return null;
  }
  if (time >= of.data.dueAt) {
    return <Act label="Carry it out" variant="primary" action={() => carryOutAction(security, of)} />;
  }
  const mayCorrect = [of.data.payer, security.data.arbitrator].includes(wallet.address);
  return mayCorrect ? <Act label="Send it back" action={() => correctAction(security, of)} /> : null;
};
