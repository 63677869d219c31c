import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime } from "../calendar.ts";
import { PANELS } from "../demand/panels.ts";
import type { Analyte, Panel } from "../demand/panels.ts";
import type { Diagnosis, Visit } from "../demand/types.ts";
import { code, concept, decimal, identifier, quantity, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import type { Random } from "../random.ts";
import type { Member } from "../workforce/types.ts";
import { labelsOf, refEncounter, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const LABORATORY = concept(code(terminology("observation-category"), "laboratory", "Laboratory"));
const PANEL_SHARE = 0.6;
const HOURS_TO_RESULT = 26;

/** Order → specimen → results → report; results that are not yet back leave the order active. */
export function writeLaboratory(scope: ChartScope, visit: Visit): void {
  for (const reason of visit.reasons) {
    for (const panelId of reason.problem.panels) {
      const random = scope.random.stream(`laboratory/${visit.encounterId}/${panelId}`);
      const panel = PANELS.find(({ id }) => id === panelId);
      if (panel !== undefined && (reason.problem.area !== null || random.chance(PANEL_SHARE))) {
        writePanel({ scope, visit, reason, panel, random });
      }
    }
  }
}

interface Draw {
  readonly scope: ChartScope;
  readonly visit: Visit;
  readonly reason: Diagnosis;
  readonly panel: Panel;
  readonly random: Random;
}

function writePanel(draw: Draw): void {
  const { scope, visit, panel } = draw;
  const resultedAt = visit.end + HOURS_TO_RESULT * 60;
  const isBack = resultedAt <= scope.closesAt;
  const technologist = technologistOf(scope, "laboratory", visit);
  const order = writeOrder(draw, technologist, isBack);
  if (!isBack) return;
  const specimen = writeSpecimen(draw, order);
  const results = panel.analytes.map((analyte) =>
    writeResult(draw, analyte, { order, specimen, technologist, resultedAt }),
  );
  writeReport(draw, { order, specimen, results, technologist, resultedAt });
}

/** Who performs the work of a technical department at this visit. */
export function technologistOf(scope: ChartScope, department: string, visit: Visit): Member {
  return (
    scope.workforce.takes("pharmacist", department, visit.encounterId) ??
    scope.workforce.member("phil.pharmacist")
  );
}

function common({ visit, reason, panel }: Draw): { labels: ReturnType<typeof labelsOf>; body: JsonObject } {
  return {
    labels: labelsOf([reason]),
    body: { code: concept(panel.what), subject: refPatient(visit.patient), encounter: refEncounter(visit) },
  };
}

function writeOrder(draw: Draw, technologist: Member, isBack: boolean): string {
  const { scope, visit, reason, panel } = draw;
  const { labels, body } = common(draw);
  return scope.book.add({
    type: "ServiceRequest",
    patient: visit.patient,
    recorded: visit.end,
    labels,
    story: [`${panel.what.display} ordered for ${reason.problem.icd10.display}`],
    body: {
      ...body,
      identifier: [identifier(SYSTEMS.order, `L${draw.random.digits(8)}`)],
      status: isBack ? "completed" : "active",
      intent: "order",
      category: [concept(code(SYSTEMS.snomed, "108252007", "Laboratory procedure"))],
      priority: "routine",
      authoredOn: dateTime(visit.end),
      requester: refMember(visit.clinician),
      performer: [refMember(technologist), refOrganization(scope, "laboratory")],
      reasonCode: [concept(reason.problem.snomed, reason.problem.icd10)],
    },
  });
}

function writeSpecimen({ scope, visit, reason, panel, random }: Draw, order: string): string {
  return scope.book.add({
    type: "Specimen",
    patient: visit.patient,
    recorded: visit.end + 15,
    labels: labelsOf([reason]),
    story: [panel.specimen.display],
    body: {
      accessionIdentifier: identifier(SYSTEMS.accession, `S${random.digits(9)}`),
      status: "available",
      type: concept(panel.specimen),
      subject: refPatient(visit.patient),
      receivedTime: dateTime(visit.end + 40),
      request: [reference(order)],
      collection: {
        collector: visit.nurse === null ? undefined : refMember(visit.nurse),
        collectedDateTime: dateTime(visit.end + 10),
      },
    },
  });
}

interface Work {
  readonly order: string;
  readonly specimen: string;
  readonly technologist: Member;
  readonly resultedAt: number;
}

function writeResult({ scope, visit, reason, random }: Draw, analyte: Analyte, work: Work): string {
  const { value, story, interpretation } = resultOf(random, analyte);
  return scope.book.add({
    type: "Observation",
    patient: visit.patient,
    recorded: work.resultedAt,
    labels: labelsOf([reason]),
    story: [`${analyte.what.display}: ${story}`],
    profile: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-lab",
    body: {
      basedOn: [reference(work.order)],
      status: "final",
      category: [LABORATORY],
      code: concept(analyte.what),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      effectiveDateTime: dateTime(visit.end + 10),
      issued: dateTime(work.resultedAt),
      performer: [refMember(work.technologist), refOrganization(scope, "laboratory")],
      ...value,
      interpretation: [
        concept(
          code(
            terminology("v3-ObservationInterpretation"),
            interpretation,
            interpretation === "N" ? "Normal" : "Abnormal",
          ),
        ),
      ],
      specimen: reference(work.specimen),
    },
  });
}

function resultOf(
  random: Random,
  analyte: Analyte,
): { value: JsonObject; story: string; interpretation: "N" | "A" } {
  if (analyte.coded !== null) {
    const found = random.pick(analyte.coded);
    return {
      value: { valueCodeableConcept: concept(found) },
      story: found.display,
      interpretation: found.display === "Detected" ? "A" : "N",
    };
  }
  const {
    unit,
    ucum,
    digits,
    range: [low, high],
  } = analyte;
  const measured = Math.max(0, random.around(analyte.mean, analyte.spread));
  return {
    value: {
      valueQuantity: quantity(decimal(measured, digits), unit, ucum),
      referenceRange: [
        {
          low: quantity(decimal(low, digits), unit, ucum),
          high: quantity(decimal(high, digits), unit, ucum),
        },
      ],
    },
    story: `${measured.toFixed(digits)} ${unit}`,
    interpretation: measured < low || measured > high ? "A" : "N",
  };
}

function writeReport(draw: Draw, work: Work & { readonly results: readonly string[] }): void {
  const { scope, visit, panel } = draw;
  const { labels, body } = common(draw);
  scope.book.add({
    type: "DiagnosticReport",
    patient: visit.patient,
    recorded: work.resultedAt,
    labels,
    story: [`${panel.what.display}, final report`],
    profile: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-diagnosticreport-lab",
    body: {
      ...body,
      identifier: [identifier(SYSTEMS.accession, `R${draw.random.digits(9)}`)],
      basedOn: [reference(work.order)],
      status: "final",
      category: [concept(code(terminology("v2-0074"), "LAB", "Laboratory"))],
      effectiveDateTime: dateTime(visit.end + 10),
      issued: dateTime(work.resultedAt),
      performer: [refOrganization(scope, "laboratory")],
      resultsInterpreter: [refMember(visit.clinician)],
      specimen: [reference(work.specimen)],
      result: work.results.map((result) => reference(result)),
      conclusion: `Reviewed with ${visit.patient.person.given[0]} ${visit.patient.person.family}.`,
    },
  });
}
