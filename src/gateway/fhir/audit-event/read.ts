import { parseAuditEventId } from "../../../audit/formats/audit-event/audit-event.ts";
import type { Reason } from "../../../decision/types.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { AuditRecord, GatewayParts } from "../deps.ts";
import { isUnchanged } from "../etag.ts";
import type { FhirAnswer } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { eventsOf, releaseOfEvents } from "./events.ts";
import { recordRightsOf } from "./rights.ts";
import { Written } from "../record/written.ts";

/** The rule of a read of an AuditEvent: answered from the record; those of the upstream are not served. */
export function auditEventReadTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.read">>,
): Task {
  const { id } = interaction;
  const { record } = parts;
  if (record === null) return refusing(question, interaction, because("interaction_not_supported"));
  const strange = pairs.find(([name]) => name !== "_format");
  if (strange !== undefined)
    return refusing(question, interaction, because("result_parameter_not_supported", "on an AuditEvent"));
  return {
    kind: "perform",
    asked: askedOf(question, interaction, `AuditEvent/${id}`),
    perform: (permitted) => answerRead(parts, record, id, question.headers["if-none-match"], permitted),
  };
}

async function answerRead(
  parts: GatewayParts,
  record: AuditRecord,
  id: string,
  ifNoneMatch: string | undefined,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const rights = recordRightsOf(permitted);
  if ("code" in rights) return rights;
  const place = parseAuditEventId(id);
  if (place === null) return NOT_FOUND;
  const { entries } = await record.search({ id: place.entryId, limit: 1 }, rights.patients);
  const event = entries.flatMap((entry) => eventsOf(entry, permitted)).find((one) => one.id === id);
  if (event === undefined) return NOT_FOUND;
  const resource = Written.ofObject(event.resource);
  const etag = parts.steps.etagOf(parts.keys.etag, resource.bytes);
  const status = isUnchanged(ifNoneMatch, etag) ? 304 : 200;
  return { value: { status, resource, etag }, release: releaseOfEvents([event], rights, permitted) };
}
