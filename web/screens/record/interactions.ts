const WORDS: Readonly<Record<string, string>> = {
  "fhir.search": "Searched records",
  "fhir.read": "Read a record",
  "fhir.history": "Read a history",
  "fhir.capabilities": "Asked what the server can do",
  "api.comparison.read": "Compared one chart",
  "api.decision.check": "Asked why",
  "api.decision.explain": "Explained an entry",
  "api.people.list": "Listed people",
  "api.record.search": "Searched the record",
  "api.relations.mine": "Listed own relations",
  "api.scope.read": "Asked what one may see",
  "api.session.read": "Opened the console",
  "api.session.sign-in": "Signed in",
  "api.session.sign-out": "Signed out",
  "api.work.read": "Opened My work",
};

/** What was done, in words: `Searched records` for `fhir.search`; else its own name. */
export function interactionText(interaction: string): string {
  return WORDS[interaction] ?? interaction;
}

/** Those that one filters by most, for the choice. */
export const INTERACTIONS = Object.entries(WORDS).map(([id, label]) => ({ id, label }));
