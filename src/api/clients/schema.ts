import { z } from "@hono/zod-openapi";
import { isResourceScope, readSmartScope } from "../../catalogue/smart-scope.ts";

const RECIPIENT_CLASSES = [
  "provider",
  "health-plan",
  "clearinghouse",
  "individual",
  "personal-representative",
  "business-associate",
  "hhs",
  "public-health-authority",
  "school",
  "employer",
  "insurer",
  "researcher",
  "law-enforcement",
  "court",
  "health-oversight",
  "coroner",
  "other",
] as const;

const name = z.string().min(1).max(200);
const names = z.array(z.string().min(1).max(128)).max(50);
const clientId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:/._~-]{0,199}$/);

const RecipientSchema = z
  .strictObject({ class: z.enum(RECIPIENT_CLASSES), id: name, verified: z.boolean() })
  .openapi("ClientRecipient", {
    description: "To whom everything goes that the client asks for; verified under 45 CFR 164.514(h).",
  });

const scope = z
  .string()
  .max(500)
  .refine((text) => isResourceScope(text) && readSmartScope(text) !== null, "not a SMART scope");

const agreed = {
  title: name,
  kind: z.enum(["app", "service", "agent", "enforcement-point"]),
  owner: name.openapi({ description: "The person who answers for it." }),
  actsAs: name
    .nullable()
    .default(null)
    .openapi({ description: "The person whose rights it has where its token names no one else." }),
  issuer: z
    .string()
    .max(500)
    .nullable()
    .default(null)
    .openapi({ description: "Whose tokens may name it; null: any issuer that is trusted here." }),
  system: name.nullable().default(null),
  channels: names.default([]).openapi({ description: "Empty: any." }),
  purposes: names.default([]).openapi({
    description: "Empty: those of the person. One: every call is for it. More: one has to be declared.",
  }),
  discloses: RecipientSchema.nullable().default(null).openapi({ description: "Null: it uses, inside." }),
  scopes: z
    .array(scope)
    .max(50)
    .nullable()
    .default(null)
    .openapi({ description: "A ceiling on its tokens' SMART scopes; null: none." }),
  endsAt: z.iso.datetime().openapi({ description: "Every registration ends." }),
  assertsDevice: z.boolean().default(false).openapi({
    description: "Its word counts for the device that a call comes from (`Modicum-Device`).",
  }),
};

/** Public keys alone: what could sign is refused. */
const PublicKeySchema = z
  .looseObject({ kty: z.enum(["RSA", "EC", "OKP"]) })
  .refine((key) => !["d", "p", "q", "dp", "dq", "qi", "k"].some((member) => member in key), "a private key")
  .openapi("PublicKey");

export const NewClientSchema = z
  .strictObject({
    id: clientId,
    ...agreed,
    authentication: z
      .discriminatedUnion("method", [
        z.strictObject({ method: z.literal("issuer") }),
        z.strictObject({ method: z.literal("client_secret") }),
        z.strictObject({
          method: z.literal("private_key_jwt"),
          keys: z.array(PublicKeySchema).min(1).max(10),
        }),
      ])
      .default({ method: "issuer" }),
  })
  .openapi("NewClient");

export const ChangedClientSchema = z.object(agreed).openapi("ChangedClient");

export const ClientSchema = z
  .object({
    id: z.string(),
    ...agreed,
    actsAs: z.string().nullable(),
    issuer: z.string().nullable(),
    system: z.string().nullable(),
    channels: z.array(z.string()),
    purposes: z.array(z.string()),
    discloses: RecipientSchema.nullable(),
    scopes: z.array(z.string()).nullable(),
    authentication: z.enum(["issuer", "client_secret", "private_key_jwt"]),
    status: z.enum(["open", "ended", "disabled"]),
    disabledAt: z.iso.datetime().nullable(),
    version: z.number().openapi({ description: "Handed back in `If-Match` by a change." }),
  })
  .openapi("Client");

export const ClientsPageSchema = z
  .object({ clients: z.array(ClientSchema), next: z.string().nullable() })
  .openapi("ClientsPage");

export const ClientsQuerySchema = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const RegisteredSchema = z
  .object({
    client: ClientSchema,
    secret: z
      .string()
      .nullable()
      .openapi({ description: "Said once, here; only a digest of it is kept. Null where there is none." }),
  })
  .openapi("RegisteredClient");

export const ClientParamSchema = z.object({ id: clientId });

/** Read from `If-Match`: `"3"`. */
export const VersionHeaderSchema = z.object({ "if-match": z.string().regex(/^"?\d{1,9}"?$/) });
