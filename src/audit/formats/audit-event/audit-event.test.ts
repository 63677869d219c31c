import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { auditEntry } from "../../testing/audit-entry.ts";
import type { AuditEntry } from "../../types.ts";
import { balpFaults } from "../testing/balp-check.ts";
import { CONTEXT } from "../testing/format-context.ts";
import { r4Faults } from "../testing/r4-check.ts";
import { auditEventsOf, parseAuditEventId } from "./audit-event.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);

const events = (fields: Partial<AuditEntry>): readonly JsonObject[] =>
  auditEventsOf(auditEntry(1, fields), CONTEXT);
const first = (fields: Partial<AuditEntry>): JsonObject => {
  const [event] = events(fields);
  if (event === undefined) throw new Error("an entry is an event at least");
  return event;
};

const SEARCH = { interaction: "fhir.search", query: "patient=p1", records: [] } as const;
const DISCLOSURE = { act: "disclose", recipient: "acme-health" } as const;
const SEALED = { patients: [], records: [], query: null, recipient: null } as const;

describe("an entry as AuditEvent", () => {
  const claims: readonly [string, string, Partial<AuditEntry>][] = [
    ["a read of a patient's record", "PatientRead", {}],
    ["a read of a record about nobody", "Read", { patients: [], records: ["Location/1"] }],
    ["a version read", "PatientRead", { interaction: "fhir.vread" }],
    ["a search that found a patient's records", "PatientQuery", SEARCH],
    ["a search that found nothing", "Query", { ...SEARCH, patients: [] }],
    ["a search without parameters", "PatientQuery", { ...SEARCH, query: "" }],
    ["a create", "PatientCreate", { interaction: "fhir.create" }],
    ["an update", "PatientUpdate", { interaction: "fhir.update" }],
    ["a patch", "PatientUpdate", { interaction: "fhir.patch" }],
    ["a delete", "PatientDelete", { interaction: "fhir.delete" }],
    ["a disclosure", "PrivacyDisclosure.Source", DISCLOSURE],
  ];

  it.each(claims)("AUD-40 F165 claims and fills the BALP profile of %s: %s", (_what, profile, fields) => {
    const event = first(fields);
    expect(event["meta"]).toEqual({
      profile: [`https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.${profile}`],
    });
    expect(balpFaults(event)).toEqual([]);
  });

  it.each(["agent", "entity", "action", "type"])(
    "AUD-40 F165 would not pass the check without its %s",
    (member) => {
      const { [member]: _left, ...rest } = first({});
      expect(balpFaults(rest).length).toBeGreaterThan(0);
    },
  );

  it.each([
    ["search", SEARCH],
    ["read", {}],
    ["disclosure", DISCLOSURE],
  ])("AUD-41 F165 claims no profile for a %s whose patients stay sealed", (_what, fields) => {
    const event = first({ ...fields, ...SEALED });
    expect(event).not.toHaveProperty("meta");
    expect(JSON.stringify(event)).not.toMatch(/Patient\/|Claim\/|"query"/);
  });

  it("AUD-42 F165 makes one event for each patient in a result, each naming that patient alone", () => {
    const found = events({ ...SEARCH, patients: ["p1", "p2", "p3", "p2"] });
    expect(found.map((event) => JSON.stringify(event).match(/Patient\/\w+/g))).toEqual([
      ["Patient/p1"],
      ["Patient/p2"],
      ["Patient/p3"],
    ]);
  });

  it("AUD-43 F165 gives each event an id that stays and leads back to its entry", () => {
    const entry = auditEntry(7, { patients: ["p1", "p2"] });
    const ids = auditEventsOf(entry, CONTEXT).map(({ id }) => id);
    expect(ids).toEqual(auditEventsOf({ ...entry }, CONTEXT).map(({ id }) => id));
    expect(ids.map((id) => parseAuditEventId(id as string))).toEqual([
      { entryId: entry.id, ordinal: 1 },
      { entryId: entry.id, ordinal: 2 },
    ]);
  });

  it.each(["", "x.1", auditEntry(1).id, `${auditEntry(1).id}.01`, `${auditEntry(1).id}.-1`])(
    "AUD-43 takes %j for the id of no event",
    (id) => {
      expect(parseAuditEventId(id)).toBeNull();
    },
  );

  it("AUD-44 F165 tells a refusal as an authorization decision by role, with its reason", () => {
    const event = first({ ...SEALED, outcome: "deny", reason: "no_grant" });
    expect(event).toMatchObject({
      type: { code: "110113" },
      subtype: [{ code: "AuthZ-Role" }, { code: "read" }],
      action: "E",
      outcome: "4",
      outcomeDesc: "no_grant: no rule grants this",
    });
  });

  it.each([
    ["a fault", { outcome: "error", reason: "evaluation_error" }],
    ["an upstream that fails", { outcome: "deny", reason: "upstream_unavailable" }],
  ] as const)("AUD-44 F165 tells %s as a serious failure", (_what, fields) => {
    expect(first({ ...SEALED, ...fields })["outcome"]).toBe("8");
  });

  it("AUD-45 F165 carries purpose of use as HL7 v3 codes, with our own id beside each", () => {
    const event = first({ purposes: ["billing", "no-code"] });
    expect(event["purposeOfEvent"]).toEqual([
      {
        coding: [
          { system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "HPAYMT" },
          { system: "https://modicum.dev/fhir/CodeSystem/purpose", code: "billing" },
        ],
      },
      { coding: [{ system: "https://modicum.dev/fhir/CodeSystem/purpose", code: "no-code" }] },
    ]);
  });

  it("AUD-45 F165 names policy, rules and grants as policies of the deciding agent", () => {
    const agents = JSON.stringify(first({ grantIds: ["jit-7"] })["agent"]);
    expect(agents).toContain(`https://modicum.dev/policy/sha256/${"ab".repeat(32)}`);
    expect(agents).toContain("https://modicum.dev/policy/rule/role%3Abiller%2Fbilling%231");
    expect(agents).toContain("https://modicum.dev/policy/grant/jit-7");
  });

  it("AUD-46 F165 carries the query base64, as it was asked", () => {
    const [, entity] = first(SEARCH)["entity"] as readonly { readonly query?: string }[];
    expect(Buffer.from(entity?.query ?? "", "base64").toString()).toBe("patient=p1");
  });

  it.each([
    ["api.session.sign-in", "110114"],
    ["api.record.search", "110101"],
    ["api.record.export.part", "110106"],
    ["api.policy.rules", "rest"],
  ])("F165 types %s as %s", (interaction, code) => {
    expect(first({ interaction })).toMatchObject({ type: { code } });
  });

  const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,20}$/);
  const anyEntry = fc
    .record({
      interaction: fc.constantFrom(
        "fhir.read",
        "fhir.search",
        "fhir.update",
        "fhir.delete",
        "fhir.batch",
        "api.session.sign-in",
        "api.locate",
        "constructor",
      ),
      outcome: fc.constantFrom("permit", "deny", "error"),
      act: fc.constantFrom("use", "disclose", "request"),
      reason: fc.constantFrom(null, "no_grant", "a_code_of_old"),
      personId: fc.option(id, { nil: null }),
      purpose: fc.option(id, { nil: null }),
      purposes: fc.array(fc.constantFrom("billing", "treatment", "x")),
      recipient: fc.option(id, { nil: null }),
      policyHash: fc.constantFrom("", "ab"),
      system: fc.constantFrom("", "ehr"),
      rules: fc.array(id),
      released: fc.array(id),
      patients: fc.array(id),
      records: fc.array(id.map((one) => `Claim/${one}`)),
      query: fc.option(fc.string(), { nil: null }),
    })
    .map((fields) => fields as Partial<AuditEntry>);

  it("AUD-40 F165 is a resource of FHIR R4 whatever the entry holds", () => {
    fc.assert(
      fc.property(anyEntry, (fields) => {
        expect(events(fields).flatMap(r4Faults)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it("AUD-40 F165 holds every slice of each profile it claims, whatever the entry holds", () => {
    fc.assert(
      fc.property(anyEntry, (fields) => {
        const claiming = events({ ...fields, purposes: ["billing"], personId: "bea.biller" }).filter(
          ({ meta }) => meta !== undefined,
        );
        expect(claiming.flatMap(balpFaults)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it("the check of R4 finds a member that is none, a lacking one and a list that is none", () => {
    const { recorded: _recorded, ...event } = first({});
    expect(r4Faults({ ...event, agents: [], subtype: {} }).toSorted()).toEqual([
      "AuditEvent.agents: not a member",
      "AuditEvent.subtype: must be a list",
      "AuditEvent: lacks AuditEvent.recorded",
    ]);
  });
});
