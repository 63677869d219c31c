import type { Intake } from "../audit/intake/intake.ts";
import type { SourceStore } from "../audit/intake/ports.ts";
import type { RecordSource, SourceEvent } from "../audit/intake/types.ts";

const DAY = 86_400_000;

/** Two systems of the demo hospital: the laboratory sends its log, the imaging archive has fallen silent. */
export async function addDemoSources(
  store: Pick<SourceStore, "add">,
  intake: Intake,
  now: number,
): Promise<void> {
  const laboratory = sourceOf("laboratory", "Laboratory system", "fhir", now);
  await store.add(sourceOf("imaging-archive", "Imaging archive", "atna", now - 9 * DAY));
  if (!(await store.add(laboratory))) return;
  const event = signInAt(now);
  const raw = JSON.stringify(event);
  await intake.take(laboratory, [{ ok: true, event, raw, canonical: raw, place: 1 }], "intake.fhir");
}

function sourceOf(id: string, name: string, kind: RecordSource["kind"], addedAt: number): RecordSource {
  return {
    id,
    name,
    kind,
    owner: "sam.security",
    rules: {
      people: "userName",
      aliases: {},
      patients: "ours",
      clients: [],
      certificates: [],
      mapping: null,
    },
    intervalMs: 7 * DAY,
    addedAt,
    seenAt: null,
    silentSince: null,
    disabledAt: null,
    version: 1,
  };
}

function signInAt(at: number): SourceEvent {
  return {
    event: "sign-in-1",
    at,
    kind: "login",
    outcome: "permit",
    agent: "cory.coder",
    agentReference: null,
    purpose: null,
    resourceType: null,
    patients: [],
    records: [],
    recipient: null,
    query: null,
  };
}
