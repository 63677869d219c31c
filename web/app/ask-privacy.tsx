import { useRouterState } from "@tanstack/react-router";
import type { Session } from "../api/session.ts";
import { useSession } from "../api/session-context.tsx";
import { CopyButton } from "../ui/button/copy-button.tsx";
import { Button } from "../ui/button/button.tsx";
import { DescriptionList } from "../ui/layout/description-list.tsx";
import { Popover } from "../ui/overlay/popover.tsx";
import type { Denial } from "../ui/state/deny-screen.tsx";
import { waysToAsk } from "./privacy-contact.ts";
import { useShell } from "./shell-commands.tsx";
import styles from "./shell.module.css";

/** Help, always in the same place: whom to ask and what to quote, without PHI. */
export function AskPrivacy() {
  const { askOpen, setAskOpen } = useShell();
  return (
    <Popover
      label="Ask privacy"
      isOpen={askOpen}
      onOpenChange={setAskOpen}
      trigger={
        <Button kind="quiet" icon="help" aria-label="Ask privacy">
          <span className={styles["onlyWide"]}>Ask privacy</span>
        </Button>
      }
    >
      <AskBody />
    </Popover>
  );
}

function AskBody() {
  const { session, purpose } = useSession();
  const { askedAbout } = useShell();
  const page = useRouterState({ select: ({ location }) => location.pathname });
  const quoted = [
    { term: "Page", value: page },
    ...(askedAbout === null ? [] : aboutDenial(askedAbout)),
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
      <WhomToAsk contact={session.privacyContact} entry={askedAbout?.entry} />
      <div>
        <DescriptionList items={quoted} />
        <CopyButton text={text} label="Copy what to quote" />
      </div>
    </div>
  );
}

interface WhomToAskProps {
  readonly contact: Session["privacyContact"];
  readonly entry: string | undefined;
}

function WhomToAsk({ contact, entry }: WhomToAskProps) {
  if (contact === null) {
    return (
      <p>
        Nobody is named here to ask. Who runs this server can set it: <code>MODICUM_PRIVACY_NAME</code> and{" "}
        <code>MODICUM_PRIVACY_EMAIL</code>.
      </p>
    );
  }
  const ways = waysToAsk(contact, entry).map(({ term, href, text }) => ({
    term,
    value: (
      <a href={href} rel="noreferrer">
        {text}
      </a>
    ),
  }));
  const named = contact.name === null ? [] : [{ term: "Ask", value: contact.name }];
  return <DescriptionList items={[...named, ...ways]} />;
}

function aboutDenial({ code, rule, entry }: Denial) {
  return [
    { term: "Reason", value: code },
    ...(rule === undefined ? [] : [{ term: "Rule", value: rule }]),
    ...(entry === undefined ? [] : [{ term: "Entry", value: entry }]),
  ];
}
