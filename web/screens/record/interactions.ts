const WORDS: Readonly<Record<string, string>> = {
  "fhir.search": "Searched records",
  "fhir.read": "Read a record",
  "fhir.history": "Read a history",
  "fhir.capabilities": "Asked what the server can do",
  "api.comparison.read": "Compared one chart",
  "api.decision.check": "Asked why",
  "api.decision.explain": "Explained an entry",
  "api.people.import": "Imported people",
  "api.people.list": "Listed people",
  "api.policy.access": "Reported who can access what",
  "api.policy.cell": "Looked into a cell of the policy",
  "api.policy.draft.diff": "Compared a draft",
  "api.policy.draft.discard": "Discarded a draft",
  "api.policy.draft.edit": "Edited a draft",
  "api.policy.draft.list": "Listed drafts",
  "api.policy.draft.read": "Read a draft",
  "api.policy.draft.rebase": "Rebased a draft",
  "api.policy.draft.start": "Started a draft",
  "api.policy.draft.test": "Tested a draft",
  "api.policy.elements": "Listed the data elements",
  "api.policy.findings": "Asked what is odd about the policy",
  "api.policy.impact": "Asked whom a change touches",
  "api.policy.matrix": "Opened the policy’s matrix",
  "api.policy.person-access": "Asked what a person can access",
  "api.policy.purpose": "Read a purpose",
  "api.policy.purposes": "Listed the purposes",
  "api.policy.reach": "Asked who reaches how much",
  "api.policy.reach-without-approval": "Asked what is reached without approval",
  "api.policy.read": "Asked for the policy in force",
  "api.policy.role": "Read a role",
  "api.policy.roles": "Listed the roles",
  "api.policy.tests": "Ran the policy’s tests",
  "api.policy.who": "Asked who sees an element",
  "api.record.search": "Searched the record",
  "api.relations.import": "Imported relation facts",
  "api.relations.mine": "Listed own relations",
  "api.relations.status": "Looked at relation facts",
  "api.relations.sync": "Read relation facts anew",
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
