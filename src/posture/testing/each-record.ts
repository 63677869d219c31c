import type { TransformVector } from "../../catalogue/transforms.ts";
import type { RecordFacts } from "../../catalogue/types.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import { decide } from "../../decision/decide.ts";
import { viewOf } from "../../decision/view.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Member, Setting } from "../types.ts";

/** The naive way to figures of posture over records that exist: decide each of them. Shares nothing with posture. */
const READING: readonly Capability[] = ["read", "search"];

export interface ShownElement {
  readonly patient: string;
  readonly purpose: string;
  readonly element: string;
  /** Capability, case and the record's place in the list: the same record asked for in the same way. */
  readonly place: string;
  readonly code: number;
}

/** Everything that one person is shown of these records, asked one by one. */
export function* shownOfEach(
  policy: CompiledPolicy,
  member: Member,
  setting: Setting,
  records: readonly RecordFacts[],
): Iterable<ShownElement> {
  const subject = member.subjectUnder(policy);
  const listed = listing(policy);
  for (const asked of questionsOf(policy, member)) {
    const decision = decide({ ...asked, ...setting, subject }, policy, member.facts);
    if (decision.outcome === "deny") continue;
    for (const [n, record] of records.entries()) {
      const view = viewOf(decision, record, member.facts);
      const { purpose } = asked;
      const place = [asked.capability, asked.caseId, n].join("|");
      const shown = view === null ? [] : listed(view.elements);
      yield* shown.flatMap((given) =>
        [...record.patients].map((patient) => ({ patient, purpose, place, ...given })),
      );
    }
  }
}

/** Lists the elements of a vector; of one that was listed before, the list made then: equal views share one vector. */
function listing({ catalogue }: CompiledPolicy) {
  const known = new Map<TransformVector, readonly Pick<ShownElement, "element" | "code">[]>();
  return (vector: TransformVector) => {
    const found = known.get(vector);
    if (found !== undefined) return found;
    const given = catalogue.elements.map(({ id: element, index }) => ({ element, code: vector[index] ?? 0 }));
    const list = given.filter(({ code }) => code !== 0);
    known.set(vector, list);
    return list;
  };
}

/** To read and to search, for each purpose that any of the roles has a grant for, and a case-bound one for each case. */
function questionsOf(policy: CompiledPolicy, member: Member) {
  const { roles } = member.subjectUnder(policy);
  const grants = roles.flatMap((role) => policy.roles.get(role)?.grants ?? []);
  const nobody = { act: "use", recipient: null, exemption: null } as const;
  const cases = casesOf(policy, member);
  return [...policy.purposes.values()]
    .filter(({ id }) => grants.some((grant) => grant.purpose === id))
    .flatMap(({ id: purpose, caseBound }) =>
      (caseBound ? cases : [null]).flatMap((caseId) =>
        READING.map((capability) => ({ ...nobody, purpose, caseId, capability })),
      ),
    );
}

function casesOf(policy: CompiledPolicy, { facts }: Member): readonly string[] {
  const refs = [...policy.relations.keys()].flatMap((relation) =>
    [...facts.relations.patients(relation)].flatMap((id) =>
      facts.relations.find(relation, id).flatMap((fact) => fact.refs),
    ),
  );
  return [...new Set(refs)];
}
