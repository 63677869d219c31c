/** What the person of the benchmark is shown of a type, for the peer that decides nothing itself. */
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import type { RelationFact } from "../../src/catalogue/relations.ts";
import { decide } from "../../src/decision/decide.ts";
import { buildRelationIndex } from "../../src/decision/relation-index.ts";
import { viewOf } from "../../src/decision/view.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { parseJsonObject } from "../../src/kernel/json.ts";
import { openPolicySource } from "../../src/policy/open.ts";
import { factsWith, NO_DIRECTIVES } from "../../src/server/pipeline.ts";
import { PERSON, PURPOSE } from "./material.ts";
import type { Material } from "./material.ts";

/** The vector that ours projects an ordinary record of the material under. @throws Error where it shows nothing */
export async function vectorFor({ type, patientId }: Material): Promise<Uint8Array> {
  const { policy } = await openPolicySource("content", systemClock);
  const now = Date.now();
  const treating: RelationFact = {
    relation: "care-team",
    patientId,
    from: 0,
    until: Number.POSITIVE_INFINITY,
    syncedAt: now,
    refs: [],
    source: "",
  };
  const facts = factsWith(buildRelationIndex([treating]), NO_DIRECTIVES);
  const subject = {
    personId: PERSON,
    roles: policy.people.find(({ id }) => id === PERSON)?.roles ?? [],
    active: true,
    patientId: null,
    baa: null,
    scopes: null,
  };
  const asked = { act: "use", capability: "read", exemption: null, recipient: null, caseId: null } as const;
  const request = { ...asked, subject, purpose: PURPOSE, system: "ehr", channel: "fhir", now };
  const record = parseJsonObject(
    Buffer.from(
      JSON.stringify({
        resourceType: type,
        id: type === "Patient" ? patientId : "1",
        subject: { reference: `Patient/${patientId}` },
      }),
    ),
  );
  const view = viewOf(decide(request, policy, facts), recordFactsOf(record, policy.segments), facts);
  if (view === null) throw new Error("the person of the benchmark is shown nothing");
  return view.elements;
}
