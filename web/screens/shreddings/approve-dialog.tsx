import { answerOf, api } from "../../api/client.ts";
import type { Problem } from "../../api/problem.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { TypedDialog } from "../acting.tsx";
import { Answered } from "../answered.tsx";
import type { Shredding } from "./shredding.ts";
import { StandingView } from "./standing-view.tsx";

interface ApproveDialogProps {
  readonly shredding: Shredding;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onClose: () => void;
  readonly onAct: () => void;
}

/** Asks the second person, with what stands in the way at this moment. */
export function ApproveDialog({ shredding, ...rest }: ApproveDialogProps) {
  const { patient, proposed, reason, id } = shredding;
  const query = useAnswer(
    ["shreddings", "standing", id],
    () => answerOf(api.shreddings["_standing"].$post({ json: { patient: patient ?? "" } })),
    { enabled: patient !== null },
  );
  return (
    <TypedDialog {...rest} wide word="DESTROY" title="Destroy this key?" button="Destroy for good">
      <p>
        What is sealed under the key of the patient <strong>{patient}</strong> never opens again: not here,
        not in a file, not in a backup. It cannot be undone. Your name stays with it.
      </p>
      <p>
        {proposed.by} proposed it: {reason}
      </p>
      <Answered query={query} what="what stands in the way">
        {(standing) => <StandingView standing={{ ...standing, open: null }} />}
      </Answered>
    </TypedDialog>
  );
}
