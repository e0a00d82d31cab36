import { explain } from "@defi-ready/securities";
import { Component, type ReactNode } from "react";
import { Button } from "./button.js";
import { Notice } from "./notice.js";

type Props = Readonly<{
  /** What cannot be shown then, to follow "Cannot show". */
  what: string;
  children: ReactNode;
}>;

/** Keeps a fault of one part of the page to that part, and says so. */
export class Boundary extends Component<Props, Readonly<{ error: unknown }>> {
  override state: Readonly<{ error: unknown }> = { error: undefined };

  static getDerivedStateFromError(error: unknown): Readonly<{ error: unknown }> {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) {
      return this.props.children;
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
