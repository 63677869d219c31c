import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Answered } from "../answered.tsx";
import { PurposeList } from "./purpose-list.tsx";
import { WorkItems } from "./work-items.tsx";

type Work = InferResponseType<typeof api.work.$get, 200>;

/** Home: what needs one, and what one's role is here for. */
export function Screen() {
  const { session } = useSession();
  const roles = (session.person?.roles ?? []).map(({ title }) => title).join(", ");
  return (
    <Page>
      <PageHeader title="My work" />
      {session.purposes.length > 0 && <NeedsMe />}
      <Panel title={`What you may be here for as ${roles}`} plain>
        <PurposeList purposes={session.purposes} />
      </Panel>
    </Page>
  );
}

function NeedsMe() {
  const query = useAnswer(["work"], () => answerOf(api.work.$get()));
  return (
    <Answered query={query} what="what needs you">
      {(work) => (work.items.length === 0 ? <Nothing sees={work.sees} /> : <WorkItems items={work.items} />)}
    </Answered>
  );
}

function Nothing({ sees }: { readonly sees: Work["sees"] }) {
  return (
    <EmptyState
      state={{
        kind: "none-yet",
        title: "Nothing needs you",
        text: (
          <>
            Your role sees:
            <ul>
              {sees.map(({ purpose, title, sentence }) => (
                <li key={purpose}>
                  {title}: {sentence}
                </li>
              ))}
            </ul>
          </>
        ),
      }}
    />
  );
}
