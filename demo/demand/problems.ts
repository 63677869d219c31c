import { code } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import { FORMULARY } from "./formulary.ts";
import type { Problem } from "./types.ts";

type Coded = readonly [icd10: string, snomed: string, display: string];
type Rest = Pick<Problem, "history" | "prevalence"> & Partial<Problem>;

function problem(id: string, [icd10, snomed, display]: Coded, rest: Rest): Problem {
  return {
    id,
    icd10: code(SYSTEMS.icd10, icd10, display),
    snomed: code(SYSTEMS.snomed, snomed, display),
    chronic: true,
    medications: [],
    panels: [],
    area: null,
    ...rest,
  };
}

const never = (): number => 0;
const adults =
  (chance: number) =>
  (age: number): number =>
    age >= 18 ? chance : 0;
const rising =
  (from: number, perYear: number, most: number) =>
  (age: number): number =>
    Math.min(most, Math.max(0, (age - from) * perYear));

/** Ordinary chronic problems, with a chance by age. */
export const CHRONIC_PROBLEMS: readonly Problem[] = [
  problem("hypertension", ["I10", "59621000", "Essential hypertension"], {
    medications: [FORMULARY.lisinopril, FORMULARY.hydrochlorothiazide],
    panels: ["metabolic"],
    history: "Home blood pressure log reviewed",
    prevalence: rising(28, 0.012, 0.6),
  }),
  problem("diabetes", ["E11.9", "44054006", "Type 2 diabetes mellitus"], {
    medications: [FORMULARY.metformin],
    panels: ["hemoglobin-a1c", "metabolic"],
    history: "Checks fasting glucose three times a week",
    prevalence: rising(32, 0.006, 0.25),
  }),
  problem("hyperlipidemia", ["E78.5", "55822004", "Hyperlipidemia"], {
    medications: [FORMULARY.atorvastatin],
    panels: ["lipid"],
    history: "Tolerates the statin without muscle pain",
    prevalence: rising(30, 0.009, 0.45),
  }),
  problem("asthma", ["J45.909", "195967001", "Asthma"], {
    medications: [FORMULARY.albuterol],
    history: "Uses the rescue inhaler about once a week",
    prevalence: () => 0.09,
  }),
  problem("reflux", ["K21.9", "235595009", "Gastroesophageal reflux disease"], {
    medications: [FORMULARY.omeprazole],
    history: "Heartburn after late meals",
    prevalence: adults(0.12),
  }),
  problem("hypothyroidism", ["E03.9", "40930008", "Hypothyroidism"], {
    medications: [FORMULARY.levothyroxine],
    panels: ["thyroid"],
    history: "Energy is back to usual",
    prevalence: (age, sex) => (age > 30 && sex === "F" ? 0.1 : 0.02),
  }),
  problem("knee-osteoarthritis", ["M17.9", "239873007", "Osteoarthritis of knee"], {
    medications: [FORMULARY.ibuprofen],
    history: "Knee pain on stairs",
    prevalence: rising(45, 0.01, 0.35),
  }),
  problem("kidney-disease", ["N18.30", "433144002", "Chronic kidney disease stage 3"], {
    panels: ["metabolic"],
    history: "Avoids anti-inflammatory drugs",
    prevalence: rising(55, 0.006, 0.2),
  }),
  problem("atrial-fibrillation", ["I48.91", "49436004", "Atrial fibrillation"], {
    medications: [FORMULARY.warfarin],
    panels: ["coagulation"],
    history: "No bleeding, no missed doses",
    prevalence: rising(60, 0.006, 0.18),
  }),
  problem("iron-deficiency", ["D50.9", "87522002", "Iron deficiency anemia"], {
    medications: [FORMULARY.ferrousSulfate],
    panels: ["blood-count"],
    history: "Less short of breath since iron was started",
    prevalence: (age, sex) => (age > 13 && age < 50 && sex === "F" ? 0.07 : 0.01),
  }),
];

/** What brings people in for once. */
export const ACUTE_PROBLEMS: readonly Problem[] = [
  problem("cold", ["J06.9", "54150009", "Upper respiratory infection"], {
    chronic: false,
    history: "Cough and congestion for four days",
    prevalence: () => 1,
  }),
  problem("strep", ["J02.0", "43878008", "Streptococcal sore throat"], {
    chronic: false,
    medications: [FORMULARY.amoxicillin],
    history: "Sore throat and fever since yesterday",
    prevalence: () => 0.5,
  }),
  problem("ear-infection", ["H66.90", "65363002", "Otitis media"], {
    chronic: false,
    medications: [FORMULARY.amoxicillin],
    history: "Ear pain at night",
    prevalence: (age) => (age < 12 ? 1.2 : 0.1),
  }),
  problem("urinary-infection", ["N39.0", "68566005", "Urinary tract infection"], {
    chronic: false,
    medications: [FORMULARY.nitrofurantoin],
    panels: ["urinalysis"],
    history: "Burning with urination",
    prevalence: (age, sex) => (age > 12 && sex === "F" ? 0.7 : 0.1),
  }),
  problem("ankle-sprain", ["S93.401A", "44465007", "Sprain of ankle"], {
    chronic: false,
    medications: [FORMULARY.ibuprofen],
    history: "Twisted the ankle on uneven ground",
    prevalence: () => 0.4,
  }),
  problem("back-pain", ["M54.50", "279039007", "Low back pain"], {
    chronic: false,
    medications: [FORMULARY.ibuprofen],
    history: "Back pain after lifting",
    prevalence: adults(0.7),
  }),
];

/** Problems of sensitive areas; who has them is dealt out, so that each area occurs in every world. */
export const SENSITIVE_PROBLEMS = {
  depression: problem("depression", ["F33.1", "370143000", "Major depressive disorder"], {
    medications: [FORMULARY.sertraline],
    area: "behavioral-health",
    history: "Sleep and appetite improving, no thoughts of self-harm",
    prevalence: never,
  }),
  anxiety: problem("anxiety", ["F41.1", "21897009", "Generalized anxiety disorder"], {
    medications: [FORMULARY.sertraline],
    area: "behavioral-health",
    history: "Worries about work most days",
    prevalence: never,
  }),
  trauma: problem("trauma", ["F43.10", "47505003", "Posttraumatic stress disorder"], {
    area: "behavioral-health",
    history: "Nightmares twice a week",
    prevalence: never,
  }),
  opioidUse: problem("opioid-use", ["F11.20", "75544000", "Opioid dependence"], {
    medications: [FORMULARY.buprenorphine],
    panels: ["drug-screen"],
    area: "substance-use",
    history: "No cravings on the current dose",
    prevalence: never,
  }),
  alcoholUse: problem("alcohol-use", ["F10.20", "66590003", "Alcohol dependence"], {
    medications: [FORMULARY.naltrexone],
    panels: ["metabolic"],
    area: "substance-use",
    history: "Attends a weekly group, last drink five weeks ago",
    prevalence: never,
  }),
  hiv: problem("hiv", ["B20", "86406008", "Human immunodeficiency virus infection"], {
    medications: [FORMULARY.bictegravir],
    panels: ["hiv-viral-load"],
    area: "hiv",
    history: "Takes the combination tablet every evening",
    prevalence: never,
  }),
  pregnancy: problem("pregnancy", ["Z34.90", "77386006", "Pregnancy"], {
    medications: [FORMULARY.prenatalVitamin],
    panels: ["pregnancy-test", "blood-count"],
    area: "reproductive",
    history: "Feels the baby move",
    prevalence: never,
  }),
  contraception: problem("contraception", ["Z30.41", "5935008", "Oral contraception"], {
    medications: [FORMULARY.contraceptive],
    area: "reproductive",
    history: "No migraine with aura, does not smoke",
    prevalence: never,
  }),
  chlamydia: problem("chlamydia", ["A56.00", "105629000", "Chlamydial infection"], {
    chronic: false,
    medications: [FORMULARY.azithromycin],
    panels: ["chlamydia"],
    area: "reproductive",
    history: "Partner was told to be tested",
    prevalence: never,
  }),
  brca1: problem("brca1", ["Z15.01", "412734009", "BRCA1 gene mutation positive"], {
    area: "genetic",
    history: "Mother and aunt had breast cancer before 50",
    prevalence: never,
  }),
} as const;
