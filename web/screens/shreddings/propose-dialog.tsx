import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { type Problem, problemOf } from "../../api/problem.ts";
import { TextField } from "../../ui/field/text-field.tsx";
import { ActDialog, NotDone } from "../acting.tsx";
import { isLogicalId, type NewShredding, type Standing } from "./shredding.ts";
import { StandingView } from "./standing-view.tsx";

interface ProposeDialogProps {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onClose: () => void;
  readonly onPropose: (asked: NewShredding) => void;
}

/** Looks at what stands in the way first, and takes a proposal only where nothing does. Sent twice it is one. */
export function ProposeDialog({ onPropose, ...rest }: ProposeDialogProps) {
  const [id] = useState(() => crypto.randomUUID());
  const [patient, setPatient] = useState("");
  const [reason, setReason] = useState("");
  const [isOdd, setOdd] = useState(false);
  const look = useMutation({
    mutationFn: (asked: string) => answerOf(api.shreddings["_standing"].$post({ json: { patient: asked } })),
  });
  const named = patient.trim();
  const standing = look.variables === named ? (look.data ?? null) : null;
  const isFree = standing !== null && mayBeProposed(standing);
  const ask = (): void => {
    setOdd(!isLogicalId(named));
    if (isLogicalId(named)) look.mutate(named);
  };
  const send = (): void => (isFree ? onPropose({ id, patient: named, reason: reason.trim() }) : ask());
  return (
    <ActDialog
      {...rest}
      wide
      title="Propose to destroy a patient's key"
      button={isFree ? "Propose" : "See what stands in the way"}
      isReady={isFree ? reason.trim() !== "" : named !== ""}
      isBusy={rest.isBusy || look.isPending}
      onAct={send}
    >
      <TextField
        label="Patient (id)"
        hint="The logical id of the Patient. That you asked about them is in the record."
        value={patient}
        onChange={setPatient}
        error={isOdd && !isLogicalId(named) ? "Letters, digits, hyphens and dots." : undefined}
        autoComplete="off"
        spellCheck="false"
        autoFocus
      />
      {look.error !== null && standing === null && <NotDone problem={problemOf(look.error)} />}
      {standing !== null && <StandingView standing={standing} />}
      {isFree && <Reason reason={reason} onReason={setReason} />}
    </ActDialog>
  );
}

interface ReasonProps {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

function Reason({ reason, onReason }: ReasonProps) {
  return (
    <>
      <TextField
        label="Ground"
        hint="It stays when the key is gone: do not name the patient in it."
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={onReason}
        autoFocus
      />
      <p>Nothing is destroyed now. A second person, in another role, approves or withdraws it.</p>
    </>
  );
}

function mayBeProposed({ hasKey, open, kept }: Standing): boolean {
  return hasKey && open === null && kept.length === 0;
}
