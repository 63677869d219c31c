import type { z } from "@hono/zod-openapi";
import type { SourceDay } from "../../audit/intake/ports.ts";
import { stateOf } from "../../audit/intake/sources.ts";
import type { RecordSource } from "../../audit/intake/types.ts";
import { isoTime } from "../iso-time.ts";
import type { ChangedSourceSchema, NewSourceSchema, SourceSchema } from "./schema.ts";

const HOUR = 3_600_000;

export function presentSource(
  source: RecordSource,
  days: readonly SourceDay[],
  now: number,
): z.infer<typeof SourceSchema> {
  const { id, name, kind, owner, rules, intervalMs, addedAt, seenAt, version } = source;
  return {
    id,
    name,
    kind,
    owner,
    intervalHours: intervalMs / HOUR,
    ...rules,
    clients: [...rules.clients],
    certificates: [...rules.certificates],
    state: stateOf(source, now),
    addedAt: isoTime(addedAt),
    seenAt: seenAt === null ? null : isoTime(seenAt),
    days: days.map(({ day, ...counts }) => ({ day: isoTime(day).slice(0, 10), ...counts })),
    version,
  };
}

/** What is registered, as a source that nothing has come from. */
export function sourceFrom(asked: z.infer<typeof NewSourceSchema>, now: number): RecordSource {
  const { id, name, kind, owner, intervalHours, ...rules } = asked;
  return {
    id,
    name,
    kind,
    owner,
    rules,
    intervalMs: Math.round(intervalHours * HOUR),
    addedAt: now,
    seenAt: null,
    silentSince: null,
    disabledAt: null,
    version: 1,
  };
}

/** The source with what was changed; what is not named stays. */
export function changedSource(
  source: RecordSource,
  asked: z.infer<typeof ChangedSourceSchema>,
  now: number,
): RecordSource {
  const { name, owner, intervalHours, disabled, ...rules } = asked;
  const told = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  const disabledAt =
    disabled === undefined ? source.disabledAt : disabled ? (source.disabledAt ?? now) : null;
  return {
    ...source,
    name: name ?? source.name,
    owner: owner ?? source.owner,
    intervalMs: intervalHours === undefined ? source.intervalMs : Math.round(intervalHours * HOUR),
    disabledAt,
    rules: { ...source.rules, ...told },
  };
}
