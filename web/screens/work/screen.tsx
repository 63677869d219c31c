import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { isDenial, type Problem, problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Answered } from "../answered.tsx";
import { PurposeList } from "./purpose-list.tsx";
import { WorkItems } from "./work-items.tsx";

type Work = InferResponseType<typeof api.work.$get, 200>;

/** Home: what needs one, and what one's role is here for and sees. */
export function Screen() {
  const { purpose } = useSession();
  return (
    <Page>
      <PageHeader title="My work" />
      {purpose === null ? <Undeclared /> : <Declared />}
    </Page>
  );
}

/** Without a purpose nothing can be asked, so nothing can wait. */
function Undeclared() {
  const { session } = useSession();
  const text =
    session.purposes.length === 0
      ? "What waits for you appears here."
      : "Choose a purpose to be told what waits for you.";
  return (
    <>
      <NothingNeedsYou text={text} />
      <Purposes sees={[]} />
    </>
  );
}

function Declared() {
  const query = useAnswer(["work"], () => answerOf(api.work.$get()));
  const problem = query.error === null ? null : problemOf(query.error);
  return (
    <>
      {problem !== null && isDenial(problem) ? (
        <NothingNeedsYou text={whyNothing(problem)} />
      ) : (
        <Answered query={query} what="what needs you">
          {({ items }) =>
            items.length === 0 ? (
              <NothingNeedsYou text="What waits for you appears here. What your role sees stands below." />
            ) : (
              <WorkItems items={items} />
            )
          }
        </Answered>
      )}
      <Purposes sees={query.data?.sees ?? []} />
    </>
  );
}

function NothingNeedsYou({ text }: { readonly text: string }) {
  return <EmptyState state={{ kind: "none-yet", title: "Nothing needs you", text }} />;
}

/** The home page is everybody's: who may read nothing has nothing waiting, and learns why. */
function whyNothing({ code, title, next }: Problem): string {
  if (code === "no_grant") return "Your role is given nothing to read for this purpose.";
  return `Your role sees nothing now: ${title}. ${next ?? ""}`;
}

function Purposes({ sees }: { readonly sees: Work["sees"] }) {
  const { session } = useSession();
  const roles = (session.person?.roles ?? []).map(({ title }) => title).join(", ");
  return (
    <Panel title={`What you may be here for as ${roles}`} plain>
      <PurposeList purposes={session.purposes} sees={sees} />
    </Panel>
  );
}
