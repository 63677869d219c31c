import {
  ACT_CODE,
  CONFIDENTIALITY,
  isSecurityLabel,
  OBSERVATION_VALUE,
} from "../../catalogue/fhir-r4/code-systems.ts";
import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Report } from "../resolve/element-name.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";

const MOST_SEGMENTS = 31;
/** Systems whose codes are known here; others are the organization's own. */
const HL7_SYSTEMS: ReadonlySet<string> = new Set([ACT_CODE, CONFIDENTIALITY, OBSERVATION_VALUE]);

/** What must hold of segments and exemptions: POL-501, POL-502, POL-503, POL-504, POL-512. */
export function checkRecords({ bundle }: ResolvedPolicy, report: Report): void {
  for (const file of bundle.Segment) {
    checkLabels(file, report);
    checkSecurityCodes(file, report);
  }
  const tooMany = bundle.Segment[MOST_SEGMENTS];
  if (tooMany !== undefined) {
    const message = `there are ${bundle.Segment.length} segments, and no more than ${MOST_SEGMENTS} can be told apart`;
    report(finding("POL-501", tooMany.at(["id"]), message, "merge some"));
  }
  for (const file of bundle.Exemption) checkReach(file, report);
}

function checkLabels({ source, keyAt }: SourceFile<"Segment">, report: Report): void {
  const { security, sources, ...rest } = source.labels;
  const inferred = Object.values(rest).some((bySystem) => Object.keys(bySystem).length > 0);
  if (!inferred && Object.keys(security).length + sources.length === 0) {
    report(finding("POL-503", keyAt(["labels"]), `nothing labels a record as \`${source.id}\``));
  }
  if (inferred && source.guard !== "none") {
    const message = `segment \`${source.id}\` is guarded, so it is labeled explicitly and never inferred from codes`;
    report(finding("POL-502", keyAt(["guard"]), message, "leave `security` and `sources` alone"));
  }
}

function checkSecurityCodes({ source, at }: SourceFile<"Segment">, report: Report): void {
  for (const [system, codes] of Object.entries(source.labels.security)) {
    if (!HL7_SYSTEMS.has(system)) continue;
    for (const [position, code] of codes.entries()) {
      if (isSecurityLabel(`${system}|${code}`)) continue;
      const message = `\`${code}\` is not a security label of HL7`;
      report(finding("POL-512", at(["labels", "security", system, position]), message, `see ${system}`));
    }
  }
}

/** A reach is only as good as the text that bounds it. */
function checkReach({ source, keyAt }: SourceFile<"Exemption">, report: Report): void {
  const { reach, profiles, requires } = source;
  const hasProfiles = Object.keys(profiles).length > 0;
  if (hasProfiles !== (reach === "transaction-profile")) {
    const message = hasProfiles
      ? "`profiles` stand only where `reach: transaction-profile`"
      : "`reach: transaction-profile` needs `profiles`";
    report(finding("POL-504", keyAt(["reach"]), message));
  }
  if ((requires !== undefined) !== (reach === "authorization-text")) {
    const message =
      requires === undefined
        ? "`reach: authorization-text` needs `requires`, 45 CFR 164.508(c)"
        : "`requires` stands only where `reach: authorization-text`";
    report(finding("POL-504", keyAt(["reach"]), message));
  }
}
