import { createRoute } from "@hono/zod-openapi";
import { because } from "../../decision/reasons.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import { control } from "../control.ts";
import { answerDirective } from "../directive/outcome.ts";
import { nextOf } from "../directive/presenter.ts";
import { DirectiveParam } from "../directive/schema.ts";
import type { ApiDeps } from "../ports.ts";
import { consentFrom, presentConsent } from "./presenter.ts";
import {
  ConsentPageSchema,
  ConsentQuerySchema,
  ConsentSchema,
  NewConsentSchema,
  RevocationSchema,
} from "./schema.ts";

const element = "part2-consent.register";
const one = { ...jsonResult(ConsentSchema, "The consent"), ...DENIALS };

const search = createRoute({
  method: "post",
  path: "/_search",
  security: BEARER,
  summary: "Consents to disclose records of substance use disorder treatment, newest first",
  description: "The question may name a patient, so it comes in a body and never in a URL.",
  request: { body: { content: { "application/json": { schema: ConsentQuerySchema } }, required: true } },
  responses: { ...jsonResult(ConsentPageSchema, "A page of consents"), ...DENIALS },
});

const read = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "One consent, with what was done about it",
  request: { params: DirectiveParam },
  responses: one,
});

const record = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Register a written consent of 42 CFR 2.31",
  request: { body: { content: { "application/json": { schema: NewConsentSchema } }, required: true } },
  responses: { ...one, ...OBSTACLES },
});

const revoke = createRoute({
  method: "post",
  path: "/{id}/revoke",
  security: BEARER,
  summary: "Register that the patient revoked it: nothing more is disclosed on it",
  request: {
    params: DirectiveParam,
    body: { content: { "application/json": { schema: RevocationSchema } }, required: true },
  },
  responses: { ...one, ...OBSTACLES },
});

/** Consents of 42 CFR 2.31, each act of them in the record. */
export function consentRoutes({ pipeline, consents: desk }: Pick<ApiDeps, "pipeline" | "consents">) {
  return newRoutes()
    .openapi(search, (c) => {
      const { patient, status, limit, after } = c.req.valid("json");
      const query = JSON.stringify(c.req.valid("json"));
      const need = { interaction: "api.consents.search", capability: "search", element, query } as const;
      return control(pipeline, c, need, async () => {
        const found = await desk.list({
          limit,
          ...(after === undefined ? {} : { after }),
          ...(patient === undefined ? {} : { patientId: patient }),
          ...(status === undefined ? {} : { revoked: status === "revoked" }),
        });
        return {
          value: { consents: found.map(presentConsent), next: nextOf(found, limit) },
          patients: [...new Set(found.map(({ patientId }) => patientId))],
        };
      });
    })
    .openapi(read, (c) => {
      const need = { interaction: "api.consents.read", capability: "read", element } as const;
      return control(pipeline, c, need, async () => {
        const found = await desk.find(c.req.valid("param").id);
        if (found === undefined) return because("not_found");
        return { value: presentConsent(found), patients: [found.patientId] };
      });
    })
    .openapi(record, (c) => {
      const given = consentFrom(c.req.valid("json"));
      const need = { interaction: "api.consents.record", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller }) =>
        answerDirective("consent", await desk.record(given, caller.person.id), presentConsent),
      );
    })
    .openapi(revoke, (c) => {
      const [{ id }, { note = null }] = [c.req.valid("param"), c.req.valid("json")];
      const need = { interaction: "api.consents.revoke", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller }) =>
        answerDirective("consent", await desk.revoke(id, caller.person.id, note), presentConsent),
      );
    });
}
