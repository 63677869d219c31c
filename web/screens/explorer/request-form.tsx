import { useId } from "react";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import { CodeArea } from "../../ui/field/code-area.tsx";
import { Select } from "../../ui/field/select.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Menu } from "../../ui/overlay/menu.tsx";
import styles from "./explorer.module.css";
import { type Draft, EXAMPLES, type ExplorerPerson, METHODS } from "./request.ts";

interface RequestFormProps {
  readonly people: readonly ExplorerPerson[];
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onSend: () => void;
  readonly isSending: boolean;
}

const ONESELF = "oneself";

/** Who asks, for what, and the request itself. */
export function RequestForm({ people, draft, onChange, onSend, isSending }: RequestFormProps) {
  const id = useId();
  const takesBody = draft.method !== "GET" && draft.method !== "DELETE";
  return (
    <form
      aria-labelledby={id}
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) onSend();
      }}
    >
      <h2 id={id}>Request</h2>
      <Whom people={people} draft={draft} onChange={onChange} />
      <div className={styles["line"]}>
        <Select
          label="Method"
          options={METHODS.map((method) => ({ id: method, label: method }))}
          value={draft.method}
          onChange={(method) => onChange({ ...draft, method: method as Draft["method"] })}
        />
        <div className={styles["path"]}>
          <TextField
            label="Path below /fhir"
            value={draft.target}
            onChange={(target) => onChange({ ...draft, target })}
            autoComplete="off"
            spellCheck="false"
          />
        </div>
      </div>
      {takesBody && (
        <CodeArea label="Body" value={draft.body} onChange={(body) => onChange({ ...draft, body })} />
      )}
      <div className={styles["line"]}>
        <Button kind="primary" type="submit" isPending={isSending}>
          {isSending ? "Sending…" : "Send"}
        </Button>
        <Menu
          label="Examples"
          trigger={<Button icon="chevronDown">Examples</Button>}
          groups={[
            {
              entries: EXAMPLES.map(({ title, draft: example }) => ({
                id: title,
                label: title,
                onAction: () => onChange({ ...draft, ...example }),
              })),
            },
          ]}
        />
      </div>
    </form>
  );
}

/** As whom, for which purpose. Outside the demo one sends as oneself, for what is declared above. */
function Whom({ people, draft, onChange }: Pick<RequestFormProps, "people" | "draft" | "onChange">) {
  const { session } = useSession();
  const person = people.find(({ id }) => id === draft.person);
  const purpose = person?.purposes.find(({ id }) => id === draft.purpose);
  if (people.length === 0) {
    return <p>Sent as {session.person?.displayName}, for the purpose declared above.</p>;
  }
  return (
    <div className={styles["line"]}>
      <Select
        label="As"
        options={[
          { id: ONESELF, label: `Myself (${session.person?.displayName ?? ""})` },
          ...people.map(({ id, displayName, roles }) => ({
            id,
            label: `${displayName}, ${roles.join(", ")}`,
          })),
        ]}
        value={draft.person ?? ONESELF}
        onChange={(chosen) => {
          const other = people.find(({ id }) => id === chosen);
          onChange({
            ...draft,
            person: other?.id ?? null,
            purpose: other?.purposes[0]?.id ?? null,
            caseId: "",
          });
        }}
      />
      {person !== undefined && (
        <Select
          label="For"
          options={person.purposes.map(({ id, title }) => ({ id, label: title }))}
          value={draft.purpose}
          onChange={(chosen) => onChange({ ...draft, purpose: chosen })}
        />
      )}
      {purpose?.caseBound === true && (
        <TextField label="Case" value={draft.caseId} onChange={(caseId) => onChange({ ...draft, caseId })} />
      )}
    </div>
  );
}
