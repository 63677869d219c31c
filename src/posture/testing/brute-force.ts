import type { RecordFacts } from "../../catalogue/types.ts";
import { decide } from "../../decision/decide.ts";
import { viewOf } from "../../decision/view.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Member, Setting } from "../types.ts";

/** The naive way to every figure of posture: put every question about every record, and look. Shares nothing with it. */
const TYPES = ["Patient", "Claim", "DocumentReference"];

export interface Universe {
  readonly patients: readonly string[];
  readonly refs: readonly string[];
  /** Masks of segments from 0 up to this one. */
  readonly segments: number;
}

/** What one question shows of one record. */
export interface Shown {
  readonly purpose: string;
  readonly patientId: string;
  /** Capability, case, type, references and labels: the same record asked for in the same way. */
  readonly place: string;
  /** By element id. */
  readonly elements: ReadonlyMap<string, number>;
}

/**
 * Every question about every record of the universe that shows something. `beside`: a policy that is asked the same;
 * where either binds a purpose to a case, both are asked with each case.
 */
export function* everythingShown(
  policy: CompiledPolicy,
  member: Member,
  setting: Setting,
  universe: Universe,
  beside: CompiledPolicy = policy,
): Iterable<Shown> {
  const subject = member.subjectUnder(policy);
  for (const asked of questions(policy, beside, universe)) {
    const decision = decide({ ...asked, ...setting, subject }, policy, member.facts);
    for (const record of records(universe)) {
      const view = viewOf(decision, record, member.facts);
      if (view === null) continue;
      const elements = policy.catalogue.elements.flatMap(({ id, index }) => {
        const code = view.elements[index] ?? 0;
        return code === 0 ? [] : [[id, code] as const];
      });
      const { purpose, capability, caseId } = asked;
      const place = [capability, caseId, record.type, record.refs.join(" "), record.segments].join("|");
      yield { purpose, patientId: record.patients[0] ?? "", place, elements: new Map(elements) };
    }
  }
}

function questions({ purposes }: CompiledPolicy, beside: CompiledPolicy, { refs }: Universe) {
  const nobody = { act: "use", recipient: null, exemption: null } as const;
  return [...purposes.values()].flatMap(({ id: purpose, caseBound }) =>
    (caseBound || beside.purposes.get(purpose)?.caseBound ? [null, "none", ...refs] : [null]).flatMap(
      (caseId) =>
        (["read", "search"] as const).map((capability) => ({ ...nobody, purpose, caseId, capability })),
    ),
  );
}

function records({ patients, refs, segments }: Universe): readonly RecordFacts[] {
  const masks = Array.from({ length: segments + 1 }, (_, mask) => mask);
  return patients.flatMap((patientId) =>
    TYPES.flatMap((type) =>
      subsets(refs).flatMap((some) =>
        masks.map((mask) => {
          const id = type === "Patient" ? patientId : "any";
          const ids = { type, id, patients: [patientId], attributed: true, segments: mask };
          return { ...ids, refs: [`${type}/${id}`, ...some] };
        }),
      ),
    ),
  );
}

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>(
    (all, item) => [...all, ...all.map((set) => [...set, item])],
    [[]],
  );
}
