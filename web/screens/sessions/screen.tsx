import { type FormEvent, useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { AppTable } from "./app-table.tsx";
import { SessionTable } from "./session-table.tsx";
import styles from "./sessions.module.css";
import { type ConnectedApp, type SignIns, useEnding, useSignIns } from "./sign-ins.ts";

/** Where one is signed in and by which apps, and how to end that; for who keeps registrations, anybody's. */
export function Screen() {
  const { session } = useSession();
  const [person, setPerson] = useState<string | null>(null);
  const query = useSignIns(person);
  const whose = person === null ? "" : ` of ${person}`;
  return (
    <Page>
      <PageHeader
        title="Sessions and apps"
        heading={`Sessions and apps${whose}`}
        lead="Where you are signed in, and which apps ask in your name, with what they may reach. Ending takes effect at once."
        {...(session.controls.includes("identity.clients")
          ? { actions: <Whose person={person} onShow={setPerson} /> }
          : {})}
      />
      <Answered query={query} what="the sessions">
        {(signIns) => <Shown signIns={signIns} person={person} />}
      </Answered>
    </Page>
  );
}

interface WhoseProps {
  readonly person: string | null;
  readonly onShow: (person: string | null) => void;
}

function Whose({ person, onShow }: WhoseProps) {
  const [name, setName] = useState("");
  const show = (event: FormEvent): void => {
    event.preventDefault();
    onShow(name.trim() === "" ? null : name.trim());
  };
  return (
    <form className={styles["whose"]} onSubmit={show}>
      <TextField label="Another person" placeholder="bea.biller" value={name} onChange={setName} />
      <Button type="submit">Show</Button>
      {person !== null && <Button onPress={() => onShow(null)}>Show my own</Button>}
    </form>
  );
}

function Shown({ signIns, person }: { readonly signIns: SignIns; readonly person: string | null }) {
  const ending = useEnding(person);
  const [asked, setAsked] = useState<ConnectedApp | null>(null);
  const others = signIns.sessions.filter(({ current }) => !current).length;
  return (
    <>
      {ending.error !== null && (
        <NotAnswered problem={problemOf(ending.error)} what="the end" onRetry={() => ending.reset()} />
      )}
      <Panel
        title="Sign-ins"
        actions={
          <Button
            isDisabled={others === 0}
            isPending={ending.isPending}
            onPress={() => ending.mutate({ kind: "others" })}
          >
            {person === null ? "End all others" : "End all"}
          </Button>
        }
      >
        <p>A session ends by itself when it is not used for {signIns.idleMinutes} minutes.</p>
        <SessionTable sessions={signIns.sessions} isBusy={ending.isPending} onEnd={ending.mutate} />
      </Panel>
      <Panel title="Apps">
        <AppTable apps={signIns.apps} isBusy={ending.isPending} onDisconnect={setAsked} />
      </Panel>
      {asked !== null && (
        <DisconnectDialog
          app={asked}
          onClose={() => setAsked(null)}
          onConfirm={() => ending.mutate({ kind: "app", client: asked.client })}
        />
      )}
    </>
  );
}

interface DisconnectDialogProps {
  readonly app: ConnectedApp;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

function DisconnectDialog({ app, onClose, onConfirm }: DisconnectDialogProps) {
  const confirm = (): void => {
    onConfirm();
    onClose();
  };
  return (
    <Dialog
      title={`Disconnect ${app.title ?? app.client}?`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button kind="danger" onPress={confirm}>
            Disconnect it
          </Button>
        </>
      }
    >
      <p>
        Every token it has is refused from now on. It can ask for new ones, as the person who signs in allows.
      </p>
    </Dialog>
  );
}
