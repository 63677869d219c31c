import type { Capability } from "../../../catalogue/vocabulary.ts";
import { decide } from "../../../decision/decide.ts";
import type { Decision, Facts } from "../../../decision/types.ts";
import { factsOf, NOW, PEOPLE, practice } from "./practice.ts";

/** What this person's declaration is decided to, with the facts it is decided on. */
export function decisionOf(
  person: string,
  capability: Capability = "search",
): { readonly decision: Decision; readonly facts: Facts } {
  const { policy } = practice();
  const member = PEOPLE[person];
  const facts = factsOf(person, NOW);
  const patientId = /^Patient\/(.+)$/.exec(member?.fhirUser ?? "")?.[1] ?? null;
  const subject = {
    personId: person,
    roles: [member?.role ?? ""],
    active: true,
    patientId,
    baa: null,
    scopes: null,
  };
  const rest = { caseId: null, recipient: null, exemption: null, system: "test", channel: "fhir", now: NOW };
  const request = { act: "use", capability, subject, purpose: member?.purpose ?? null, ...rest } as const;
  return { decision: decide(request, policy, facts), facts };
}
