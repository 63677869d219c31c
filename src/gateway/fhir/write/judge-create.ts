import { recordFactsOf } from "../../../catalogue/record-facts.ts";
import { KEEP } from "../../../catalogue/transforms.ts";
import type { Reason } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { newRecord } from "../../../projection/merge.ts";
import { mapAttachments } from "../binary/attachments.ts";
import { because } from "../reasons.ts";
import { shownTo } from "../find.ts";
import type { Judged, Writer } from "./judge.ts";
import { checkReferences, withLocalReferences } from "./references.ts";
import { reasonOf } from "./refusal.ts";
import { stripped } from "./strip.ts";
import { SentRecord } from "../record/sent-record.ts";

/** Stands for the id that the upstream will give, while the body is looked at. */
const UNNAMED = "new";

/**
 * Judges a record that is not there yet: every element that it sets is granted, every patient that it names is in
 * reach, what it refers to is there for the caller, and so is what comes of it. Rules GW-165 to GW-167.
 */
export async function judgeCreate(
  writer: Writer,
  type: string,
  body: JsonObject,
): Promise<Result<Judged, Reason>> {
  const { parts, reading, writing, made } = writer;
  const own = stripped(withLocalReferences(body, parts.baseUrl));
  if (!own.ok) return own;
  const { id: _, ...record } = own.value;
  if (holdsLink(record)) return err(because("write_not_covered", "`Attachment.url`"));
  const { policy } = writing;
  const named = { ...record, id: UNNAMED };
  // A new patient is nobody's yet, so nobody has a relation to them.
  const facts = recordFactsOf(type === "Patient" ? record : named, policy.segments);
  const view = viewOf(writing.decision, facts, writing.facts);
  if (view === null) return err(because("reference_not_found"));
  const writable = view.elements.map((code) => (code === KEEP ? 1 : 0));
  const { context } = parts.sightOf(reading, type).projecting;
  const created = newRecord(policy.catalogue, record, writable, context);
  if (!created.ok) return err(reasonOf(created.error));
  const missing = await checkReferences(parts, reading, record, null, made);
  if (missing !== null) return err(missing);
  if ((await shownTo(parts, reading, type, UNNAMED, SentRecord.ofObject(named))) === null)
    return err(because("write_hides"));
  const changed = [...created.value.changed].flatMap(
    (element) => policy.catalogue.elements[element]?.id ?? [],
  );
  return ok({
    verb: "create",
    type,
    id: null,
    record,
    version: null,
    patients: facts.patients,
    changed: changed.toSorted(),
    rules: view.rules,
    before: null,
  });
}

/** A link that is written could open what the writer may not see: content comes with the record. */
function holdsLink(record: JsonObject): boolean {
  let found = false;
  mapAttachments(record, (attachment) => {
    found ||= attachment["url"] !== undefined;
    return attachment;
  });
  return found;
}
