import { code } from "../fhir/datatypes.ts";
import type { Code } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";

/** One analyte: a measured number with its reference range, or one of a few coded results. */
export interface Analyte {
  readonly what: Code;
  readonly unit: string;
  readonly ucum: string;
  /** Middle and half-width of what is found; digits as the laboratory reports them. */
  readonly mean: number;
  readonly spread: number;
  readonly digits: number;
  readonly range: readonly [low: number, high: number];
  readonly coded: readonly Code[] | null;
}

export interface Panel {
  readonly id: string;
  readonly what: Code;
  readonly specimen: Code;
  readonly analytes: readonly Analyte[];
}

const loinc = (value: string, display: string): Code => code(SYSTEMS.loinc, value, display);
const BLOOD = code(SYSTEMS.snomed, "119297000", "Blood specimen");
const URINE = code(SYSTEMS.snomed, "122575003", "Urine specimen");
const DETECTED = code(SYSTEMS.snomed, "260373001", "Detected");
const NOT_DETECTED = code(SYSTEMS.snomed, "260415000", "Not detected");

type Measure = readonly [mean: number, spread: number, digits: number];

function measured(
  what: Code,
  unit: string,
  [mean, spread, digits]: Measure,
  range: readonly [number, number],
  ucum: string = unit,
): Analyte {
  return { what, unit, ucum, mean, spread, digits, range, coded: null };
}

function presence(what: Code, ...coded: readonly Code[]): Analyte {
  return { what, unit: "", ucum: "", mean: 0, spread: 0, digits: 0, range: [0, 0], coded };
}

/** What the laboratory offers. */
export const PANELS: readonly Panel[] = [
  {
    id: "metabolic",
    what: loinc("51990-0", "Basic metabolic panel"),
    specimen: BLOOD,
    analytes: [
      measured(loinc("2345-7", "Glucose"), "mg/dL", [108, 40, 0], [70, 99]),
      measured(loinc("2160-0", "Creatinine"), "mg/dL", [1, 0.4, 2], [0.6, 1.2]),
      measured(
        loinc("33914-3", "Estimated glomerular filtration rate"),
        "mL/min/1.73m2",
        [78, 34, 0],
        [60, 120],
        "mL/min/{1.73_m2}",
      ),
      measured(loinc("2951-2", "Sodium"), "mmol/L", [139, 5, 0], [135, 145]),
      measured(loinc("2823-3", "Potassium"), "mmol/L", [4.2, 0.7, 1], [3.5, 5.1]),
    ],
  },
  {
    id: "hemoglobin-a1c",
    what: loinc("4548-4", "Hemoglobin A1c"),
    specimen: BLOOD,
    analytes: [measured(loinc("4548-4", "Hemoglobin A1c"), "%", [7.2, 1.8, 1], [4, 5.6])],
  },
  {
    id: "lipid",
    what: loinc("57698-3", "Lipid panel"),
    specimen: BLOOD,
    analytes: [
      measured(loinc("2093-3", "Cholesterol"), "mg/dL", [192, 60, 0], [0, 199]),
      measured(loinc("2571-8", "Triglycerides"), "mg/dL", [140, 80, 0], [0, 149]),
      measured(loinc("18262-6", "LDL cholesterol"), "mg/dL", [112, 50, 0], [0, 129]),
      measured(loinc("2085-9", "HDL cholesterol"), "mg/dL", [52, 20, 0], [40, 90]),
    ],
  },
  {
    id: "thyroid",
    what: loinc("3016-3", "Thyrotropin"),
    specimen: BLOOD,
    analytes: [measured(loinc("3016-3", "Thyrotropin"), "m[IU]/L", [2.4, 2, 2], [0.4, 4.5])],
  },
  {
    id: "blood-count",
    what: loinc("58410-2", "Complete blood count"),
    specimen: BLOOD,
    analytes: [
      measured(loinc("718-7", "Hemoglobin"), "g/dL", [12.9, 2.5, 1], [12, 16]),
      measured(loinc("6690-2", "Leukocytes"), "10*3/uL", [7.1, 3, 2], [4, 11]),
      measured(loinc("777-3", "Platelets"), "10*3/uL", [252, 90, 0], [150, 400]),
    ],
  },
  {
    id: "coagulation",
    what: loinc("6301-6", "INR"),
    specimen: BLOOD,
    analytes: [measured(loinc("6301-6", "INR"), "{INR}", [2.5, 0.8, 1], [2, 3])],
  },
  {
    id: "urinalysis",
    what: loinc("24356-8", "Urinalysis"),
    specimen: URINE,
    analytes: [
      presence(loinc("5802-4", "Nitrite in urine"), DETECTED, NOT_DETECTED),
      presence(loinc("5799-2", "Leukocyte esterase in urine"), DETECTED, NOT_DETECTED),
    ],
  },
  {
    id: "drug-screen",
    what: loinc("72479-8", "Drugs of abuse panel in urine"),
    specimen: URINE,
    analytes: [
      presence(loinc("3414-0", "Buprenorphine in urine"), DETECTED),
      presence(loinc("3879-4", "Opiates in urine"), NOT_DETECTED, NOT_DETECTED, DETECTED),
    ],
  },
  {
    id: "hiv-viral-load",
    what: loinc("20447-9", "HIV 1 RNA viral load"),
    specimen: BLOOD,
    analytes: [
      measured(loinc("20447-9", "HIV 1 RNA viral load"), "copies/mL", [40, 38, 0], [0, 20], "{copies}/mL"),
      measured(
        loinc("24467-3", "CD3+CD4+ (T4 helper) cells"),
        "cells/uL",
        [620, 250, 0],
        [500, 1500],
        "{cells}/uL",
      ),
    ],
  },
  {
    id: "pregnancy-test",
    what: loinc("2106-3", "Choriogonadotropin in urine"),
    specimen: URINE,
    analytes: [presence(loinc("2106-3", "Choriogonadotropin in urine"), DETECTED)],
  },
  {
    id: "chlamydia",
    what: loinc("21613-5", "Chlamydia trachomatis DNA"),
    specimen: URINE,
    analytes: [presence(loinc("21613-5", "Chlamydia trachomatis DNA"), DETECTED)],
  },
];
