import { currentFacts, type Scene } from "../decision/predicate.ts";
import type { RecordPredicate } from "../decision/types.ts";
import type { Ask } from "./asks.ts";

/** How one patient's records stand to the slices of one question: which slices reach which of them. */
interface SliceStanding {
  /** The slice reaches every record of the patient. */
  readonly whole: boolean;
  /** The records it is bound to. */
  readonly refs: ReadonlySet<string>;
}

/** What decides about every view of one patient's records, before and after. */
export interface PatientStanding {
  /** Two patients with the same key are shown the same, element by element. */
  readonly key: string;
  /** Sets of references that a record could hold, such that every set of slices that can reach one does. */
  readonly references: readonly (readonly string[])[];
}

/** At most this many kinds of references are combined; more than slices there are do not come about. */
const MOST_KINDS = 8;

/** How this patient stands to all of these questions together. */
export function standingOf(patientId: string, asks: readonly Ask[]): PatientStanding {
  const standings = asks.flatMap((ask) => standingsIn(ask, patientId));
  const kinds = kindsOf(standings);
  const named = [...kinds.keys()].toSorted();
  const special = asks.some(({ decision }) => decision.ceilings.some(({ records }) => records !== null));
  const whole = standings.map((standing) => (standing.whole ? "1" : "0")).join("");
  const key = special || kinds.size > MOST_KINDS ? `patient ${patientId}` : `${whole} ${named.join(" ")}`;
  const sets = [...kinds.values()].slice(0, MOST_KINDS);
  return { key, references: [...combined(sets), ...[...kinds.values()].slice(MOST_KINDS)] };
}

function standingsIn({ decision, facts }: Ask, patientId: string): readonly SliceStanding[] {
  const scene: Scene = { request: decision.request, policy: decision.policy, facts };
  return decision.slices.map(({ records }) => standingTo(records, patientId, scene));
}

const NOWHERE: SliceStanding = { whole: false, refs: new Set() };

function standingTo(predicate: RecordPredicate, patientId: string, scene: Scene): SliceStanding {
  if (predicate.kind === "self") return { ...NOWHERE, whole: scene.request.subject.patientId === patientId };
  if (predicate.kind !== "related") return NOWHERE;
  const facts = currentFacts(predicate, patientId, scene);
  return {
    whole: facts.some(({ refs }) => refs.length === 0),
    refs: new Set(facts.flatMap(({ refs }) => refs)),
  };
}

/** The references by which slices they bring: those that bring the same are of one kind. */
function kindsOf(standings: readonly SliceStanding[]): ReadonlyMap<string, readonly string[]> {
  const kinds = new Map<string, string[]>();
  for (const ref of new Set(standings.flatMap(({ refs }) => [...refs]))) {
    const kind = standings.map(({ refs }) => (refs.has(ref) ? "1" : "0")).join("");
    const known = kinds.get(kind) ?? [];
    known.push(ref);
    kinds.set(kind, known);
  }
  return kinds;
}

function combined(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return sets.reduce<readonly (readonly string[])[]>(
    (all, set) => [...all, ...all.map((one) => [...one, ...set])],
    [[]],
  );
}
