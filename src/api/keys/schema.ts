import { z } from "@hono/zod-openapi";

const UseSchema = z.enum(["seal", "blind-index", "wrap", "backup"]);
const VaultKindSchema = z.enum(["local", "pkcs11", "aws-kms", "vault-transit"]);
const InstantSchema = z.iso.datetime();

const KeySchema = z
  .object({
    id: z.string(),
    use: UseSchema,
    state: z.enum(["active", "retired", "destroyed"]),
    madeAt: InstantSchema,
    retiredAt: InstantSchema.nullable(),
    destroyedAt: InstantSchema.nullable(),
    proposal: z.object({ person: z.string(), at: InstantSchema }).nullable(),
  })
  .openapi("Key");

export const KeysSchema = z
  .object({
    vault: z.object({
      kind: VaultKindSchema,
      name: z.string(),
      ok: z.boolean(),
      detail: z.string().nullable(),
    }),
    keys: z.array(
      KeySchema.extend({
        seals: z
          .array(z.object({ title: z.string(), count: z.number().int() }))
          .openapi({ description: "What lies under it, where that is counted; the record is not." }),
      }).openapi("KeyInUse"),
    ),
    resealing: z
      .array(
        z.object({
          title: z.string(),
          state: z.enum(["waiting", "running", "done", "stays"]),
          resealed: z.number().int(),
        }),
      )
      .openapi({ description: "How far what a retired key sealed has come under the active one." }),
  })
  .openapi("Keys");

export const KeysChangedSchema = z.object({ keys: z.array(KeySchema) }).openapi("KeysChanged");

export const RotationSchema = z.strictObject({ use: UseSchema }).openapi("KeyRotation");

export const RewrapSchema = z
  .strictObject({
    newRoot: z
      .boolean()
      .default(false)
      .openapi({ description: "Also makes a new root key, where it lies in a file of ours." }),
  })
  .openapi("KeyRewrap");

export const KeyParam = z.object({ id: z.string().regex(/^[0-9a-f]{8}$/) });

export const OperationsQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const OperationsSchema = z
  .object({
    operations: z.array(
      z.object({
        id: z.string().openapi({ description: "Of its entry in the record." }),
        at: InstantSchema,
        kind: z.string(),
        done: z.boolean(),
        person: z.string().openapi({ description: "`system`: the process itself." }),
        keys: z.array(z.string()).openapi({ description: "`seal/1f2e3d4c`." }),
        vault: VaultKindSchema,
      }),
    ),
  })
  .openapi("KeyOperations");
