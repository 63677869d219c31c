import { useRouterState } from "@tanstack/react-router";
import { useSession } from "../api/session-context.tsx";
import { CopyButton } from "../ui/button/copy-button.tsx";
import { IconButton } from "../ui/button/button.tsx";
import { DescriptionList } from "../ui/layout/description-list.tsx";
import { Popover } from "../ui/overlay/popover.tsx";
import styles from "./shell.module.css";

/** Help, always in the same place: whom to ask and what to quote, without PHI. */
export function AskPrivacy() {
  return (
    <Popover label="Ask privacy" trigger={<IconButton icon="help" label="Ask privacy" />}>
      <AskBody />
    </Popover>
  );
}

function AskBody() {
  const { session, purpose } = useSession();
  const page = useRouterState({ select: ({ location }) => location.pathname });
  const quoted = [
    { term: "Page", value: page },
    { term: "You", value: session.person?.id ?? "not signed in" },
    { term: "Purpose", value: purpose?.id ?? "none declared" },
    { term: "System", value: session.system },
  ];
  const text = quoted.map(({ term, value }) => `${term}: ${value}`).join("\n");
  return (
    <div className={styles["stack"]}>
      <h2>Ask privacy</h2>
      <p>
        Something hinders your work, or looks wrong? Your privacy officer decides what each role sees. Say
        what you need it for and quote this; leave the patient’s name out of e-mail.
      </p>
      <div>
        <DescriptionList items={quoted} />
        <CopyButton text={text} label="Copy what to quote" />
      </div>
    </div>
  );
}
