import type { z } from "@hono/zod-openapi";
import type { DirectiveAct } from "../../governance/directives/directive.ts";
import { isoTime } from "../iso-time.ts";
import type { ActSchema } from "./schema.ts";

export function presentAct({ kind, by, at, note }: DirectiveAct): z.infer<typeof ActSchema> {
  return { act: kind, by, at: isoTime(at), note };
}

/** ISO 8601, or null where there is no such point in time. */
export function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

/** Where to go on: the last id of a page that is full. */
export function nextOf(ids: readonly { readonly id: string }[], limit: number): string | null {
  return ids.length < limit ? null : (ids.at(-1)?.id ?? null);
}
