import type { z } from "@hono/zod-openapi";
import { TRANSFORMS } from "../../catalogue/transforms.ts";
import type { DataElement } from "../../catalogue/types.ts";
import type { CellDetail, Finding, GrantAt, MatrixRow, Seer, TypeReach } from "../../policy/analyze/index.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import { oneLine } from "../one-line.ts";
import { placeOf } from "./presenter-rules.ts";
import type { Holders } from "./roster.ts";
import type {
  CellSchema,
  FindingSchema,
  MatrixSchema,
  TypeReachSchema,
  WhoSchema,
} from "./schema-analysis.ts";

type MatrixResult = z.infer<typeof MatrixSchema>;
type SeerResult = z.infer<typeof WhoSchema>["seers"][number];

const MOST_HOLDERS = 50;

/** Rows of the matrix over these elements, each cell one digit. */
export function presentMatrix(
  policy: CompiledPolicy,
  elements: readonly DataElement[],
  rows: readonly MatrixRow[],
  next: string | null,
): MatrixResult {
  return {
    transforms: [...TRANSFORMS],
    elements: elements.map(({ id, title, group }) => ({ id, title, group })),
    rows: rows.map((row) => ({
      role: row.role,
      roleTitle: policy.roles.get(row.role)?.title ?? row.role,
      purpose: row.purpose,
      purposeTitle: policy.purposes.get(row.purpose)?.title ?? row.purpose,
      relations: [...row.relations],
      rules: [...row.rules],
      shown: row.shown,
      cells: elements.map(({ index }) => String(row.transforms[index] ?? 0)).join(""),
    })),
    next,
  };
}

export function presentCell(policy: CompiledPolicy, cell: CellDetail): z.infer<typeof CellSchema> {
  const role = policy.roles.get(cell.role);
  return {
    role: cell.role,
    roleTitle: role?.title ?? cell.role,
    purpose: cell.purpose,
    purposeTitle: policy.purposes.get(cell.purpose)?.title ?? cell.purpose,
    element: cell.element,
    elementTitle: policy.catalogue.byId(cell.element)?.title ?? cell.element,
    why: oneLine(role?.why ?? ""),
    as: cell.as,
    ceiling: cell.ceiling,
    forms: [...cell.forms],
    grants: cell.grants.map((grant) => presentGrant(policy, grant)),
    disclose: presentOutbound(cell.disclose),
    request: presentOutbound(cell.request),
    mayAsk: cell.mayAsk === null ? null : { as: cell.mayAsk.as, segments: [...cell.mayAsk.segments] },
  };
}

function presentGrant(policy: CompiledPolicy, grant: GrantAt): z.infer<typeof CellSchema>["grants"][number] {
  return {
    rule: grant.rule,
    on: grant.on,
    onTitle: policy.relations.get(grant.on)?.title ?? grant.on,
    can: [...grant.can],
    systems: [...grant.systems],
    given: grant.given,
    as: grant.as,
    cut: grant.cut === null ? null : { rule: grant.cut.rule, from: grant.cut.from, to: grant.cut.to },
    segments: grant.segments.map(({ segment, as, closedBy, guard }) => ({ segment, as, closedBy, guard })),
    until: grant.period === null ? null : isoTime(grant.period.until),
    at: placeOf(grant.at),
  };
}

function presentOutbound(outbound: CellDetail["disclose"]) {
  return outbound === null
    ? null
    : { rule: outbound.rule, as: outbound.as, recipients: [...outbound.recipients] };
}

/** One role that sees an element, with the people who hold it; by name where they may be `named`. */
export function presentSeer(
  policy: CompiledPolicy,
  element: string,
  seer: Seer,
  holders: Holders,
  named: boolean,
): SeerResult {
  const held = holders.get(seer.role) ?? [];
  return {
    element,
    role: seer.role,
    roleTitle: policy.roles.get(seer.role)?.title ?? seer.role,
    purpose: seer.purpose,
    purposeTitle: policy.purposes.get(seer.purpose)?.title ?? seer.purpose,
    as: seer.as,
    on: seer.cells.map((cell) => ({
      relation: cell.on,
      title: policy.relations.get(cell.on)?.title ?? cell.on,
      as: cell.as,
      rule: cell.rule,
      segments: [...cell.segments],
      can: [...cell.can],
      systems: [...cell.systems],
    })),
    people: held.length,
    holders: held.slice(0, named ? MOST_HOLDERS : 0).map(({ id, displayName }) => ({ id, displayName })),
  };
}

export function presentFinding(finding: Finding): z.infer<typeof FindingSchema> {
  return {
    id: finding.id,
    name: finding.name,
    severity: finding.severity,
    sentence: finding.sentence,
    hint: finding.hint,
    at: finding.at === null ? null : placeOf(finding.at),
    rules: [...finding.rules],
    roles: [...finding.roles],
    purposes: [...finding.purposes],
    elements: [...finding.elements],
    segments: [...finding.segments],
    relations: [...finding.relations],
    people: [...finding.people],
  };
}

/** Elements one by one only where one type is asked for: for all types it is a long answer. */
export function presentTypeReach(
  reach: TypeReach,
  withElements: boolean,
): z.infer<typeof TypeReachSchema>["types"][number] {
  return {
    resourceType: reach.resourceType,
    sentence: reach.sentence,
    standing: reach.standing.map((one) => ({
      role: one.role,
      purpose: one.purpose,
      relations: [...one.relations],
      rules: [...one.rules],
      elements: one.elements,
    })),
    byApproval: reach.byApproval.map((one) => ({
      role: one.role,
      purpose: one.purpose,
      approvers: [...one.approvers],
      elements: one.elements,
    })),
    breakGlass: [...reach.breakGlass],
    ...(withElements
      ? {
          elements: reach.elements.map((one) => ({
            element: one.element,
            standing: [...one.standing],
            byApproval: one.byApproval.map(({ role, purpose }) => ({ role, purpose })),
            breakGlass: one.breakGlass,
          })),
        }
      : {}),
  };
}
