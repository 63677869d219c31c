import type { Context } from "hono";
import type { Draft } from "../../policy/drafts/types.ts";
import { newRoutes } from "../app-routes.ts";
import { control, type ControlAnswer, type ControlObstacle } from "../control.ts";
import { diffRoute, filesRoute, listRoute, readRoute, testsRoute } from "./contract.ts";
import { invalidProblem, tagVersion } from "./outcome.ts";
import type { PolicyDraftsDeps } from "./ports.ts";
import { presentDiff, presentDraft, presentFiles, presentSummary, presentTestRun } from "./presenter.ts";
import type { Turns } from "./turns.ts";
import { unlisted } from "../policy/unknown-names.ts";

const element = "policy.drafts";

/** Looking at drafts of the policy: what they are, what they change, whether their tests pass. */
export function draftReadRoutes({ pipeline, policyDrafts: desk }: PolicyDraftsDeps, turns: Turns) {
  const live = desk.live.digest;

  const look = <T>(
    c: Context,
    act: string,
    id: string,
    answer: (draft: Draft, personId: string) => Promise<ControlAnswer<T> | ControlObstacle>,
  ) =>
    control<T>(
      pipeline,
      c,
      { interaction: `api.policy.draft.${act}`, capability: "read", element },
      async ({ caller }) => {
        const draft = await desk.find(id);
        return draft === undefined
          ? unlisted("draft", "GET /api/v1/policy/drafts")
          : answer(draft, caller.person.id);
      },
    );

  return newRoutes()
    .openapi(listRoute, (c) => {
      const { status, after, limit } = c.req.valid("query");
      const need = { interaction: "api.policy.draft.list", capability: "search", element } as const;
      return control(pipeline, c, need, async () => {
        const filter = {
          ...(status === undefined ? {} : { status }),
          ...(after === undefined ? {} : { after }),
        };
        const found = await desk.list({ ...filter, limit: limit + 1 });
        const shown = found.slice(0, limit);
        const next = found.length > limit ? (shown.at(-1)?.id ?? null) : null;
        return { value: { drafts: shown.map((draft) => presentSummary(draft, live)), next } };
      });
    })
    .openapi(readRoute, (c) =>
      look(c, "read", c.req.valid("param").id, async (draft) => {
        tagVersion(c, draft);
        return { value: presentDraft(draft, live) };
      }),
    )
    .openapi(filesRoute, (c) =>
      look(c, "read", c.req.valid("param").id, async (draft) => {
        tagVersion(c, draft);
        return { value: presentFiles(draft, await desk.files(draft), c.req.valid("query").path) };
      }),
    )
    .openapi(diffRoute, (c) =>
      look(c, "diff", c.req.valid("param").id, async (draft, personId) => ({
        value: presentDiff(draft, await turns(personId, () => desk.compare(draft)), live),
      })),
    )
    .openapi(testsRoute, (c) =>
      look(c, "test", c.req.valid("param").id, async (draft, personId) => {
        const outcome = await turns(personId, () => desk.test(draft));
        return outcome.ok
          ? { value: presentTestRun(outcome.value) }
          : { problem: invalidProblem(outcome.error) };
      }),
    );
}
