import type { CompiledPurpose } from "../../policy/types.ts";
import { grantsOf } from "./way.ts";
import type { Question } from "./way.ts";

/** The purposes that the declaration stands for, that the subject has, for this act and channel. */
export function purposesOf(q: Question): CompiledPurpose[] {
  const { request, policy, facts } = q;
  const { purpose: declared, now, subject } = request;
  if (declared === null || !subject.roles.some((role) => policy.roles.has(role))) return [];
  const itself = (p: CompiledPurpose): boolean => p.id === declared || p.code === declared.split("|").at(-1);
  const meant = policy.declarable.get(declared);
  return [...policy.purposes.values()].filter((p) => {
    if (meant === undefined ? !itself(p) : !meant.includes(p.id)) return false;
    if (!p.declarable || (p.caseBound && !(itself(p) && request.caseId !== null))) return false;
    if (!p.acts.has(request.act) || (p.channels.length > 0 && !p.channels.includes(request.channel)))
      return false;
    const grants = subject.roles.flatMap((role) => grantsOf(q, role));
    const standing = grants.some(
      (grant) => grant.purpose === p.id && policy.relations.get(grant.relation)?.permits,
    );
    const lent = facts.grants.some(
      (g) => g.kind === "jit" && g.purpose === p.id && g.from <= now && now < g.until,
    );
    return standing || (lent && itself(p));
  });
}

/** Whether the relation of a grant holds to every patient of the record. */
export function related(
  { request, policy, facts, record }: Question,
  relation: string,
  caseBound: boolean,
): boolean {
  const definition = policy.relations.get(relation);
  if (definition === undefined || !definition.permits) return false;
  if (definition.kind === "directory") return record.patients.length === 0;
  if (record.patients.length === 0) return false;
  if (definition.kind === "self") return record.patients.every((id) => id === request.subject.patientId);
  return record.patients.every((patientId) =>
    facts.relations.find(relation, patientId).some((fact) => {
      if (
        request.now < fact.from ||
        request.now >= fact.until ||
        request.now - fact.syncedAt > definition.staleAfterMs
      )
        return false;
      if (fact.refs.length === 0) return !definition.recordBound;
      if (caseBound && !fact.refs.some((ref) => ref === request.caseId || ref.endsWith(`/${request.caseId}`)))
        return false;
      return (
        (record.type === "Patient" && record.id === patientId) ||
        fact.refs.some((ref) => record.refs.includes(ref))
      );
    }),
  );
}
