import { code } from "../fhir/datatypes.ts";
import { terminology } from "../fhir/systems.ts";
import type { Random } from "../random.ts";
import type { Payer } from "./types.ts";

const kind = (value: string, display: string) => code(terminology("v3-ActCode"), value, display);

const COMMERCIAL: readonly Payer[] = [
  {
    id: "payer-granite-mutual",
    title: "Granite Mutual Health Plan",
    plan: "Granite Choice PPO",
    kind: kind("HIP", "health insurance plan policy"),
    weight: 5,
  },
  {
    id: "payer-lakeshore",
    title: "Lakeshore Benefit Administrators",
    plan: "Employer Select HMO",
    kind: kind("EHCPOL", "extended healthcare"),
    weight: 3,
  },
];
const MEDICAID: Payer = {
  id: "payer-state-medicaid",
  title: "State Medicaid Care",
  plan: "Medicaid Managed Care",
  kind: kind("SUBSIDIZ", "subsidized health program"),
  weight: 1,
};
const MEDICARE: Payer = {
  id: "payer-medicare",
  title: "Medicare Part B Carrier",
  plan: "Medicare Part B",
  kind: kind("RETIRE", "retiree health program"),
  weight: 1,
};

export const PAYERS: readonly Payer[] = [...COMMERCIAL, MEDICAID, MEDICARE];

const MEDICARE_AGE = 65;
const MEDICAID_SHARE = 0.2;

export function drawPayer(random: Random, age: number): Payer {
  if (age >= MEDICARE_AGE) return MEDICARE;
  if (random.chance(MEDICAID_SHARE)) return MEDICAID;
  return random.weighted(COMMERCIAL.map((payer) => [payer.weight, payer] as const));
}
