import { RadioGroup } from "../../ui/field/choices.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Choices } from "./choices.tsx";
import { NO_RESTRICTION, type RestrictionDraft, restrictionLacks } from "./drafts.ts";
import { FormDialog, type Writing } from "./form-dialog.tsx";
import styles from "./restrictions.module.css";
import { BASES, idsOf, RECIPIENTS, RESTRICTABLE } from "./words.ts";

interface RestrictionFormProps {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onSend: (draft: RestrictionDraft) => void;
}

const KIND_OPTIONS = [
  {
    id: "agreed",
    label: "By agreement.",
    hint: "We may agree or refuse, and say why: 45 CFR 164.522(a)(1)(ii).",
  },
  {
    id: "self-pay",
    label: "Paid in full.",
    hint: "By someone other than the plan. It may not be refused, and is in force at once: 164.522(a)(1)(vi).",
  },
] as const;

/** Registers what an individual asks to restrict, 45 CFR 164.522(a). */
export function RestrictionForm(props: RestrictionFormProps) {
  return (
    <FormDialog title="Register a restriction" empty={NO_RESTRICTION} lacksOf={restrictionLacks} {...props}>
      {(writing) => <Fields {...writing} />}
    </FormDialog>
  );
}

function Fields(writing: Writing<RestrictionDraft>) {
  const { draft, set, lacks } = writing;
  const isSelfPay = draft.kind === "self-pay";
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
      <RadioGroup
        label="What it rests on"
        options={KIND_OPTIONS}
        value={draft.kind}
        onChange={(kind) => set({ kind: kind === "self-pay" ? "self-pay" : "agreed" })}
        stacked
      />
      <TextField
        label={isSelfPay ? "What was paid in full" : "Which records"}
        hint={
          isSelfPay
            ? "The claim or the visit, one a line: Claim/3, Encounter/7."
            : "One a line: Claim/3, Encounter/7. None: every record of the patient."
        }
        rows={2}
        value={draft.refs}
        onChange={(refs) => set({ refs })}
        error={lacks.refs}
        spellCheck="false"
      />
      {isSelfPay ? <SelfPayLimits /> : <Agreement {...writing} />}
      <TextField
        label="What the individual asked for"
        hint="In their words or by which letter. Kept sealed."
        rows={2}
        maxLength={2000}
        value={draft.note}
        onChange={(note) => set({ note })}
      />
    </>
  );
}

function Agreement({ draft, set }: Writing<RestrictionDraft>) {
  return (
    <>
      <Choices
        legend="Whom it binds"
        hint="None: every recipient, and our own uses."
        ids={idsOf(RECIPIENTS)}
        words={RECIPIENTS}
        chosen={draft.recipients}
        onChange={(recipients) => set({ recipients })}
      />
      <Choices
        legend="For what"
        hint="None: all three."
        ids={RESTRICTABLE}
        words={BASES}
        chosen={draft.bases}
        onChange={(bases) => set({ bases })}
      />
      <TextField
        label="Which elements"
        hint="One a line, by id or group: note.progress, claim.*. None: all of them."
        rows={2}
        value={draft.elements}
        onChange={(elements) => set({ elements })}
        spellCheck="false"
      />
      <div className={styles["days"]}>
        <TextField label="From" type="date" value={draft.from} onChange={(from) => set({ from })} />
        <TextField label="Last day" type="date" value={draft.until} onChange={(until) => set({ until })} />
      </div>
      <div className={styles["limits"]}>
        <p>Even once agreed to, a restriction does not stop:</p>
        <ul>
          <li>emergency treatment, 164.522(a)(1)(iii)</li>
          <li>what HHS or a law requires, public health and oversight, 164.522(a)(1)(v)</li>
        </ul>
      </div>
    </>
  );
}

function SelfPayLimits() {
  return (
    <div className={styles["limits"]}>
      <p>
        It binds health plans, for payment and operations, in all elements of what was paid for. It has no end
        of its own: the individual may end it. It does not stop treatment, nor what a law requires.
      </p>
    </div>
  );
}
