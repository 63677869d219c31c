import { z } from "@hono/zod-openapi";

const SessionPurposeSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    code: z.string().nullable().openapi({ description: "HL7 v3 PurposeOfUse" }),
    basis: z.string(),
    caseBound: z.boolean().openapi({ description: "Declared together with its case, in `X-Case`." }),
    why: z.string(),
    reminder: z.string().nullable(),
    notThisIf: z.string().nullable(),
    period: z.object({ default: z.string(), max: z.string() }).nullable(),
    acts: z.array(z.enum(["use", "disclose", "request"])),
  })
  .openapi("SessionPurpose");

const SignInSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("demo"),
      people: z.array(
        z.object({
          id: z.string(),
          displayName: z.string(),
          roleTitle: z.string(),
          purpose: z
            .string()
            .nullable()
            .openapi({ description: "A purpose they may declare, to begin with." }),
        }),
      ),
    }),
    z.object({ kind: z.literal("oidc"), url: z.string() }),
    z.object({
      kind: z.literal("unset"),
      set: z.array(z.string()).openapi({ description: "What the operator sets so that people can sign in." }),
    }),
  ])
  .openapi("SignIn");

export const SessionSchema = z
  .object({
    mode: z.enum(["demo", "production"]),
    person: z
      .object({
        id: z.string(),
        displayName: z.string(),
        department: z.string().nullable(),
        roles: z.array(z.object({ id: z.string(), title: z.string() })),
      })
      .nullable()
      .openapi({ description: "Null while nobody is signed in." }),
    system: z.string(),
    purposes: z.array(SessionPurposeSchema),
    usualPurpose: z.string().nullable().openapi({
      description: "Which of them to begin with: never an emergency, never one that is bound to a case.",
    }),
    charts: z.boolean().openapi({
      description: "Whether a standing grant gives anything of patients' records: what to offer.",
    }),
    controls: z.array(z.string()).openapi({
      description:
        "Control elements that a standing grant gives (`policy.rules`, `record.entries`…): what to offer.",
    }),
    rights: z.record(z.string(), z.array(z.string())).openapi({
      description: "Of each of these, the capabilities that standing grants give: `administer`, `approve`…",
    }),
    locates: z.boolean().openapi({
      description: "Whether a standing grant has the capability `locate`: what to offer.",
    }),
    ends: z
      .object({ latest: z.iso.datetime(), idleMinutes: z.number() })
      .nullable()
      .openapi({ description: "When the session ends; null without one." }),
    signIn: SignInSchema,
    privacyContact: z
      .object({
        name: z.string().nullable().openapi({ description: "Of the privacy office or officer." }),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        url: z.string().nullable().openapi({ description: "Starts with `https:`." }),
      })
      .nullable()
      .openapi({
        description:
          "Whom to ask about privacy (45 CFR 164.530(a)(1)(ii)); null where the operator named nobody.",
      }),
    policyHash: z.string().nullable(),
    now: z.iso.datetime().openapi({ description: "The server's clock, which a demo may set." }),
  })
  .openapi("Session");

export const SignInRequestSchema = z.strictObject({ person: z.string().min(1).max(200) });

export const SignedOutSchema = z
  .object({
    url: z
      .string()
      .nullable()
      .openapi({ description: "Where to go on to sign out of the identity provider too; null: nowhere." }),
  })
  .openapi("SignedOut");

export const OidcStartSchema = z.object({
  return: z.string().max(512).optional().openapi({ description: "The path of the console to come back to." }),
});
