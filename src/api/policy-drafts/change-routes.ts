import type { Context } from "hono";
import type { Hand } from "../../policy/drafts/draft-desk.ts";
import type { DraftOutcome } from "../../policy/drafts/types.ts";
import { newRoutes } from "../app-routes.ts";
import { control } from "../control.ts";
import {
  ceilingRoute,
  cellRoute,
  discardRoute,
  fileRoute,
  grantRoute,
  rebaseRoute,
  startRoute,
} from "./contract.ts";
import { answerChange, recordedLines, tagVersion } from "./outcome.ts";
import type { PolicyDraftsDeps } from "./ports.ts";
import { presentDraft } from "./presenter.ts";
import { grantBodyOf } from "./grant-body.ts";
import type { Turns } from "./turns.ts";

const element = "policy.drafts";

/** Changing drafts of the policy, each change on the version its author saw. */
export function draftChangeRoutes({ pipeline, policyDrafts: desk }: PolicyDraftsDeps, turns: Turns) {
  const live = desk.live.digest;

  const change = (
    c: Context,
    make: (hand: Hand) => Promise<DraftOutcome>,
    act: "edit" | "discard" = "edit",
  ) =>
    control(
      pipeline,
      c,
      { interaction: `api.policy.draft.${act}`, capability: "administer", element },
      async ({ caller }) => {
        const on = Number(c.req.header("if-match")?.replaceAll('"', ""));
        const author = caller.person.id;
        return answerChange(c, await turns(author, () => make({ author, on })), live);
      },
    );

  return newRoutes()
    .openapi(startRoute, (c) => {
      const { title } = c.req.valid("json");
      const need = { interaction: "api.policy.draft.start", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller }) => {
        const draft = await desk.start(title, caller.person.id);
        tagVersion(c, draft);
        return { value: presentDraft(draft, live), changes: recordedLines(draft) };
      });
    })
    .openapi(cellRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, (hand) => desk.edit(id, hand, { kind: "cell", ...c.req.valid("json") }));
    })
    .openapi(grantRoute, (c) => {
      const { id } = c.req.valid("param");
      const { grant, ...place } = c.req.valid("json");
      return change(c, (hand) => desk.edit(id, hand, { kind: "grant", ...place, grant: grantBodyOf(grant) }));
    })
    .openapi(ceilingRoute, (c) => {
      const { id } = c.req.valid("param");
      const { as, ...asked } = c.req.valid("json");
      const form = as === undefined ? {} : { as };
      return change(c, (hand) => desk.edit(id, hand, { kind: "ceiling", ...asked, ...form }));
    })
    .openapi(fileRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, (hand) => desk.edit(id, hand, { kind: "file", ...c.req.valid("json") }));
    })
    .openapi(rebaseRoute, (c) => {
      const { id } = c.req.valid("param");
      const take = new Map(Object.entries(c.req.valid("json").take));
      return change(c, (hand) => desk.rebase(id, hand, take));
    })
    .openapi(discardRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, (hand) => desk.discard(id, hand), "discard");
    });
}
