import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import type { DemoPerson } from "../../api/session.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { PersonList } from "./person-list.tsx";
import { ProviderSignIn } from "./provider-sign-in.tsx";
import styles from "./sign-in.module.css";

/** Signing in: as a person of the demo, or at the organization's identity provider. */
export function Screen() {
  const { session } = useSession();
  const { kind } = session.signIn;
  return (
    <Page>
      <PageHeader
        title="Sign in"
        lead={
          kind === "demo"
            ? "A demo hospital with nobody real in it. Each person sees what their job, their purpose and their relation to the patient justify. Pick one."
            : "Your organization’s identity provider says who you are. What you see follows from your job, your purpose and your relation to the patient."
        }
      />
      {session.signIn.kind === "demo" ? (
        <DemoSignIn people={session.signIn.people} />
      ) : (
        <ProviderSignIn url={session.signIn.url} />
      )}
    </Page>
  );
}

function DemoSignIn({ people }: { readonly people: readonly DemoPerson[] }) {
  const { session, signIn } = useSession();
  const [failure, setFailure] = useState<string | null>(null);
  const goOn = useGoOn();
  const pick = (person: string): void => {
    setFailure(null);
    signIn(person).then(goOn, (error: unknown) => setFailure(problemOf(error).title));
  };
  return (
    <>
      {failure !== null && (
        <p role="alert" className={styles["failure"]}>
          Could not sign in: {failure}.
        </p>
      )}
      <PersonList people={people} current={session.person?.id ?? null} onPick={pick} />
    </>
  );
}

/** From the sign-in page to the start; from anywhere else, stay where one wanted to go. */
function useGoOn(): () => void {
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return () => {
    if (path === "/sign-in") void navigate({ to: "/" });
  };
}
