import type { Clock } from "../../../kernel/clock.ts";
import type { DirectiveOutcome, DirectiveQuery } from "../directive.ts";
import { actOn, startDirective } from "../desk.ts";
import { checkConsent, revoke } from "./acts.ts";
import type { ConsentStore, ConsentTerms, PatientConsent } from "./types.ts";

export interface NewConsent {
  readonly id: string;
  readonly patientId: string;
  readonly terms: ConsentTerms;
  readonly note: string | null;
}

export interface ConsentQuery extends Omit<DirectiveQuery, "latest"> {
  readonly revoked?: boolean;
}

type Outcome = DirectiveOutcome<PatientConsent>;

/** Consents of 42 CFR part 2 as the privacy and the records office keep them. `by` is the person who acts. */
export interface ConsentDesk {
  record(given: NewConsent, by: string): Promise<Outcome>;
  revoke(id: string, by: string, note: string | null): Promise<Outcome>;
  find(id: string): Promise<PatientConsent | undefined>;
  list(query: ConsentQuery): Promise<readonly PatientConsent[]>;
}

/** The desk over a store. Nothing of it is cached: what it says is what is kept. */
export function createConsentDesk(store: ConsentStore, clock: Clock): ConsentDesk {
  return {
    record: async ({ id, patientId, terms, note }, by) => {
      const at = clock.now();
      const checked = checkConsent(terms, at);
      if (!checked.ok) return { kind: "refused", refusal: checked.error };
      const acts = [{ n: 1, kind: "record", by, at, note }] as const;
      return startDirective(store, { id, patientId, terms, acts });
    },
    revoke: (id, by, note) => actOn(store, id, (consent) => revoke(consent, { by, at: clock.now() }, note)),
    find: (id) => store.find(id),
    list: ({ revoked, ...query }) =>
      store.list(revoked === undefined ? query : { ...query, latest: [revoked ? "revoke" : "record"] }),
  };
}
