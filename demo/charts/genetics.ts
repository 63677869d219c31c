import { dateTime, momentOf } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { code, concept, identifier, integer } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const BRCA1 = code("http://www.genenames.org", "HGNC:1100", "BRCA1");
const GENE_STUDIED = code(SYSTEMS.loinc, "48018-6", "Gene studied [ID]");
const ASSESSMENT = code(SYSTEMS.loinc, "69548-6", "Genetic variant assessment");

/** The variant found and the sequence it was found in, for those who inherited it. */
export function writeGenetics(scope: ChartScope, patient: Patient): void {
  const diagnosis = patient.diagnoses.find(({ problem }) => problem.area === "genetic");
  if (diagnosis === undefined) return;
  const random = scope.random.stream(`genetics/${patient.id}`);
  const at = momentOf(diagnosis.since, 15);
  const labels = labelsOf([diagnosis]);
  scope.book.add({
    type: "Observation",
    patient,
    recorded: at,
    labels,
    story: ["BRCA1 variant present"],
    body: {
      status: "final",
      category: [
        concept(code(terminology("v2-0074"), "GE", "Genetics")),
        concept(code(terminology("observation-category"), "laboratory", "Laboratory")),
      ],
      code: concept(ASSESSMENT),
      subject: refPatient(patient),
      effectiveDateTime: dateTime(at),
      issued: dateTime(at),
      performer: [refOrganization(scope, "laboratory")],
      valueCodeableConcept: concept(code(SYSTEMS.loinc, "LA9633-4", "Present")),
      component: [
        { code: concept(GENE_STUDIED), valueCodeableConcept: concept(BRCA1) },
        { code: { text: "Laboratory run number" }, valueString: random.digits(20) },
      ],
    },
  });
  const start = random.int(43_044_295, 43_125_364);
  scope.book.add({
    type: "MolecularSequence",
    patient,
    recorded: at,
    labels,
    story: ["BRCA1 sequence"],
    body: {
      identifier: [identifier(SYSTEMS.accession, `G${random.digits(9)}`)],
      type: "dna",
      coordinateSystem: integer(0),
      patient: refPatient(patient),
      performer: refMember(scope.workforce.colleagueOf("phil.pharmacist", patient.id)),
      referenceSeq: {
        referenceSeqId: concept(
          code("http://www.ncbi.nlm.nih.gov/nuccore", "NC_000017.11", "Homo sapiens chromosome 17"),
        ),
        strand: "watson",
        windowStart: integer(start),
        windowEnd: integer(start + 60),
      },
      variant: [
        { start: integer(start + 21), end: integer(start + 23), observedAllele: "-", referenceAllele: "AG" },
      ],
      observedSeq: Array.from({ length: 60 }, () => random.pick(["A", "C", "G", "T"])).join(""),
    },
  });
}
