import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import type { Action } from "./action.js";
import { Review } from "./review.js";

/** A form asks for an action once what was typed makes one. */
export type Ask = (action: Action) => void;

/** A button that leads to something that is signed: through a form if it needs one, and always past its review. */
export function Act({
  label,
  title = label,
  variant,
  disabled,
  action,
  form,
}: Readonly<{
  label: string;
  /** Of the dialog; the label if left out. */
  title?: string | undefined;
  variant?: "primary" | "plain" | "quiet" | undefined;
  disabled?: boolean | undefined;
  /** What is signed, where nothing has to be typed. */
  action?: (() => Action) | undefined;
  /** What makes it, otherwise. */
  form?: ((ask: Ask) => ReactNode) | undefined;
}>): ReactNode {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<Action>();
  const begin = () => {
    setAsked(action?.());
    setOpen(true);
  };
  const back = form === undefined ? undefined : () => setAsked(undefined);
  return (
    <>
      <Button variant={variant} disabled={disabled} onClick={begin} aria-haspopup="dialog">
        {label}
      </Button>
      <Dialog title={asked?.title ?? title} open={open} onClose={() => setOpen(false)}>
        {/* What was typed stays when one comes back from the review. */}
        {form === undefined ? null : <div hidden={asked !== undefined}>{form(setAsked)}</div>}
        {asked === undefined ? null : <Review action={asked} onBack={back} />}
      </Dialog>
    </>
  );
}
