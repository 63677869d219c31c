import type { RecordFacts } from "../../catalogue/types.ts";
import type { Part2Consent, Restriction, ScopeCeiling } from "../types.ts";
import { valid } from "./exemption.ts";
import { meet } from "./lattice.ts";
import type { Question, Way } from "./way.ts";
import { everyPatient } from "./way.ts";

const DROP = 0;

/** What the ceilings leave of one way. */
export function lowered(q: Question, way: Way): number {
  const { request, policy, facts, record } = q;
  const bits = policy.segments.filter(({ bit }) => (record.segments >> bit) & 1);
  let code = bits.reduce((left, { bit }) => meet(left, way.under(bit) ?? DROP), way.code);
  if (way.exemption === null && (request.act === "use" || way.lent))
    code = meet(code, way.purpose.never[q.element] ?? DROP);
  if (way.exemption === null && (way.purpose.neverSegments & record.segments) !== 0) return DROP;
  for (const { bit, guard } of bits) {
    if (guard === "authorization" && !mayShowGuarded(q, way, bit)) return DROP;
    const leaves = guard === "part2-consent" && request.act === "disclose" && way.basis !== "individual";
    if (
      leaves &&
      !everyPatient(record, (id) => facts.consents.some((c) => c.patientId === id && covers(c, q, way)))
    )
      return DROP;
  }
  for (const r of facts.restrictions)
    if (restricts(r, q, way)) code = meet(code, r.elements[q.element] ?? DROP);
  const { baa, scopes } = request.subject;
  if (baa !== null) {
    if (request.now < baa.from || request.now >= baa.until || !baa.purposes.includes(way.purpose.id))
      return DROP;
    if (baa.systems.length > 0 && !baa.systems.includes(request.system)) return DROP;
    code = meet(code, baa.elements[q.element] ?? DROP);
  }
  if (facts.device !== undefined) code = meet(code, facts.device.elements[q.element] ?? DROP);
  const needed = request.act === "use" ? request.capability : "read";
  const scoped =
    scopes === null ||
    scopes.some((s) => s.can.has(needed) && (s.type === "*" || s.type === record.type) && covered(s, record));
  return scoped ? code : DROP;
}

/** What narrows a scope beyond its type: whose record it is, and what was found to match its query. */
function covered(scope: ScopeCeiling, record: RecordFacts): boolean {
  if (scope.patient !== undefined && record.patients.some((id) => id !== scope.patient)) return false;
  return scope.query === undefined || record.matches?.has(scope.text) === true;
}

function mayShowGuarded(q: Question, way: Way, bit: number): boolean {
  const { request, policy, facts, record } = q;
  if (way.basis === "individual") return false;
  if (way.originator) return true;
  const exemption = [...policy.exemptions.values()].find(({ code }) => code === way.exemption);
  const compelled = way.exemption === "hhs" || way.exemption === "required-by-law";
  if (compelled && exemption !== undefined && !((exemption.exceptSegments >> bit) & 1)) return true;
  const usable = facts.authorizations.filter(
    (a) => request.act !== "use" || a.id === request.exemption?.authorizationId,
  );
  return everyPatient(record, (id) =>
    usable.some((a) => a.patientId === id && (a.segments >> bit) & 1 && valid(a, q)),
  );
}

function covers(c: Part2Consent, { request }: Question, way: Way): boolean {
  if (request.now < c.from || request.now >= c.until || (c.revokedAt !== null && c.revokedAt <= request.now))
    return false;
  return (
    request.recipient !== null &&
    c.recipientClasses.includes(request.recipient.class) &&
    c.bases.includes(way.basis)
  );
}

function restricts(r: Restriction, { request, record }: Question, way: Way): boolean {
  if (
    !record.patients.includes(r.patientId) ||
    (r.refs.length > 0 && !r.refs.some((ref) => record.refs.includes(ref)))
  )
    return false;
  if (
    r.recipientClasses.length > 0 &&
    (request.recipient === null || !r.recipientClasses.includes(request.recipient.class))
  )
    return false;
  if (["required-by-law", "public-health", "oversight"].includes(way.basis)) return false;
  const declared =
    way.purpose.id === request.purpose || way.purpose.code === request.purpose?.split("|").at(-1);
  const emergency = way.glass || ((way.basis === "emergency" || way.purpose.code === "ETREAT") && declared);
  if (r.kind === "agreed" && emergency) return false;
  return (r.bases.length > 0 ? r.bases : ["treatment", "payment", "operations"]).includes(way.basis);
}
