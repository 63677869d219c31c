import { type FormEvent, useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { Checkbox } from "../../ui/field/choices.tsx";
import { WordSelect } from "../../ui/field/select.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import type { MapCategory } from "./map.ts";
import { type Draft, ENCRYPTED, KINDS, lacksOf, type SaidDraft, STANDINGS } from "./register.ts";
import styles from "./data-map.module.css";

interface SystemFormProps {
  readonly title: string;
  readonly draft: Draft;
  readonly categories: readonly MapCategory[];
  /** The id stays as it was added. */
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onSend: (draft: Draft) => void;
}

/** Names a system, or says otherwise of one; says what it lacks once one tries to send it. */
export function SystemForm({
  title,
  draft: given,
  categories,
  isNew,
  isBusy,
  error,
  onClose,
  onSend,
}: SystemFormProps) {
  const [draft, setDraft] = useState(given);
  const [isTried, setTried] = useState(false);
  const lacks = lacksOf(draft);
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(lacks).length === 0) onSend(draft);
  };
  const part = { draft, set, lacks: isTried ? lacks : {} };
  return (
    <Dialog title={title} isOpen onClose={onClose} wide>
      <form className={styles["form"]} onSubmit={submit} noValidate>
        <p>Never put a patient's name in any of it.</p>
        <Names {...part} isNew={isNew} />
        <Whereabouts {...part} />
        <Holds {...part} categories={categories} />
        <Said label="At rest" said={draft.atRest} onChange={(atRest) => set({ atRest })} />
        <Said label="In transit" said={draft.inTransit} onChange={(inTransit) => set({ inTransit })} />
        {error !== null && (
          <p role="alert" className={styles["wrong"]}>
            Nothing was changed: {problemOf(error).title}. {problemOf(error).next}
          </p>
        )}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" isPending={isBusy}>
            {isNew ? "Add" : "Change"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly lacks: ReturnType<typeof lacksOf>;
}

function Names({ draft, set, lacks, isNew }: PartProps & { readonly isNew: boolean }) {
  return (
    <>
      <div className={styles["pair"]}>
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => set({ name })}
          error={lacks.name}
          autoFocus
        />
        {isNew && (
          <TextField
            label="Id"
            hint="Stands in the record with each act."
            value={draft.id}
            onChange={(id) => set({ id })}
            error={lacks.id}
            spellCheck="false"
          />
        )}
      </div>
      <div className={styles["pair"]}>
        <WordSelect label="Kind" words={KINDS} value={draft.kind} onChange={(kind) => set({ kind })} />
        <WordSelect
          label="Standing"
          words={STANDINGS}
          value={draft.standing}
          onChange={(standing) => set({ standing })}
        />
      </div>
    </>
  );
}

function Whereabouts({ draft, set, lacks }: PartProps) {
  return (
    <>
      <div className={styles["pair"]}>
        <TextField
          label="Who answers for it"
          value={draft.owner}
          onChange={(owner) => set({ owner })}
          error={lacks.owner}
        />
        <TextField label="Where it is" value={draft.location} onChange={(location) => set({ location })} />
      </div>
      <div className={styles["pair"]}>
        <TextField
          label="Vendor that runs it"
          hint="A business associate; empty: nobody outside does."
          value={draft.vendor}
          onChange={(vendor) => set({ vendor })}
        />
        <TextField
          label="How long it is kept"
          hint="And what becomes of it then."
          value={draft.retention}
          onChange={(retention) => set({ retention })}
        />
      </div>
      <TextField
        label="Who receives from it"
        hint="Parted by semicolons."
        value={draft.recipients}
        onChange={(recipients) => set({ recipients })}
      />
    </>
  );
}

function Holds({ draft, set, categories }: PartProps & { readonly categories: readonly MapCategory[] }) {
  const toggle = (number: number, isHeld: boolean): void => {
    const held = new Set(draft.categories);
    if (isHeld) held.add(number);
    else held.delete(number);
    set({ categories: held });
  };
  return (
    <fieldset className={styles["categories"]}>
      <legend>What it holds</legend>
      {categories.map(({ number, title }) => (
        <Checkbox
          key={number}
          isSelected={draft.categories.has(number)}
          onChange={(isHeld) => toggle(number, isHeld)}
        >
          {`${number}. ${title}`}
        </Checkbox>
      ))}
    </fieldset>
  );
}

interface SaidProps {
  readonly label: string;
  readonly said: SaidDraft;
  readonly onChange: (said: SaidDraft) => void;
}

function Said({ label, said, onChange }: SaidProps) {
  return (
    <div className={styles["pair"]}>
      <WordSelect
        label={label}
        words={ENCRYPTED}
        value={said.encrypted}
        onChange={(encrypted) => onChange({ ...said, encrypted })}
      />
      <TextField
        label={`${label}, by what`}
        value={said.how}
        onChange={(how) => onChange({ ...said, how })}
        isDisabled={said.encrypted === "unsaid"}
      />
    </div>
  );
}
