import type { Problem } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import { useRegisteredCommands } from "../../ui/commands/commands.tsx";
import { DenyScreen } from "../../ui/state/deny-screen.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";

/** A denial with the ways on that this person has: another purpose of theirs. */
export function ChartDenied({ problem }: { readonly problem: Problem }) {
  return <DenyScreen denial={problem} actions={<OtherPurposes />} />;
}

/** The role has no purpose at all; what the server says to that, in words for people. */
export function NoPurpose({ problem }: { readonly problem: Problem }) {
  const { session } = useSession();
  if (problem.code !== "purpose_missing") return <ChartDenied problem={problem} />;
  const role = (session.person?.roles ?? []).map(({ title }) => title).join(", ");
  return (
    <DenyScreen
      denial={{
        ...problem,
        title: `${role} works without charts`,
        detail:
          "a chart is opened for a purpose of one’s work, and this role has none that needs a patient’s record",
        next: "If your work needs a record after all, say for what; the role can be given a purpose.",
      }}
    />
  );
}

/** Nothing is declared yet, and no purpose is the usual one: nothing is asked until one is chosen. */
export function ChoosePurpose() {
  return (
    <EmptyState
      state={{
        kind: "none-yet",
        title: "Choose a purpose",
        text: "A chart is opened for a purpose. What you choose is recorded with each look.",
        action: (
          <>
            <OtherPurposes />
            <ChangePurpose />
          </>
        ),
      }}
    />
  );
}

/** Opens the header's choice of purposes, which asks for the case where one is needed. */
export function ChangePurpose() {
  const change = useRegisteredCommands().find(({ id }) => id === "purpose");
  if (change === undefined) return null;
  return (
    <Button size="small" onPress={change.run}>
      Change purpose
    </Button>
  );
}

function OtherPurposes() {
  const { session, purpose, declarePurpose } = useSession();
  const others = session.purposes.filter(({ id, caseBound }) => id !== purpose?.id && !caseBound);
  return (
    <>
      {others.map(({ id, title }) => (
        <Button key={id} onPress={() => declarePurpose(id)}>
          {purpose === null ? `Look for “${title}”` : `Look for “${title}” instead`}
        </Button>
      ))}
    </>
  );
}
