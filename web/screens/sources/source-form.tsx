import { type FormEvent, useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { WordSelect } from "../../ui/field/select.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import { KINDS, lacksOf, PEOPLE, type SourceDraft } from "./source.ts";
import styles from "./sources.module.css";

interface SourceFormProps {
  readonly title: string;
  readonly draft: SourceDraft;
  /** Id and kind stay as they were registered. */
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onSend: (draft: SourceDraft) => void;
}

/** Registers a source, or changes one; says what it lacks once one tries to send it. */
export function SourceForm({ title, draft: given, isNew, isBusy, error, onClose, onSend }: SourceFormProps) {
  const [draft, setDraft] = useState(given);
  const [isTried, setTried] = useState(false);
  const lacks = lacksOf(draft);
  const shown = isTried ? lacks : {};
  const set = (change: Partial<SourceDraft>): void => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(lacks).length === 0 && !isBusy) onSend(draft);
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form className={styles["form"]} onSubmit={submit} noValidate>
        {isNew && (
          <>
            <TextField
              label="Id"
              hint="Stands in the record with each of its events."
              value={draft.id}
              onChange={(id) => set({ id })}
              error={shown.id}
              spellCheck="false"
              autoFocus
            />
            <WordSelect
              label="How it sends"
              words={KINDS}
              value={draft.kind}
              onChange={(kind) => set({ kind })}
            />
          </>
        )}
        <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} error={shown.name} />
        <TextField
          label="Who answers for it"
          value={draft.owner}
          onChange={(owner) => set({ owner })}
          error={shown.owner}
          spellCheck="false"
        />
        <TextField
          label="Silent after (hours)"
          value={draft.hours}
          onChange={(hours) => set({ hours })}
          error={shown.hours}
        />
        <WordSelect
          label="Whom it names"
          words={PEOPLE}
          value={draft.people}
          onChange={(people) => set({ people })}
        />
        <Foot isNew={isNew} isBusy={isBusy} error={error} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function Foot({
  isNew,
  isBusy,
  error,
  onClose,
}: Pick<SourceFormProps, "isNew" | "isBusy" | "error" | "onClose">) {
  return (
    <>
      {error !== null && (
        <p role="alert" className={styles["wrong"]}>
          Nothing was changed: {problemOf(error).title}. {problemOf(error).next}
        </p>
      )}
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="primary" type="submit" isPending={isBusy}>
          {isNew ? "Register" : "Change"}
        </Button>
      </DialogActions>
    </>
  );
}
