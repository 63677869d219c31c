import { useState } from "react";
import type { Problem } from "../../api/problem.ts";
import { RadioGroup } from "../../ui/field/choices.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { ActDialog } from "../acting.tsx";
import { EMPTY_HOLD, type HoldDraft, holdLacks, newHold } from "./hold-draft.ts";
import { type HoldScope, SCOPES } from "./retention.ts";
import styles from "./retention.module.css";

interface HoldFormProps {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onClose: () => void;
  readonly onOpen: (hold: { id: string; scope: HoldScope; reason: string }) => void;
}

const KINDS = (Object.keys(SCOPES) as HoldScope["kind"][]).map((id) => ({ id, label: SCOPES[id] }));

/** Opens a legal hold. Sent twice it is one. */
export function HoldForm({ onOpen, ...rest }: HoldFormProps) {
  const [id] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState(EMPTY_HOLD);
  const [isTried, setTried] = useState(false);
  const lacks = isTried ? holdLacks(draft) : {};
  const set = (change: Partial<HoldDraft>): void => setDraft({ ...draft, ...change });
  const send = (): void => {
    setTried(true);
    const hold = newHold(draft);
    if (hold !== null) onOpen({ id, ...hold });
  };
  return (
    <ActDialog {...rest} wide title="Place a legal hold" button="Place the hold" onAct={send}>
      <p>
        Nothing that it concerns is purged, and no key of a patient it concerns is destroyed, until it is
        released.
      </p>
      <RadioGroup
        label="What it keeps"
        options={KINDS}
        value={draft.kind}
        onChange={(chosen) => set({ kind: KINDS.find((kind) => kind.id === chosen)?.id ?? "record" })}
        stacked
      />
      <Subject draft={draft} set={set} lacks={lacks} />
      <TextField
        label="Why it is held"
        hint="Which matter, and who asked. Kept sealed, with your name and the time."
        rows={2}
        maxLength={2000}
        value={draft.reason}
        onChange={(reason) => set({ reason })}
        error={lacks.reason}
      />
    </ActDialog>
  );
}

interface SubjectProps {
  readonly draft: HoldDraft;
  readonly set: (change: Partial<HoldDraft>) => void;
  readonly lacks: Partial<Record<keyof HoldDraft, string>>;
}

function Subject({ draft, set, lacks }: SubjectProps) {
  const plain = { autoComplete: "off", spellCheck: "false" } as const;
  if (draft.kind === "record") return null;
  if (draft.kind === "period")
    return (
      <div className={styles["days"]}>
        <TextField
          label="From"
          type="date"
          value={draft.from}
          onChange={(from) => set({ from })}
          error={lacks.from}
        />
        <TextField
          label="Last day"
          type="date"
          value={draft.last}
          onChange={(last) => set({ last })}
          error={lacks.last}
        />
      </div>
    );
  return draft.kind === "patient" ? (
    <TextField
      {...plain}
      label="Patient (id)"
      hint="The logical id of the Patient."
      value={draft.patient}
      onChange={(patient) => set({ patient })}
      error={lacks.patient}
    />
  ) : (
    <TextField
      {...plain}
      label="Person (id)"
      hint="As the roster has it: nina.nurse."
      value={draft.person}
      onChange={(person) => set({ person })}
      error={lacks.person}
    />
  );
}
