import type { Clock } from "../../../kernel/clock.ts";
import type { DirectiveOutcome, DirectiveQuery } from "../directive.ts";
import { actOn, startDirective } from "../desk.ts";
import { accept, actsOfStatus, checkTerms, firstActs, refuse, terminate } from "./acts.ts";
import type {
  PatientRestriction,
  RestrictionStatus,
  RestrictionStore,
  RestrictionTerms,
  TerminationGround,
} from "./types.ts";

export interface NewRestriction {
  readonly id: string;
  readonly patientId: string;
  readonly terms: RestrictionTerms;
  readonly note: string | null;
}

export interface RestrictionQuery extends Omit<DirectiveQuery, "latest"> {
  readonly status?: RestrictionStatus;
}

type Outcome = DirectiveOutcome<PatientRestriction>;

/** Restrictions as the privacy and the records office keep them. `by` is the person who acts. */
export interface RestrictionDesk {
  request(asked: NewRestriction, by: string): Promise<Outcome>;
  accept(id: string, by: string): Promise<Outcome>;
  refuse(id: string, by: string, reason: string): Promise<Outcome>;
  terminate(id: string, by: string, ground: TerminationGround): Promise<Outcome>;
  find(id: string): Promise<PatientRestriction | undefined>;
  list(query: RestrictionQuery): Promise<readonly PatientRestriction[]>;
}

/** The desk over a store. Nothing of it is cached: what it says is what is kept. */
export function createRestrictionDesk(store: RestrictionStore, clock: Clock): RestrictionDesk {
  const hand = (by: string) => ({ by, at: clock.now() });
  return {
    request: async ({ id, patientId, terms, note }, by) => {
      const checked = checkTerms(terms);
      if (!checked.ok) return { kind: "refused", refusal: checked.error };
      const acts = firstActs(checked.value, hand(by), note);
      return startDirective(store, { id, patientId, terms: checked.value, acts });
    },
    accept: (id, by) => actOn(store, id, (restriction) => accept(restriction, hand(by))),
    refuse: (id, by, reason) => actOn(store, id, (restriction) => refuse(restriction, hand(by), reason)),
    terminate: (id, by, ground) =>
      actOn(store, id, (restriction) => terminate(restriction, hand(by), ground)),
    find: (id) => store.find(id),
    list: ({ status, ...query }) =>
      store.list(status === undefined ? query : { ...query, latest: actsOfStatus(status) }),
  };
}
