/** Where a relation fact comes from and how long it holds (content/relations). */
export interface RelationDefinition {
  readonly id: string;
  readonly title: string;
  /** Why this relation is a reason, as the policy words it. */
  readonly why?: string;
  /** `fact`: from the index; `directory`: the record has no patient; `self`: the person is the patient. */
  readonly kind: "fact" | "directory" | "self";
  /** The fact names records, and the record in question must be one of them or refer to one. */
  readonly recordBound: boolean;
  /** May it permit? household, neighbor, co-worker are for watching only. */
  readonly permits: boolean;
  /** A fact older than this counts as absent. */
  readonly staleAfterMs: number;
  /** Source selectors for the sync, interpreted by identity/relations. */
  readonly sources: readonly RelationSource[];
}

/** One way to read a relation from the upstream; the closed list of kinds is in policy/SPEC.md. */
export interface RelationSource {
  readonly kind: string;
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Relation facts of one person, indexed by relation and patient. A pure lookup. */
export interface RelationIndex {
  /** Facts of this relation about this patient; window and staleness are judged by the decision. */
  find(relation: string, patientId: string): readonly RelationFact[];
  /** Every patient this relation names, whether or not the fact is current. */
  patients(relation: string): Iterable<string>;
}

export interface RelationFact {
  readonly relation: string;
  readonly patientId: string;
  /** Half-open [from, until), milliseconds. */
  readonly from: number;
  readonly until: number;
  /** When the source was last read. */
  readonly syncedAt: number;
  /** For record-bound relations: `Encounter/7`, `Claim/3`. Empty: the whole patient. */
  readonly refs: readonly string[];
  /** Shown in "why": `CareTeam/12`. */
  readonly source: string;
}
