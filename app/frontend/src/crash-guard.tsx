import { Component, type ReactNode } from "react";
import { MessagePage } from "./message-page.tsx";
import { texts } from "./texts.ts";

/** Shows a message instead of an empty page when a component throws. React supports this only in classes. */
export class CrashGuard extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    const action = { text: texts.actions.reload, address: window.location.href };
    return <MessagePage heading={texts.crash.heading} text={texts.crash.text} action={action} />;
  }
}
