import type { z } from "@hono/zod-openapi";
import { recordNumbers } from "../../governance/locate/key.ts";
import type { Located, LocateKey, LocateLock } from "../../governance/locate/types.ts";
import { isJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { isoTime } from "../iso-time.ts";
import type { LocatedSchema, LocateKeySchema, LockSchema } from "./schema.ts";

/** The key as the API takes it. */
export function keyOf(asked: z.infer<typeof LocateKeySchema>): LocateKey {
  return "mrn" in asked ? { kind: "mrn", ...asked } : { kind: "name", ...asked };
}

/** The allow-list of what leaves about a patient who was found; what the grant does not give is null. */
export function presentLocated({ id, resource, released }: Located): z.infer<typeof LocatedSchema> {
  const { birthDate } = resource;
  return {
    id,
    name: nameOf(resource["name"]),
    mrn: recordNumbers(resource)[0] ?? null,
    birthDate: typeof birthDate === "string" ? birthDate : null,
    shown: [...released],
  };
}

export function presentLock({ id, personId, lockedAt, misses }: LocateLock): z.infer<typeof LockSchema> {
  return { id, person: personId, lockedAt: isoTime(lockedAt), misses };
}

function nameOf(names: JsonValue | undefined): string | null {
  const [name] = Array.isArray(names) ? (names as readonly JsonValue[]).filter(isJsonObject) : [];
  return name === undefined ? null : spoken(name);
}

function spoken({ text, given, family }: JsonObject): string | null {
  if (typeof text === "string") return text;
  const parts = [...(Array.isArray(given) ? given : []), family].filter((part) => typeof part === "string");
  return parts.length === 0 ? null : parts.join(" ");
}
