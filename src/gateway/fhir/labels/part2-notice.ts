import type { Decision } from "../../../decision/types.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonArray, JsonObject } from "../../../kernel/json.ts";

/** 42 CFR 2.32(a)(2), where the segment has no words of its own. */
const STATEMENT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

/** HL7 Data Segmentation for Privacy 1.0.0: a text to be shown wherever the resource is shown. */
const DISPLAY = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-display";

/** HL7 v3 ActCode, under RefrainPolicy. */
const NO_REDISCLOSURE: JsonObject = {
  system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
  code: "NORDSCLCD",
  display: "no redisclosure without consent directive",
};

const known = new WeakMap<Decision, string | null>();

/**
 * The notice that goes with a disclosure on a consent, and the scope of that consent, 42 CFR 2.32(a) and (b); null:
 * none is due. It follows from the decision's obligation, recipient and grounds: the same stands on every record, since
 * one that stood on some alone would tell which patients have a consent.
 */
export function part2NoticeOf(decision: Decision): string | null {
  const found = known.get(decision);
  if (found !== undefined) return found;
  const isDue = decision.obligations.some(({ kind }) => kind === "part2-notice");
  const notice = isDue ? noticeOf(decision) : null;
  known.set(decision, notice);
  return notice;
}

/** The resource with the notice in its `meta`. */
export function withNotice(resource: JsonObject, notice: string | null): JsonObject {
  if (notice === null) return resource;
  const meta = isJsonObject(resource["meta"]) ? resource["meta"] : {};
  return {
    ...resource,
    meta: {
      ...meta,
      extension: [...listIn(meta["extension"]), { url: DISPLAY, valueAnnotation: { text: notice } }],
      security: [...listIn(meta["security"]), NO_REDISCLOSURE],
    },
  };
}

/** The notice as an entry of a searchset, after the matches (FHIR R4 Bundle.entry.search.mode `outcome`). */
export function noticeEntry(notice: string): JsonObject {
  const issue = [{ severity: "information", code: "informational", diagnostics: notice }];
  return { resource: { resourceType: "OperationOutcome", issue }, search: { mode: "outcome" } };
}

function noticeOf({ policy, request, slices }: Decision): string {
  const guarded = policy.segments.filter(({ guard }) => guard === "part2-consent");
  const statements = [...new Set(guarded.map(({ notice = STATEMENT }) => notice))];
  const bases = slices
    .filter(({ basis, segments }) => basis !== "individual" && guarded.some(({ bit }) => segments.has(bit)))
    .map(({ basis }) => basis);
  const scope = `Records of substance use disorder treatment, where there are any here, are disclosed with the patient's written consent to recipients of the class \`${request.recipient?.class ?? "none"}\` for ${[...new Set(bases)].toSorted().join(", ")}, and for nothing else.`;
  return [...statements, scope].join(" ");
}

function listIn(value: JsonObject[string] | undefined): JsonArray {
  return Array.isArray(value) ? (value as JsonArray) : [];
}
