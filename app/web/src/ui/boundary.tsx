import { explain } from "@defi-ready/securities";
import { Component, type ReactNode } from "react";
import { Button } from "./button.js";
import { Notice } from "./notice.js";

type Props = Readonly<{
  /** What cannot be shown then, to follow "Cannot show". */
  what: string;
  /** The place that is shown: at another, the fault is forgotten. */
  place?: string | undefined;
  children: ReactNode;
}>;

type State = Readonly<{ error: unknown; place: string | undefined }>;

/** Keeps a fault of one part of the page to that part, and says so. */
export class Boundary extends Component<Props, State> {
  override state: State = { error: undefined, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Pick<State, "error"> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, before: State): State | null {
    return place === before.place ? null : { error: undefined, place };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) {
      return this.props.children;
    }
    if (isMissingPart(error)) {
      return (
        <Notice
          tone="wrong"
          title="A part of the page did not arrive"
          action={<Button onClick={() => location.reload()}>Load the page again</Button>}
        >
          Whoever serves it did not answer, or serves a newer one by now. Nothing was signed or sent.
        </Notice>
      );
    }
    return (
      <Notice
        tone="wrong"
        title={`Cannot show ${this.props.what}`}
        action={<Button onClick={() => this.setState({ error: undefined })}>Try again</Button>}
      >
        This is a fault of the page, not of the deal: {explain(error)}. The command line shows the same:{" "}
        <code>securities show</code>.
      </Notice>
    );
  }
}

/** Whether a script of the page could not be fetched: browsers have no name for that, but words of their own. */
const isMissingPart = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|importing a module script/i.test(error.message);
