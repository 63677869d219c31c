import { createHmac } from "node:crypto";
import { meet } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { GatewayParts } from "../deps.ts";
import { judged } from "../labels/judge.ts";
import { narrowed } from "../show.ts";
import { SentRecord } from "../record/sent-record.ts";
import type { Shown } from "../record/shown.ts";
import type { Sight } from "../show.ts";

/** One version of a record, as the caller could tell it from its neighbors. */
export interface Version {
  /** Keyed over the record and what is shown of it: the upstream's ids count edits of hidden elements. */
  readonly id: string;
  readonly shown: Shown;
}

/** A record as it is shown now, with what the upstream sent for it. */
export interface Current {
  readonly shown: Shown;
  readonly record: SentRecord;
}

/**
 * What the caller sees of a record's history, newest first: π_c of each version, neighbors that look the same being
 * one. A version shows no more than the record shows today: what became sensitive is sensitive in its past, and what
 * was sensitive then stays so. Rules GW-201 to GW-204.
 */
export async function visibleVersions(
  parts: GatewayParts,
  sight: Sight,
  { shown: current, record }: Current,
  history: readonly JsonObject[],
): Promise<readonly Version[]> {
  const expected = { type: current.facts.type, id: current.id, patients: null };
  const versions = [record, ...history.map((version) => SentRecord.ofObject(version))];
  const judgedVersions = await judged(parts.steps, sight, expected, versions);
  const seen = versions
    .map((version, at) => {
      const shown = judgedVersions[at] ?? null;
      return shown && narrowed(sight, version, shown, meetOf(shown.view.elements, current.view.elements));
    })
    .filter((shown) => shown !== null)
    .map((shown) => ({ shown, bytes: Buffer.from(shown.written.bytes).toString("utf8") }));
  const distinct = seen.filter(({ bytes }, at) => bytes !== seen[at - 1]?.bytes);
  return identified(parts.keys.etag, `${expected.type}/${expected.id}`, distinct);
}

/** The resource with the id of its version in `meta`. */
export function versioned({ id, shown }: Version): JsonObject {
  const { resourceType, id: logicalId, meta, ...rest } = shown.resource;
  const own = isJsonObject(meta) ? meta : {};
  return { resourceType, id: logicalId, meta: { versionId: id, ...own }, ...rest };
}

/** Content that comes back is another version than before: occurrences of equal bytes count from the oldest. */
function identified(
  key: Uint8Array,
  ref: string,
  distinct: readonly { readonly shown: Shown; readonly bytes: string }[],
): readonly Version[] {
  const times = new Map<string, number>();
  return distinct
    .toReversed()
    .map(({ shown, bytes }) => {
      const occurrence = (times.get(bytes) ?? 0) + 1;
      times.set(bytes, occurrence);
      return { id: versionIdOf(key, ref, occurrence, bytes), shown };
    })
    .toReversed();
}

function versionIdOf(key: Uint8Array, ref: string, occurrence: number, bytes: string): string {
  const mac = createHmac("sha256", key).update(`modicum/fhir/version/v1\0${ref}\0${occurrence}\0`);
  return mac.update(bytes).digest("hex").slice(0, 32);
}

function meetOf(a: TransformVector, b: TransformVector): TransformVector {
  return a.map((code, element) => meet(code, b[element] ?? 0));
}
