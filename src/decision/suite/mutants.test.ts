import { describe, expect, it } from "vitest";
import type { PolicyFile } from "../../policy/types.ts";
import { runSuite } from "./run.ts";
import { policyOf, readShipped } from "./testing/shipped.ts";

const shipped = await readShipped();

/** Each mutant compiles the whole policy; a busy machine takes its time. */
const COMPILING_MS = 30_000;

interface Mutant {
  /** What somebody did to the policy. */
  readonly change: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly put: string }[];
  /** The shipped suite that must notice. */
  readonly suite: string;
}

const MUTANTS: readonly Mutant[] = [
  {
    change: "the never-list of breaking the glass is dropped and its need widened",
    suite: "relations-and-grants",
    edits: [
      {
        file: "purposes/break-glass.yaml",
        find: "never: [patient.ssn, ",
        put: "never: [",
      },
      { file: "purposes/break-glass.yaml", find: "need: [D, ", put: "need: [patient.*, D, " },
    ],
  },
  {
    change: "the codes of diagnoses take their notes along",
    suite: "biller",
    edits: [{ file: "sets/k.yaml", find: "- condition.code", put: "- condition.code\n  - condition.note" }],
  },
  {
    change: "claims take their attachments along",
    suite: "biller",
    edits: [{ file: "sets/c.yaml", find: "  - claim.supporting-info\n", put: "" }],
  },
  {
    change: "insurance takes the diagnoses of eligibility questions along",
    suite: "front-desk",
    edits: [{ file: "sets/i.yaml", find: "except:\n  - eligibility.dx-codes\n", put: "" }],
  },
  {
    change: "psychotherapy notes lose their guard",
    suite: "exemption-treatment",
    edits: [{ file: "segments/psychotherapy.yaml", find: "guard: authorization\n", put: "" }],
  },
  {
    change: "Part 2 records lose their guard",
    suite: "exemption-treatment",
    edits: [{ file: "segments/part2.yaml", find: "guard: part2-consent\n", put: "" }],
  },
  {
    change: "buprenorphine no longer tells of substance use",
    suite: "nurse",
    edits: [{ file: "segments/sud.yaml", find: '      - "351267"', put: '      - "351267x"' }],
  },
  {
    change: "a nurse's grant names one more segment",
    suite: "nurse",
    edits: [{ file: "roles/nurse.yaml", find: "segments: [bh]", put: "segments: [bh, hiv]" }],
  },
  {
    change: "a coder reads one more kind of note",
    suite: "coder",
    edits: [
      { file: "purposes/coding.yaml", find: "note.operative,", put: "note.consult, note.operative," },
      { file: "roles/coder.yaml", find: "note.operative,", put: "note.consult, note.operative," },
    ],
  },
  {
    change: "relation facts stay good for a day",
    suite: "relations-and-grants",
    edits: [{ file: "relations/care-team.yaml", find: "staleAfter: 15m", put: "staleAfter: 1d" }],
  },
  {
    change: "the treatment exemption reaches employers",
    suite: "exemption-treatment",
    edits: [
      {
        file: "exemptions/treatment.yaml",
        find: "recipients: [provider]",
        put: "recipients: [provider, employer]",
      },
    ],
  },
  {
    change: "an 837 takes the optional attachment along",
    suite: "exemption-duties",
    edits: [
      {
        file: "exemptions/hipaa-compliance.yaml",
        find: "claim.line-amounts, claim.total]",
        put: "claim.line-amounts, claim.total, claim.supporting-info]",
      },
    ],
  },
  {
    change: "billing discloses to employers",
    suite: "acts",
    edits: [
      {
        file: "purposes/billing.yaml",
        find: "to: [health-plan, clearinghouse]",
        put: "to: [health-plan, clearinghouse, employer]",
      },
    ],
  },
  {
    change: "a limited data set keeps the birth date",
    suite: "analysts",
    edits: [
      {
        file: "sets/lds.yaml",
        find: "{id: patient.birth-date, as: generalize:year}",
        put: "patient.birth-date",
      },
    ],
  },
  {
    change: "support sees live claims",
    suite: "technical",
    edits: [{ file: "sets/masked.yaml", find: "{id: claim.*, as: mask}", put: "claim.*" }],
  },
];

describe("mutation check: a weakened policy does not pass its tests", () => {
  it.each(MUTANTS.map((mutant) => [mutant.change, mutant] as const))(
    "F024 F034 %s: noticed",
    (_change, mutant) => {
      const suite = shipped.suites.find(({ suite: { id } }) => id === mutant.suite);
      if (suite === undefined) throw new Error(`no suite ${mutant.suite}`);
      const weakened = policyOf(mutant.edits.reduce(edited, shipped.files));
      expect(runSuite(weakened, suite, shipped.fixtures).failed).toBeGreaterThan(0);
    },
    COMPILING_MS,
  );
});

function edited(
  files: readonly PolicyFile[],
  { file, find, put }: Mutant["edits"][number],
): readonly PolicyFile[] {
  const target = files.find(({ path }) => path.endsWith(`/${file}`));
  if (target === undefined || !target.text.includes(find)) throw new Error(`${file} does not hold ${find}`);
  return files.map((one) => (one === target ? { ...one, text: one.text.replace(find, put) } : one));
}
