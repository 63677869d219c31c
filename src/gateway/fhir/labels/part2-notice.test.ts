import { beforeAll, describe, expect, it } from "vitest";
import { decide } from "../../../decision/decide.ts";
import { buildRelationIndex } from "../../../decision/relation-index.ts";
import { readShipped } from "../../../decision/suite/testing/shipped.ts";
import type { AccessRequest, Decision, Facts, Recipient } from "../../../decision/types.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { searchset } from "../search/bundle.ts";
import { noticeEntry, part2NoticeOf, withNotice } from "./part2-notice.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const SURGEON: Recipient = { class: "provider", id: "ortho", verified: true };
const STATEMENT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

let policy: CompiledPolicy;
beforeAll(async () => {
  policy = (await readShipped()).policy;
});

function decided(
  act: AccessRequest["act"],
  recipient: Recipient | null,
  more: Partial<Facts> = {},
): Decision {
  const subject = {
    personId: "paul.provider",
    roles: ["provider"],
    active: true,
    patientId: null,
    baa: null,
    scopes: null,
  };
  const fact = { relation: "care-team", patientId: "patient-pat", from: 0, until: NOW + 1, syncedAt: NOW };
  const relations = buildRelationIndex([{ ...fact, refs: [], source: "Test/1" }]);
  const none: Facts = { relations, authorizations: [], consents: [], restrictions: [], grants: [] };
  const call = { purpose: "treatment", caseId: null, capability: "read", exemption: null } as const;
  const where = { system: "ehr", channel: "fhir", now: NOW };
  return decide({ act, subject, recipient, ...call, ...where }, policy, { ...none, ...more });
}

describe("the notice of 42 CFR 2.32", () => {
  it("F102 goes with a disclosure on a consent, with the scope of it", () => {
    expect(part2NoticeOf(decided("disclose", SURGEON))).toBe(
      `${STATEMENT} Records of substance use disorder treatment, where there are any here, are disclosed with the patient's written consent to recipients of the class \`provider\` for treatment, and for nothing else.`,
    );
  });

  it("F102 does not go with a use", () => {
    expect(part2NoticeOf(decided("use", null))).toBeNull();
  });

  it("GW-75 F102 is the same whether or not there is a consent: it does not tell who has one", () => {
    const consent = {
      id: "c",
      patientId: "patient-pat",
      recipientClasses: ["provider"] as const,
      bases: ["treatment"] as const,
      from: 0,
      until: NOW + 1,
      revokedAt: null,
    };
    const [without, withOne] = [
      decided("disclose", SURGEON),
      decided("disclose", SURGEON, { consents: [consent] }),
    ];
    expect(part2NoticeOf(withOne)).toBe(part2NoticeOf(without));
  });

  it("GW-75 F102 stands in the meta of a resource beside its labels, and in no other place", () => {
    const resource = { resourceType: "Condition", id: "1", meta: { security: [{ code: "MINEC" }] } };
    expect(withNotice(resource, "Mind.")).toEqual({
      ...resource,
      meta: {
        extension: [
          {
            url: "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-display",
            valueAnnotation: { text: "Mind." },
          },
        ],
        security: [
          { code: "MINEC" },
          {
            system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            code: "NORDSCLCD",
            display: "no redisclosure without consent directive",
          },
        ],
      },
    });
  });

  it("F102 leaves a resource as it is where none is due", () => {
    const resource = { resourceType: "Condition", id: "1" };
    expect(withNotice(resource, null)).toBe(resource);
  });

  it("GW-75 F102 is the last entry of a searchset, as an outcome, also of one without matches", () => {
    const page = {
      path: "Condition",
      baseUrl: "https://gateway.test/fhir",
      records: [],
      included: [],
      total: null,
      notice: "Mind.",
      links: { self: "s", previous: null, next: null },
    };
    expect(searchset(page).object["entry"]).toEqual([noticeEntry("Mind.")]);
    expect(noticeEntry("Mind.")).toMatchObject({
      resource: { issue: [{ severity: "information", diagnostics: "Mind." }] },
      search: { mode: "outcome" },
    });
    expect(searchset({ ...page, notice: null }).object["entry"]).toBeUndefined();
  });
});
