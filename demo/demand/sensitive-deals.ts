import { SENSITIVE_PROBLEMS } from "./problems.ts";
import type { Problem } from "./types.ts";

/** How many patients of whom have which sensitive problems. One patient takes part in one deal. */
export interface Deal {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly perThousand: number;
  /** Treated in the program that 42 CFR Part 2 governs, so its records bear that label. */
  readonly part2: boolean;
  /** Care that a minor consents to alone. */
  readonly confidential?: boolean;
  readonly fits: (age: number, sex: "F" | "M") => boolean;
}

const P = SENSITIVE_PROBLEMS;
const adult = (age: number): boolean => age >= 18 && age < 75;
const childbearing = (age: number, sex: "F" | "M"): boolean => sex === "F" && age >= 18 && age < 42;

export const DEALS: readonly Deal[] = [
  {
    id: "adolescent-care",
    problems: [P.chlamydia],
    perThousand: 8,
    part2: false,
    confidential: true,
    fits: (age) => age >= 14 && age < 18,
  },
  { id: "recovery-program", problems: [P.opioidUse], perThousand: 16, part2: true, fits: adult },
  { id: "opioid-use-in-primary-care", problems: [P.opioidUse], perThousand: 8, part2: false, fits: adult },
  { id: "alcohol-use", problems: [P.alcoholUse, P.depression], perThousand: 12, part2: false, fits: adult },
  { id: "hiv", problems: [P.hiv], perThousand: 16, part2: false, fits: adult },
  {
    id: "genetic",
    problems: [P.brca1],
    perThousand: 12,
    part2: false,
    fits: (age, sex) => adult(age) && sex === "F",
  },
  { id: "pregnancy", problems: [P.pregnancy], perThousand: 16, part2: false, fits: childbearing },
  {
    id: "contraception",
    problems: [P.contraception],
    perThousand: 20,
    part2: false,
    fits: (age, sex) => sex === "F" && age >= 15 && age < 45,
  },
  {
    id: "sexual-health",
    problems: [P.chlamydia],
    perThousand: 12,
    part2: false,
    fits: (age) => age >= 16 && age < 50,
  },
  { id: "trauma", problems: [P.trauma], perThousand: 20, part2: false, fits: adult },
  { id: "depression", problems: [P.depression], perThousand: 60, part2: false, fits: (age) => age >= 14 },
  { id: "anxiety", problems: [P.anxiety], perThousand: 40, part2: false, fits: (age) => age >= 14 },
];
