import { z } from "@hono/zod-openapi";

const line = (longest: number) => z.string().trim().min(1).max(longest);

export const LocateKeySchema = z
  .union([
    z.strictObject({ mrn: line(64).openapi({ description: "The record number, to the letter." }) }),
    z.strictObject({
      family: line(100),
      given: line(100).openapi({ description: "The first given name, or all of them." }),
      birthDate: z.iso.date(),
    }),
  ])
  .openapi("LocateKey");

export const LocatedSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    mrn: z.string().nullable(),
    birthDate: z.string().nullable(),
    shown: z.array(z.string()).openapi({ description: "Data elements that the right to look up gives." }),
  })
  .openapi("LocatedPatient");

export const LockSchema = z
  .object({
    id: z.uuid(),
    person: z.string(),
    lockedAt: z.iso.datetime(),
    misses: z.number().openapi({ description: "Lookups in vain of the hour before." }),
  })
  .openapi("LocateLock");

export const UnlockSchema = z.strictObject({
  why: line(500).openapi({ description: "Kept sealed, with who unlocked it and when." }),
});
