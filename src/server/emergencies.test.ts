import { beforeAll, describe, expect, it } from "vitest";
import { createEmergencyRecorder } from "../audit/journal/emergency-recorder.ts";
import { type Journal, openJournal } from "../audit/journal/journal.ts";
import { memoryMedium } from "../audit/journal/testing/memory-medium.ts";
import type { RecordedRelease } from "../audit/types.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { TemporaryGrant } from "../decision/types.ts";
import type { Caller } from "../identity/types.ts";
import { fixedClock, systemClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { ok } from "../kernel/result.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { nextEntryId } from "../audit/entry-id.ts";
import { type Asked, enforce, type Pipeline } from "../pipeline.ts";
import { loadPolicy } from "../policy/index.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createPipeline, NO_DIRECTIVES } from "./pipeline.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const clock = fixedClock(NOW);
const ASKED: Asked = {
  act: "use",
  capability: "read",
  recipient: null,
  exemption: null,
  credentials: {
    authorization: undefined,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: "fhir",
  },
  interaction: "fhir.read",
  resourceType: "Patient",
  query: "Patient/7",
};
const caller: Caller = {
  person: {
    id: "paul.provider",
    displayName: "Paul",
    roles: ["provider"],
    fhirUser: null,
    department: null,
    manager: null,
    active: true,
  },
  sessionId: "s",
  declaredPurpose: "TREAT",
  caseId: null,
  system: "ehr",
  channel: "fhir",
  scopes: null,
};
const releaseOn = (grantIds: readonly string[]): RecordedRelease => ({
  outcome: "permit",
  reason: null,
  rules: grantIds.map((id) => `grant:${id}`),
  grantIds,
  patients: ["7"],
  records: ["Patient/7"],
  released: ["patient.name"],
  withheldCount: 0,
});

let policy: CompiledPolicy;
beforeAll(async () => {
  const loaded = await loadPolicy("content", clock);
  if (!loaded.ok) throw new Error("the shipped policy does not compile");
  policy = loaded.value;
});

/** A pipeline whose caller holds one grant of each kind, and whose record cannot be written. */
async function withoutRecord(): Promise<{ readonly pipeline: Pipeline; readonly journal: Journal }> {
  const journal = await openJournal(memoryMedium(), memorySealer(), () => nextEntryId(systemClock));
  const recorder = {
    record: () => Promise.reject(new AppError("record_unavailable", "the entry could not be written")),
    search: async () => ({ entries: [], next: null }),
  };
  const now = (): number => NOW;
  const parts = { journal, recorder, now, policyHash: () => policy.hash, onFault: () => undefined };
  const pipeline = createPipeline({
    clock,
    policy: () => policy,
    identify: async () => ok(caller),
    relationsOf: async () => buildRelationIndex([]),
    directives: async () => NO_DIRECTIVES,
    nextEntryId: () => nextEntryId(systemClock),
    append: createEmergencyRecorder(parts).record,
  });
  const grants = [grantOf("glass", "break-glass"), grantOf("ticket", "jit")];
  const facts: Pipeline["facts"] = async (...asked) => ({ ...(await pipeline.facts(...asked)), grants });
  return { pipeline: { ...pipeline, facts }, journal };
}

function grantOf(id: string, kind: TemporaryGrant["kind"]): TemporaryGrant {
  return {
    id,
    kind,
    purpose: kind === "jit" ? "treatment" : "emergency-treatment",
    act: "use",
    patients: ["7"],
    refs: [],
    elements: new Uint8Array(policy.catalogue.elements.length).fill(1),
    segments: 0,
    systems: [],
    from: NOW - 1,
    until: NOW + 60_000,
  };
}

describe("a request while the record cannot be written", () => {
  it("AUD-101 F176 is answered on broken glass, and its entry stands in the journal", async () => {
    const { pipeline, journal } = await withoutRecord();
    const answered = await enforce(pipeline, ASKED, async () => ({
      value: "chart",
      release: releaseOn(["glass"]),
    }));
    expect(answered).toMatchObject({ kind: "answered", value: "chart" });
    expect(journal.held().entries).toMatchObject([
      { personId: "paul.provider", grantIds: ["glass"], exceptions: ["break-glass"], patients: ["7"] },
    ]);
  });

  it.each([
    ["a just-in-time grant", ["ticket"]],
    ["the role alone, though there is broken glass", []],
  ])("AUD-101 F176 is denied on %s", async (_title, grantIds) => {
    const { pipeline, journal } = await withoutRecord();
    const answered = await enforce(pipeline, ASKED, async () => ({
      value: "chart",
      release: releaseOn(grantIds),
    }));
    expect(answered).toMatchObject({ kind: "denied", reasons: [{ code: "record_unavailable" }] });
    expect(journal.held().entries).toEqual([]);
  });
});
