import { code } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import type { Medication } from "./types.ts";

const drug = (
  rxcui: string,
  display: string,
  dosage: string,
  timesPerDay: number,
  supply: number,
): Medication => ({
  rxnorm: code(SYSTEMS.rxnorm, rxcui, display),
  dosage,
  timesPerDay,
  supply,
});

/** What the practice prescribes, coded in RxNorm. */
export const FORMULARY = {
  lisinopril: drug("314076", "lisinopril 10 MG Oral Tablet", "1 tablet by mouth daily", 1, 90),
  hydrochlorothiazide: drug(
    "310798",
    "hydrochlorothiazide 25 MG Oral Tablet",
    "1 tablet by mouth every morning",
    1,
    90,
  ),
  metformin: drug(
    "860975",
    "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet",
    "1 tablet by mouth with breakfast and supper",
    2,
    180,
  ),
  atorvastatin: drug("617310", "atorvastatin 20 MG Oral Tablet", "1 tablet by mouth at bedtime", 1, 90),
  albuterol: drug(
    "745752",
    "albuterol 0.09 MG/ACTUAT Metered Dose Inhaler",
    "2 puffs every 4 hours as needed",
    4,
    1,
  ),
  omeprazole: drug(
    "198051",
    "omeprazole 20 MG Delayed Release Oral Capsule",
    "1 capsule by mouth before breakfast",
    1,
    90,
  ),
  levothyroxine: drug(
    "966221",
    "levothyroxine sodium 0.05 MG Oral Tablet",
    "1 tablet by mouth on an empty stomach",
    1,
    90,
  ),
  ibuprofen: drug(
    "197807",
    "ibuprofen 800 MG Oral Tablet",
    "1 tablet by mouth every 8 hours with food",
    3,
    30,
  ),
  amoxicillin: drug(
    "308191",
    "amoxicillin 500 MG Oral Capsule",
    "1 capsule by mouth three times a day for 10 days",
    3,
    30,
  ),
  nitrofurantoin: drug(
    "311989",
    "nitrofurantoin 100 MG Oral Capsule",
    "1 capsule by mouth twice a day for 5 days",
    2,
    10,
  ),
  warfarin: drug("855332", "warfarin sodium 5 MG Oral Tablet", "1 tablet by mouth every evening", 1, 90),
  ferrousSulfate: drug(
    "310325",
    "ferrous sulfate 325 MG Oral Tablet",
    "1 tablet by mouth every other day",
    1,
    45,
  ),
  sertraline: drug("312941", "sertraline 50 MG Oral Tablet", "1 tablet by mouth daily", 1, 30),
  buprenorphine: drug(
    "351267",
    "buprenorphine 8 MG / naloxone 2 MG Sublingual Tablet",
    "1 tablet under the tongue twice a day",
    2,
    28,
  ),
  naltrexone: drug("1483744", "naltrexone hydrochloride 50 MG Oral Tablet", "1 tablet by mouth daily", 1, 30),
  bictegravir: drug(
    "1999673",
    "bictegravir 50 MG / emtricitabine 200 MG / tenofovir alafenamide 25 MG Oral Tablet",
    "1 tablet by mouth daily",
    1,
    30,
  ),
  contraceptive: drug(
    "748797",
    "drospirenone 3 MG / ethinyl estradiol 0.03 MG Oral Tablet",
    "1 tablet by mouth daily",
    1,
    84,
  ),
  prenatalVitamin: drug("1037045", "prenatal multivitamin Oral Tablet", "1 tablet by mouth daily", 1, 90),
  azithromycin: drug("248656", "azithromycin 500 MG Oral Tablet", "2 tablets by mouth once", 1, 2),
} as const;
