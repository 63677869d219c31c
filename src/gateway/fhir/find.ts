import { nextStep } from "../../kernel/next-step.ts";
import type { Permitted } from "../../pipeline.ts";
import { isLogicalId } from "./admit.ts";
import type { GatewayParts } from "./deps.ts";
import { judge } from "./labels/judge.ts";
import type { SentRecord } from "./record/sent-record.ts";
import type { Shown } from "./record/shown.ts";

/** A record as it is stored and as its reader is shown it. */
export interface Found {
  readonly record: SentRecord;
  readonly shown: Shown;
}

/** The record, when its reader may see it; null for a hidden one as for one that is not there. */
export async function findRecord(
  parts: GatewayParts,
  reading: Permitted,
  type: string,
  id: string,
): Promise<Found | null> {
  const record = isLogicalId(id) ? await parts.source.read(type, id) : null;
  if (record === null) return null;
  const shown = await shownTo(parts, reading, type, id, record);
  return shown === null ? null : { record, shown };
}

/** A record that the upstream has, or would have after a write, as a reader is shown it. */
export async function shownTo(
  parts: GatewayParts,
  reading: Permitted,
  type: string,
  id: string,
  record: SentRecord,
): Promise<Shown | null> {
  return judge(parts.steps, parts.sightOf(reading, type), { type, id, patients: null }, record);
}

/** As a read that finds nothing: it asks for the patient's relations anew, and leaves at the next step (GW-21, GW-28). */
export async function notFound(parts: GatewayParts, type: string, id: string, since: number): Promise<void> {
  if (type === "Patient" && isLogicalId(id)) parts.onMiss(id);
  await nextStep(since, parts.absentStepMs);
}
