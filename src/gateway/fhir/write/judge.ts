import { recordFactsOf } from "../../../catalogue/record-facts.ts";
import type { RecordFacts } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Permitted } from "../../../pipeline.ts";
import { isSameValue } from "../../../projection/same-value.ts";
import type { GatewayParts } from "../deps.ts";
import { because } from "../reasons.ts";
import type { Shown } from "../record/shown.ts";
import { SentRecord } from "../record/sent-record.ts";
import { withStoredContents } from "./contents.ts";
import { shownTo } from "../find.ts";
import type { Found } from "../find.ts";
import { checkReferences, withLocalReferences } from "./references.ts";
import { reasonOf } from "./refusal.ts";
import { stripped } from "./strip.ts";

/** Who writes: the same caller, decided for the write and for reading what is written. */
export interface Writer {
  readonly parts: GatewayParts;
  readonly writing: Permitted;
  readonly reading: Permitted;
  /** Links of a transaction to records that it makes itself. */
  readonly made: ReadonlySet<string>;
}

/** A write that is permitted: what the upstream is to be told, and what the record of it says. */
export interface Judged {
  readonly verb: "create" | "update" | "delete" | "nothing";
  readonly type: string;
  /** Null for a record that has no id yet. */
  readonly id: string | null;
  /** The whole record to be stored; null for a deletion. */
  readonly record: JsonObject | null;
  /** The version that was judged; null: the upstream says none. */
  readonly version: string | null;
  readonly patients: readonly string[];
  /** Catalogue ids of what is set, changed or taken away. */
  readonly changed: readonly string[];
  readonly rules: readonly string[];
  /** As it was shown before; null for a record that is made. */
  readonly before: Shown | null;
}

/** Judges a body against the record that it is to replace. Rules GW-152 to GW-164. */
export async function judgeUpdate(
  writer: Writer,
  found: Found,
  body: JsonObject,
): Promise<Result<Judged, Reason>> {
  const { parts, reading, writing, made } = writer;
  const { shown } = found;
  const record = found.record.object;
  const { type, id } = shown.facts;
  const sent = comparable(withLocalReferences(body, parts.baseUrl), shown);
  if (!sent.ok) return sent;
  const rights = parts.steps.rightsOf(reading, writing, shown.facts, shown.view.elements);
  const { catalogue } = reading.policy;
  const { context } = parts.sightOf(reading, type).projecting;
  const merged = parts.steps.merge(catalogue, record, sent.value, rights.view, context);
  if (!merged.ok) return err(reasonOf(merged.error));
  const { resource, changed } = merged.value;
  const judged = {
    type,
    id,
    record: resource,
    version: versionOf(record),
    patients: shown.facts.patients,
    changed: [...changed].flatMap((element) => catalogue.elements[element]?.id ?? []).toSorted(),
    rules: rights.rules,
    before: shown,
  };
  if (changed.size === 0) return ok({ verb: "nothing", ...judged });
  const projected = shown.projected.written?.object ?? null;
  const moved = moveOf(writer, { projected, sent: sent.value, segments: rights.segments });
  if (moved !== null) return err(moved);
  const missing = await checkReferences(parts, reading, sent.value, projected, made);
  if (missing !== null) return err(missing);
  const stored = await shownTo(parts, reading, type, id, SentRecord.ofObject(resource));
  const after = stored?.projected.written?.object ?? null;
  return after !== null && isSameValue(after, sent.value)
    ? ok({ verb: "update", ...judged })
    : err(because("write_hides"));
}

/** The body in the form that the stored record is projected to. */
function comparable(body: JsonObject, { resource, projected }: Shown): Result<JsonObject, Reason> {
  const [own, linked] = [stripped(body), stripped(resource)];
  if (!own.ok || !linked.ok) return own.ok ? linked : own;
  return withStoredContents(own.value, linked.value, projected.written?.object ?? resource);
}

/**
 * A reason when the body, by itself, is about other patients than before, or carries a label of a segment of which
 * its writer is shown nothing.
 */
function moveOf(
  { reading }: Writer,
  given: { readonly projected: JsonObject | null; readonly sent: JsonObject; readonly segments: number },
): Reason | null {
  const { segments } = reading.policy;
  const after = recordFactsOf(given.sent, segments);
  const before = given.projected === null ? after : recordFactsOf(given.projected, segments);
  if (!isAboutTheSame(before, after)) return because("write_moves");
  return (after.segments & ~given.segments) === 0 ? null : because("write_hides");
}

function isAboutTheSame(before: RecordFacts, after: RecordFacts): boolean {
  const [a, b] = [new Set(before.patients), new Set(after.patients)];
  return (
    a.size === b.size && [...a].every((patient) => b.has(patient)) && before.attributed === after.attributed
  );
}

function versionOf({ meta }: JsonObject): string | null {
  const version = isJsonObject(meta) ? meta["versionId"] : undefined;
  return typeof version === "string" ? version : null;
}

/** Judges a deletion: it takes what the caller is not shown as well, so there may be no such thing. Rule GW-168. */
export function judgeDelete(writer: Writer, found: Found): Result<Judged, Reason> {
  const { parts, reading, writing } = writer;
  const { shown } = found;
  const { type, id, patients } = shown.facts;
  const { view, rules } = parts.steps.rightsOf(reading, writing, shown.facts, shown.view.elements);
  const elements = reading.policy.catalogue.elementsOfType(type);
  if (!elements.every((element) => view.writable[element] === 1))
    return err(because("delete_not_permitted", `\`${type}\``));
  const version = versionOf(found.record.object);
  return ok({ verb: "delete", type, id, record: null, version, patients, changed: [], rules, before: shown });
}
