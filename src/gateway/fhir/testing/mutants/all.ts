import type { Mutant } from "./mutant.ts";
import { REPLY_MUTANTS } from "./reply-mutants.ts";
import { STEP_MUTANTS } from "./step-mutants.ts";

export const MUTANTS: readonly Mutant[] = [...STEP_MUTANTS, ...REPLY_MUTANTS];
