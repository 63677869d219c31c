import { LinkButton } from "../ui/button/button.tsx";
import { Page, PageHeader } from "../ui/layout/page.tsx";
import { DenyScreen } from "../ui/state/deny-screen.tsx";
import { useSession } from "../api/session-context.tsx";

/** The page is for roles that this person does not have: said before anybody's name or number was typed into it. */
export function NotForYouScreen() {
  const { session } = useSession();
  const roles = (session.person?.roles ?? []).map(({ title }) => title).join(", ");
  return (
    <Page>
      <PageHeader title="Not for your role" />
      <DenyScreen
        denial={{
          code: "no_grant",
          title: `no rule gives ${roles} what this page shows`,
          next: "If your work needs it, say for what; the role can be given a rule, or the work to who has one.",
        }}
        actions={<LinkButton href="/work">Go to my work</LinkButton>}
      />
    </Page>
  );
}
