import type { Address } from "@solana/kit";
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useId,
  useState,
  useSyncExternalStore,
} from "react";
import { Boundary } from "../ui/boundary.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { Loading } from "../ui/section.js";
import { Step } from "../ui/step.js";
import type { Action } from "./action.js";

const Review = lazy(() => import("./review.js").then(({ Review: part }) => ({ default: part })));

/** A form asks for an action once what was typed makes one. */
export type Ask = (action: Action) => void;

type Form = (ask: Ask) => ReactNode;

/** In whose name what is below is done, where that need not be the connected wallet: only that wallet signs it. */
export const OwnerContext = createContext<Address | undefined>(undefined);

/** What the dialog is about. */
type Opened = Readonly<{
  /** Of the button. */
  id: string;
  /** Of this time that it was pressed. */
  time: number;
  isOpen: boolean;
  title: string;
  action: Action | undefined;
  form: Form | undefined;
  owner: Address | undefined;
}>;

let times = 0;
let opened: Opened | undefined;
const listeners = new Set<() => void>();

function show(next: Opened | undefined): void {
  opened = next;
  for (const listener of listeners) {
    listener();
  }
}

function open(what: Pick<Opened, "id" | "title" | "action" | "form" | "owner">): void {
  times += 1;
  show({ ...what, time: times, isOpen: true });
}

/** What it showed is kept, so that the browser closes the dialog and gives the focus back. */
function close(): void {
  show(opened === undefined ? undefined : { ...opened, isOpen: false });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

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
  form?: Form | undefined;
}>): ReactNode {
  const id = useId();
  const owner = useContext(OwnerContext);
  // What the form shows is as new as the page; once the button is gone, as it was last.
  useEffect(() => {
    if (opened?.id === id && opened.form !== form) {
      show({ ...opened, form });
    }
  }, [id, form]);
  return (
    <Button
      variant={variant}
      disabled={disabled}
      onClick={() => open({ id, title, action: action?.(), form, owner })}
      aria-haspopup="dialog"
    >
      {label}
    </Button>
  );
}

/**
 * The dialog of all {@link Act}s. It is above what they belong to, since what is signed often makes that disappear: a
 * settled ticket is gone before its settlement has been read.
 */
export function ActDialog(): ReactNode {
  const current = useSyncExternalStore(subscribe, () => opened);
  return current === undefined ? null : <OpenedDialog current={current} key={current.time} />;
}

function OpenedDialog({ current }: Readonly<{ current: Opened }>): ReactNode {
  const { action, form, title, isOpen, owner } = current;
  const [asked, setAsked] = useState(action);
  const back = form === undefined ? undefined : () => setAsked(undefined);
  return (
    <Dialog title={asked?.title ?? title} open={isOpen} onClose={close}>
      <Boundary what="this">
        <Step of={asked === undefined ? "form" : "review"}>
          {/* What was typed stays when one comes back from the review. */}
          {form === undefined ? null : <div hidden={asked !== undefined}>{form(setAsked)}</div>}
          {asked === undefined ? null : (
            <Suspense fallback={<Loading what="the review" />}>
              <Review action={asked} owner={owner} onBack={back} />
            </Suspense>
          )}
        </Step>
      </Boundary>
    </Dialog>
  );
}
