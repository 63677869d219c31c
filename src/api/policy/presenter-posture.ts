import type { z } from "@hono/zod-openapi";
import type { AccessReport, PersonAccess } from "../../posture/access-report.ts";
import { sampleSentence } from "../../posture/sample.ts";
import type { CellImpact } from "../../posture/cell-impact.ts";
import type { Impact, PersonImpact } from "../../posture/impact.ts";
import type { PersonReach, PurposeShare, ReachReport, RoleReach } from "../../posture/reach-report.ts";
import type { Affected } from "../../posture/totals.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import { presentChange, presentOthers } from "../policy-drafts/presenter.ts";
import type { Page } from "./page.ts";
import type {
  AccessReportSchema,
  ImpactReportSchema,
  PersonAccessAnswerSchema,
  ReachReportSchema,
} from "./schema-posture.ts";

const MOST_CELLS = 2_000;
const MOST_PEOPLE = 1_000;
/** What a count of uses by standing grants, over the facts of now, leaves out. */
const UNCOUNTED = [
  "Disclosures to others are not counted: who receives what by a purpose or an exemption.",
  "Facts that are still to be synced are not counted: a relation whose sources or windows change reaches other patients after the next sync.",
  "Labels are not counted: records that a changed segment labels otherwise.",
] as const;

/** The reach of everyone; people page by page. No patient is named. */
export function presentReach(
  report: ReachReport,
  people: Page<PersonReach>,
): z.infer<typeof ReachReportSchema> {
  return {
    policy: report.policyHash,
    at: isoTime(report.at),
    census: presentCensus(report.census),
    everyone: { patients: report.everyone.patients, share: report.everyone.share },
    findings: report.findings.map(({ kind, role, person, sentence, patients, share }) => ({
      kind,
      role,
      person,
      sentence,
      patients,
      share,
    })),
    roles: report.roles.map(presentRoleReach),
    people: people.items.map(presentPersonReach),
    next: people.next,
  };
}

function presentRoleReach(reach: RoleReach) {
  const { role, title, people, greatest, median, patients, share } = reach;
  return { role, title, people, greatest, median, patients, share, purposes: presentShares(reach.purposes) };
}

function presentPersonReach(reach: PersonReach) {
  const { person, displayName, department, patients, share } = reach;
  const lists = { roles: [...reach.roles], purposes: presentShares(reach.purposes) };
  return { person, displayName, department, patients, share, ...lists };
}

function presentShares(shares: readonly PurposeShare[]) {
  return shares.map(({ purpose, patients, share }) => ({ purpose, patients, share }));
}

function presentCensus({ patients, asOf }: ReachReport["census"]) {
  return { patients, asOf: isoTime(asOf) };
}

/** The access of some people, and everything that nobody answers for. */
export function presentAccess(
  policy: CompiledPolicy,
  report: AccessReport,
  { count, asked }: { readonly count: number; readonly asked: number | undefined },
  people: Page<PersonAccess>,
): z.infer<typeof AccessReportSchema> {
  return {
    policy: report.policyHash,
    at: isoTime(report.at),
    count,
    sample: asked === undefined ? null : { asked, sentence: sampleSentence(count, asked) },
    inactive: report.inactive,
    people: people.items.map((person) => presentPersonAccess(policy, person)),
    orphans: report.orphans.map(({ kind, subject, sentence }) => ({ kind, subject, sentence })),
    next: people.next,
  };
}

export function presentPersonAccess(
  policy: CompiledPolicy,
  access: PersonAccess,
): z.infer<typeof PersonAccessAnswerSchema> {
  const { person, displayName, department, manager } = access;
  return {
    person,
    displayName,
    department,
    manager,
    unknownRoles: [...access.unknownRoles],
    roles: access.roles.map((role) => ({
      role: role.role,
      title: role.title,
      jobFunctions: [...role.jobFunctions],
      why: role.why,
      access: role.access.map((one) => presentPurposeAccess(policy, one)),
      breakGlass: role.breakGlass,
      jit: [...role.jit],
      approve: [...role.approve],
      recertify: { every: role.recertify.every, by: role.recertify.by },
    })),
  };
}

function presentPurposeAccess(
  { catalogue }: CompiledPolicy,
  { purpose, title, rules, relations, systems, groups }: PersonAccess["roles"][number]["access"][number],
) {
  const lists = { rules: [...rules], relations: [...relations], systems: [...systems] };
  const shown = groups.map(({ group, elements }) => ({
    group,
    elements: elements.map(({ element, as }) => ({
      element,
      title: catalogue.byId(element)?.title ?? element,
      as,
    })),
  }));
  return { purpose, title, ...lists, groups: shown };
}

/** What a change does. Patients are named only `withPatients`. */
export function presentImpact(impact: Impact, withPatients: boolean): z.infer<typeof ImpactReportSchema> {
  return {
    before: impact.before,
    after: impact.after,
    at: isoTime(impact.at),
    census: presentCensus(impact.census),
    sentence: sentenceOf(impact),
    cellCount: impact.cells.length,
    cells: impact.cells.slice(0, MOST_CELLS).map(presentCellImpact),
    others: presentOthers(impact.others),
    uncounted: [...UNCOUNTED],
    byCells: { gained: affected(impact.byCells.gained), lost: affected(impact.byCells.lost) },
    effects: impact.effects.map((row) => ({
      purpose: row.purpose,
      element: row.element,
      kind: row.kind,
      ...affected(row),
    })),
    byEffect: { gained: affected(impact.byEffect.gained), lost: affected(impact.byEffect.lost) },
    people: impact.people.slice(0, MOST_PEOPLE).map((person) => presentPersonImpact(person, withPatients)),
  };
}

/** The patients that the answer names, each once. */
export function patientsNamed(impact: Impact): readonly string[] {
  const shown = impact.people.slice(0, MOST_PEOPLE);
  return [...new Set(shown.flatMap(({ gained, lost }) => [...gained.patients, ...lost.patients]))];
}

function presentCellImpact({ cell, ...counts }: CellImpact) {
  return { ...presentChange(cell), ...affected(counts) };
}

function presentPersonImpact(
  { person, displayName, roles, gained, lost }: PersonImpact,
  withPatients: boolean,
) {
  const side = ({ elements, patients }: PersonImpact["gained"]) => ({
    elements: [...elements],
    patients: patients.length,
    ...(withPatients ? { patientIds: [...patients] } : {}),
  });
  return { person, displayName, roles: [...roles], gained: side(gained), lost: side(lost) };
}

function affected({ people, patients, pairs }: Affected): Affected {
  return { people, patients, pairs };
}

function sentenceOf({ cells, others, byEffect }: Impact): string {
  const besides = others.filter(({ bearing }) => bearing !== "wording").length;
  const differ = counted(cells.length, "cell differs", "cells differ");
  const changed =
    besides === 0 ? differ : `${differ}; ${counted(besides, "other change", "other changes")} not counted`;
  const sides = [sideSentence(byEffect.gained, "more"), sideSentence(byEffect.lost, "less")].filter(
    (side) => side !== null,
  );
  return sides.length === 0
    ? `${changed}; nothing that is counted changes for anybody now.`
    : `${changed}; ${sides.join("; ")}. Patients in reach are counted, whatever records they have.`;
}

/** No chart is read for it, so a number of patients is the most there can be (posture/effect.ts). */
function sideSentence({ people, patients }: Affected, what: string): string | null {
  if (people === 0) return null;
  const who = counted(people, "person", "people");
  return `${who} could see ${what} of up to ${counted(patients, "patient", "patients")}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
