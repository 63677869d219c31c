import { code } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import { isPrimaryCare } from "../workforce/departments.ts";
import type { VisitKind } from "./types.ts";

const AMBULATORY = code(SYSTEMS.actCode, "AMB", "ambulatory");
const VIRTUAL = code(SYSTEMS.actCode, "VR", "virtual");
const EMERGENCY = code(SYSTEMS.actCode, "EMER", "emergency");
const INPATIENT = code(SYSTEMS.actCode, "IMP", "inpatient encounter");
const SHORT_STAY = code(SYSTEMS.actCode, "SS", "short stay");
const snomed = (value: string, display: string) => code(SYSTEMS.snomed, value, display);
const cpt = (value: string, wording: string) => code(SYSTEMS.cpt, value, wording);

/** What patients come for. Billing codes carry the practice's own wording. */
export const VISIT_KINDS = {
  checkUp: {
    id: "check-up",
    title: "Yearly check-up",
    department: "primary-care",
    encounterClass: AMBULATORY,
    type: snomed("185349003", "Encounter for check up"),
    billing: cpt("99396", "Preventive visit, established"),
    charge: 185,
    minutes: 40,
    note: "visit",
  },
  followUp: {
    id: "follow-up",
    title: "Follow-up visit",
    department: "primary-care",
    encounterClass: AMBULATORY,
    type: snomed("390906007", "Follow-up encounter"),
    billing: cpt("99214", "Office visit, established, moderate"),
    charge: 156,
    minutes: 20,
    note: "progress",
  },
  acute: {
    id: "acute",
    title: "Visit for a new problem",
    department: "primary-care",
    encounterClass: AMBULATORY,
    type: snomed("185345009", "Encounter for symptom"),
    billing: cpt("99213", "Office visit, established, low"),
    charge: 112,
    minutes: 20,
    note: "visit",
  },
  telehealth: {
    id: "telehealth",
    title: "Video visit",
    department: "primary-care",
    encounterClass: VIRTUAL,
    type: snomed("448337001", "Telemedicine consultation with patient"),
    billing: cpt("99213", "Office visit, established, low"),
    charge: 104,
    minutes: 20,
    note: "progress",
  },
  behavioralHealth: {
    id: "behavioral-health",
    title: "Therapy session",
    department: "behavioral-health",
    encounterClass: AMBULATORY,
    type: snomed("390906007", "Follow-up encounter"),
    billing: cpt("90834", "Psychotherapy, 45 minutes"),
    charge: 140,
    minutes: 60,
    note: "progress",
  },
  recovery: {
    id: "recovery",
    title: "Recovery program visit",
    department: "recovery-program",
    encounterClass: AMBULATORY,
    type: snomed("390906007", "Follow-up encounter"),
    billing: code(SYSTEMS.hcpcs, "H0020", "Opioid treatment program service"),
    charge: 120,
    minutes: 20,
    note: "progress",
  },
  urgent: {
    id: "urgent",
    title: "Urgent care visit",
    department: "primary-care",
    encounterClass: EMERGENCY,
    type: snomed("50849002", "Emergency room admission"),
    billing: cpt("99283", "Emergency visit, moderate"),
    charge: 420,
    minutes: 60,
    note: "consult",
  },
  daySurgery: {
    id: "day-surgery",
    title: "Day surgery",
    department: "day-surgery",
    encounterClass: SHORT_STAY,
    type: snomed("305408004", "Admission to surgical department"),
    billing: cpt("29881", "Knee arthroscopy with meniscectomy"),
    charge: 4_850,
    minutes: 400,
    note: "discharge",
  },
  emergency: {
    id: "emergency",
    title: "Emergency department visit",
    department: "emergency",
    encounterClass: EMERGENCY,
    type: snomed("50849002", "Emergency room admission"),
    billing: cpt("99284", "Emergency visit, high"),
    charge: 980,
    minutes: 240,
    note: "consult",
  },
} as const satisfies Record<string, VisitKind>;

/** A stay on this ward; how long is drawn. */
export function admissionTo(ward: string): VisitKind {
  return {
    id: "inpatient",
    title: "Hospital stay",
    department: ward,
    encounterClass: INPATIENT,
    type: snomed("32485007", "Hospital admission"),
    billing: cpt("99223", "Hospital admission, high"),
    charge: 11_400,
    minutes: 0,
    note: "discharge",
  };
}

/** The kind as it takes place at the site of whoever sees the patient. */
export function kindAt(kind: VisitKind, department: string): VisitKind {
  if (kind.department === department || !isPrimaryCare(kind.department)) return kind;
  const key = `${kind.id}/${department}`;
  const known = placed.get(key);
  if (known !== undefined) return known;
  const made = { ...kind, department };
  placed.set(key, made);
  return made;
}

const placed = new Map<string, VisitKind>();
