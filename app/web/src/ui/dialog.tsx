import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./button.js";

/**
 * A dialog above the page, the browser's own: it keeps the focus, Escape closes it, and the focus goes back to where it
 * was.
 */
export function Dialog({
  title,
  open,
  onClose,
  children,
}: Readonly<{ title: string; open: boolean; onClose: () => void; children: ReactNode }>): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open && dialog.current?.open === false) {
      dialog.current.showModal();
    } else if (!open) {
      dialog.current?.close();
    }
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      {open ? (
        <>
          <div className="dialog-head">
            <h2 id={id}>{title}</h2>
            <Button variant="quiet" onClick={onClose}>
              Close
            </Button>
          </div>
          <div className="dialog-body">{children}</div>
        </>
      ) : null}
    </dialog>
  );
}
