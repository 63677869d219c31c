import { isPurposeOfUseCode, parentOfPurposeCode } from "../../catalogue/fhir-r4/code-systems.ts";
import { DROP } from "../../catalogue/transforms.ts";
import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import { ancestors } from "../resolve/declarations.ts";
import { byEntry, indexesOf, listed, originOf } from "../resolve/element-list.ts";
import type { Report } from "../resolve/element-name.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";
import type { ResolvedPurpose } from "../resolve/purposes.ts";

/** What must hold of each purpose: POL-401, POL-403, POL-404, POL-405, POL-406, POL-407. */
export function checkPurposes(policy: ResolvedPolicy, report: Report): void {
  const byId = new Map(policy.bundle.Purpose.map(({ source }) => [source.id, source]));
  for (const purpose of policy.purposes.values()) {
    checkCode(purpose.file, report);
    checkParent(purpose.file, byId, report);
    checkOutbound(policy, purpose, "disclose", report);
    checkOutbound(policy, purpose, "request", report);
  }
}

function checkCode({ source, at, keyAt }: SourceFile<"Purpose">, report: Report): void {
  const { code, basis } = source;
  if (code === undefined) {
    if (basis === "none") return;
    const hint = "see HL7 v3 ActReason, PurposeOfUse";
    report(
      finding("POL-404", keyAt(["basis"]), `a purpose with basis \`${basis}\` names its HL7 code`, hint),
    );
  } else if (!isPurposeOfUseCode(code)) {
    const hint = "see HL7 v3 ActReason, PurposeOfUse";
    report(finding("POL-401", at(["code"]), `\`${code}\` is not an HL7 PurposeOfUse code`, hint));
  }
}

type PurposesById = ReadonlyMap<string, SourceFile<"Purpose">["source"]>;

function checkParent({ source, at }: SourceFile<"Purpose">, byId: PurposesById, report: Report): void {
  const above = ancestors(source, byId);
  if (above.some(({ id }) => id === source.id)) {
    report(
      finding("POL-403", at(["parent"]), `purpose \`${source.id}\` is a kind of itself`, "break the circle"),
    );
    return;
  }
  const [parent] = above;
  if (parent?.code === undefined || source.code === undefined) return;
  if (isUnder(source.code, parent.code) || !isPurposeOfUseCode(parent.code)) return;
  const message = `code \`${source.code}\` is not a kind of \`${parent.code}\`, the code of \`${parent.id}\``;
  report(finding("POL-405", at(["parent"]), message, "see HL7 v3 ActReason, PurposeOfUse"));
}

/** Unknown codes count as under anything: that they are unknown is said elsewhere. */
function isUnder(code: string, ancestor: string): boolean {
  if (!isPurposeOfUseCode(code)) return true;
  for (let next: string | undefined = code; next !== undefined; next = parentOfPurposeCode(next)) {
    if (next === ancestor) return true;
  }
  return false;
}

function checkOutbound(
  policy: ResolvedPolicy,
  purpose: ResolvedPurpose,
  act: "disclose" | "request",
  report: Report,
): void {
  const { source, keyAt } = purpose.file;
  const elements = purpose[act];
  if (elements === null) return;
  if (!source.acts.includes(act)) {
    const hint = `add \`${act}\` to \`acts\`, or take the rule out`;
    report(finding("POL-406", keyAt([act]), `\`${act}\` is not an act of the purpose`, hint));
  }
  const never = indexesOf(elements.vector).filter((index) => purpose.never[index] !== DROP);
  for (const indexes of byEntry(elements, never)) {
    const message = `\`${act}\` gives ${listed(policy, indexes)}, which \`never\` refuses`;
    report(finding("POL-407", originOf(elements, indexes[0] ?? 0), message));
  }
}
