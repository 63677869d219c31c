import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import type { DemoPerson, Session } from "../../api/session.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { PersonList } from "./person-list.tsx";
import { ProviderSignIn, SetUpHint } from "./provider-sign-in.tsx";
import styles from "./sign-in.module.css";

const LEADS: Readonly<Record<Session["signIn"]["kind"], string>> = {
  demo: "A demo hospital with nobody real in it. Each person sees what their job, their purpose and their relation to the patient justify. Pick one.",
  oidc: "Your organization’s identity provider says who you are. What you see follows from your job, your purpose and your relation to the patient.",
  unset: "Nobody can sign in to the console yet: no identity provider is set up for it.",
};

/** Signing in: as a person of the demo, or at the organization's identity provider. */
export function Screen() {
  const { session } = useSession();
  return (
    <Page>
      <PageHeader title="Sign in" lead={LEADS[session.signIn.kind]} />
      <SignIn signIn={session.signIn} />
    </Page>
  );
}

function SignIn({ signIn }: { readonly signIn: Session["signIn"] }) {
  if (signIn.kind === "demo") return <DemoSignIn people={signIn.people} />;
  if (signIn.kind === "oidc") return <ProviderSignIn url={signIn.url} />;
  return <SetUpHint settings={signIn.set} />;
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
