import { createRoute, z } from "@hono/zod-openapi";
import { isResourceType } from "../../catalogue/fhir-r4/definitions.ts";
import type { RecipientClass } from "../../catalogue/vocabulary.ts";
import { explain } from "../../decision/explain.ts";
import { because } from "../../decision/reasons.ts";
import { serializeInputs } from "../../decision/replay.ts";
import type { Reason, Recipient } from "../../decision/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, type ControlAnswer, type ControlNeed, givesElement } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { nextStep } from "../../kernel/next-step.ts";
import { inputsOf } from "./inputs.ts";
import { presentEntryExplanation, presentExplanation, presentReachOfType } from "./presenter.ts";
import { knownFactsOf } from "./known-facts.ts";
import { CheckResultSchema, CheckSchema, EntryExplanationSchema } from "./schema.ts";

type Check = z.infer<typeof CheckSchema>;
type CheckResult = z.infer<typeof CheckResultSchema>;

const CAPABILITY = { use: "read", disclose: "disclose", request: "request" } as const;

const check = createRoute({
  method: "post",
  path: "/check",
  security: BEARER,
  summary: "What would be answered, and by which rule",
  description: "A record that the caller may not see is the same 404 as one that does not exist.",
  request: { body: { content: { "application/json": { schema: CheckSchema } }, required: true } },
  responses: {
    ...jsonResult(CheckResultSchema, "Elements with their transforms, rules and reasons"),
    ...DENIALS,
  },
});

const explanation = createRoute({
  method: "get",
  path: "/{id}/explanation",
  security: BEARER,
  summary: "Why an answer was as it was",
  description: "For one's own requests, and for who may read the record.",
  request: { params: z.object({ id: z.uuid() }) },
  responses: { ...jsonResult(EntryExplanationSchema, "The entry, its rules and what they say"), ...DENIALS },
});

export function decisionRoutes(deps: ApiDeps) {
  return newRoutes()
    .openapi(check, (c) => {
      const asked = c.req.valid("json");
      return control(deps.pipeline, c, needOf(asked), (permitted) => answerCheck(deps, asked, permitted));
    })
    .openapi(explanation, (c) => {
      const { id } = c.req.valid("param");
      const need = { interaction: "api.decision.explain", capability: "read", element: null } as const;
      return control(deps.pipeline, c, need, async (permitted) => {
        const [entry] = (await deps.record.search({ id, limit: 1 }, false)).entries;
        const own = entry?.personId === permitted.caller.person.id;
        const mayRead = givesElement(permitted, "record.entries");
        if (entry === undefined || !(own || mayRead)) return because("not_found");
        return { value: presentEntryExplanation(permitted.policy, entry, mayRead) };
      });
    });
}

function needOf(asked: Check): ControlNeed {
  return {
    interaction: "api.decision.check",
    capability: CAPABILITY[asked.act],
    element: null,
    act: asked.act,
    resourceType: typeOf(asked.resource),
    query: asked.resource,
    ...(asked.recipient === undefined
      ? {}
      : { recipient: asked.recipient as Recipient & { class: RecipientClass } }),
  };
}

async function answerCheck(
  deps: ApiDeps,
  asked: Check,
  permitted: Permitted,
): Promise<ControlAnswer<CheckResult> | Reason> {
  const { policy, decision } = permitted;
  const [type = "", id] = asked.resource.split("/");
  const ofType = presentReachOfType(policy, decision, type, asked.elements);
  if (ofType === null) return because(isResourceType(type) ? "type_not_permitted" : "type_unknown");
  if (id === undefined) return { value: ofType };
  const begun = performance.now();
  const resource = await deps.readRecord(type, id);
  const record = resource && knownFactsOf(permitted, resource, await deps.lentTo(resource, policy.segments));
  if (record === null || record.type !== type || record.id !== id) {
    await nextStep(begun, deps.absentStepMs ?? 0);
    return because("not_found");
  }
  // Explained from what would be replayed: facts about other patients stay out of the trace, too.
  const inputs = inputsOf(permitted, record, asked.elements);
  const explained = explain(inputs.request, policy, inputs.facts, inputs.record, inputs.elements);
  const kept = asked.inputs ? { inputs: serializeInputs(inputs, policy) } : {};
  const value = { ...presentExplanation(policy, decision, explained), ...kept };
  return { value, patients: record.patients, records: [asked.resource] };
}

function typeOf(resource: string): string {
  return resource.split("/")[0] ?? "";
}
