import { TextField } from "../../ui/field/text-field.tsx";
import { Choices } from "./choices.tsx";
import { type ConsentDraft, consentLacks, NO_CONSENT } from "./drafts.ts";
import { FormDialog, type Writing } from "./form-dialog.tsx";
import styles from "./restrictions.module.css";
import { BASES, CONSENT_PARTS, CONSENTED, idsOf, RECIPIENTS } from "./words.ts";

interface ConsentFormProps {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onSend: (draft: ConsentDraft) => void;
}

/** Registers a written consent, 42 CFR 2.31. */
export function ConsentForm(props: ConsentFormProps) {
  return (
    <FormDialog title="Register a Part 2 consent" empty={NO_CONSENT} lacksOf={consentLacks} {...props}>
      {(writing) => (
        <>
          <Form {...writing} />
          <Terms {...writing} />
          <Days {...writing} />
        </>
      )}
    </FormDialog>
  );
}

function Form({ draft, set, lacks }: Writing<ConsentDraft>) {
  return (
    <>
      <TextField
        label="Patient (id)"
        hint="The logical id of the Patient."
        value={draft.patient}
        onChange={(patient) => set({ patient })}
        error={lacks.patient}
        autoComplete="off"
        spellCheck="false"
        autoFocus
      />
      <Choices
        legend="What the form has"
        hint="Look at the form itself. One that lacks any of them is deficient, 42 CFR 2.31(c)."
        error={lacks.present}
        ids={idsOf(CONSENT_PARTS)}
        words={CONSENT_PARTS}
        chosen={draft.present}
        onChange={(present) => set({ present })}
      />
    </>
  );
}

function Terms({ draft, set, lacks }: Writing<ConsentDraft>) {
  return (
    <>
      <TextField
        label="Who may disclose"
        hint="The program or person that the form names."
        value={draft.discloser}
        onChange={(discloser) => set({ discloser })}
        error={lacks.discloser}
        maxLength={300}
      />
      <TextField
        label="How much and what kind"
        hint="In the words of the form. Kept sealed."
        rows={2}
        value={draft.description}
        onChange={(description) => set({ description })}
        error={lacks.description}
        maxLength={2000}
      />
      <Choices
        legend="To whom"
        hint="Those the form names."
        error={lacks.recipients}
        ids={idsOf(RECIPIENTS)}
        words={RECIPIENTS}
        chosen={draft.recipients}
        onChange={(recipients) => set({ recipients })}
      />
      <Choices
        legend="For what"
        hint="More than treatment, payment and operations takes a last day, 2.31(a)(7)."
        error={lacks.bases}
        ids={CONSENTED}
        words={BASES}
        chosen={draft.bases}
        onChange={(bases) => set({ bases })}
      />
    </>
  );
}

function Days({ draft, set, lacks }: Writing<ConsentDraft>) {
  return (
    <>
      <div className={styles["days"]}>
        <TextField
          label="Signed on"
          type="date"
          value={draft.signed}
          onChange={(signed) => set({ signed })}
          error={lacks.signed}
        />
        <TextField
          label="Last day"
          hint="Empty: the form says “none”."
          type="date"
          value={draft.until}
          onChange={(until) => set({ until })}
        />
      </div>
      <p className={styles["limits"]}>
        What leaves on it carries the notice of 42 CFR 2.32. It does not open psychotherapy notes, and ends
        when the patient revokes it.
      </p>
    </>
  );
}
