import { useState } from "react";
import type { Problem } from "../../api/problem.ts";
import { ReasonDialog } from "../acting.tsx";
import { Going } from "./going.tsx";
import type { Month } from "./retention.ts";

interface ProposeDialogProps {
  readonly months: readonly Month[];
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onClose: () => void;
  readonly onPropose: (asked: { id: string; months: string[]; reason: string }) => void;
}

/** Shows exactly what would go, and asks why. Sent twice it is one. */
export function ProposeDialog({ months, onPropose, ...rest }: ProposeDialogProps) {
  const [id] = useState(() => crypto.randomUUID());
  return (
    <ReasonDialog
      {...rest}
      wide
      title="Propose a purge"
      button="Propose"
      label="Why it goes"
      hint="Kept sealed, with your name and the time."
      onAct={(reason) => onPropose({ id, months: months.map((month) => month.id), reason })}
    >
      <p>Nothing goes now. Another person sees this list and confirms or withdraws it.</p>
      <Going months={months} />
    </ReasonDialog>
  );
}
