import { DROP } from "../../catalogue/transforms.ts";
import { finding } from "../diagnostics.ts";
import type { Path } from "../parse/yaml.ts";
import { byEntry, indexesOf, listed, originOf } from "../resolve/element-list.ts";
import type { Report } from "../resolve/element-name.ts";
import { lookUp, PURPOSE, ROLE } from "../resolve/names.ts";
import type { ResolvedPolicy, ResolvedRole } from "../resolve/policy.ts";

/** What must hold of each role: POL-302, POL-304, POL-306, POL-311 and names. */
export function checkRoles(policy: ResolvedPolicy, report: Report): void {
  for (const role of policy.roles.values()) {
    checkHasGrants(role, report);
    checkNever(policy, role, report);
    checkConflicts(policy, role, report);
    checkEligible(policy, role, report);
  }
}

function checkHasGrants({ file }: ResolvedRole, report: Report): void {
  if (file.source.grants !== "none" && file.source.grants.length === 0) {
    const hint = "say `grants: none` if its work needs no data";
    report(finding("POL-304", file.keyAt(["grants"]), `role \`${file.source.id}\` has no grants`, hint));
  }
}

function checkNever(policy: ResolvedPolicy, { file, grants, never }: ResolvedRole, report: Report): void {
  for (const { elements } of grants) {
    const given = indexesOf(elements.vector).filter((index) => never.vector[index] !== DROP);
    for (const indexes of byEntry(elements, given)) {
      const message = `the role gives ${listed(policy, indexes)}, which its \`never\` refuses`;
      const line = originOf(never, indexes[0] ?? 0).line;
      report(
        finding("POL-302", originOf(elements, indexes[0] ?? 0), message, `${file.path}:${line} refuses it`),
      );
    }
  }
}

function checkConflicts({ roles }: ResolvedPolicy, { file }: ResolvedRole, report: Report): void {
  const { id, conflictsWith } = file.source;
  for (const [position, name] of conflictsWith.entries()) {
    const path: Path = ["conflictsWith", position];
    const other = lookUp(name, roles, ROLE, { file, path }, report);
    if (name === id) report(finding("POL-306", file.at(path), `role \`${id}\` cannot conflict with itself`));
    else if (other !== undefined && !other.file.source.conflictsWith.includes(id)) {
      const hint = `add \`${id}\` to \`conflictsWith\` in ${other.file.path}`;
      report(finding("POL-306", file.at(path), `\`${name}\` does not name \`${id}\` in return`, hint));
    }
  }
}

function checkEligible({ purposes }: ResolvedPolicy, { file }: ResolvedRole, report: Report): void {
  const { jit, approve } = file.source.eligible;
  for (const [position, name] of jit.entries()) {
    const path = ["eligible", "jit", position];
    const purpose = lookUp(name, purposes, PURPOSE, { file, path }, report);
    if (purpose !== undefined && purpose.file.source.elements.mayAsk.length === 0) {
      const message = `purpose \`${name}\` has nothing that may be asked for`;
      report(finding("POL-311", file.at(path), message, "give it `elements: {mayAsk: […]}`"));
    }
  }
  for (const [position, name] of approve.entries()) {
    lookUp(name, purposes, PURPOSE, { file, path: ["eligible", "approve", position] }, report);
  }
}
