import { lowered } from "./ceilings.ts";
import { exemptWay } from "./exemption.ts";
import { joinAll } from "./lattice.ts";
import { purposesOf, related } from "./purposes.ts";
import { grantsOf } from "./way.ts";
import type { Question, Way } from "./way.ts";

const DROP = 0;
const TREATMENT = {
  code: "treatment",
  citation: null,
  lawElements: null,
  profile: null,
  authorizationId: null,
};

/**
 * The decision once more, as naive as it can be said: for one record and one element, try every way to show it,
 * lower each by every ceiling, take the join. Shares nothing with the engine but the types; an oracle for tests.
 * Returns a transform code; 0 is drop.
 */
export function referenceTransform(q: Question): number {
  const { request, policy, record } = q;
  if (!request.subject.active || !record.attributed) return DROP;
  if (!policy.catalogue.elementsOfType(record.type).includes(q.element)) return DROP;
  const ways = request.exemption === null ? [...standingWays(q), ...lentWays(q)] : standingWays(q);
  return joinAll(ways.map((way) => lowered(q, way)));
}

function standingWays(q: Question): Way[] {
  const { request, policy, element } = q;
  const claim = request.exemption;
  const ways: Way[] = [];
  for (const purpose of purposesOf(q)) {
    for (const grant of request.subject.roles.flatMap((id) => grantsOf(q, id))) {
      const needed = request.act === "use" ? request.capability : request.act;
      if (grant.purpose !== purpose.id || !grant.can.has(needed)) continue;
      if (grant.systems.length > 0 && !grant.systems.includes(request.system)) continue;
      if (!related(q, grant.relation, purpose.caseBound)) continue;
      const under = (bit: number) => grant.segments.get(bit)?.[element];
      const plain = { purpose, basis: purpose.basis, exemption: null, lent: false, glass: false, under };
      const originator = grant.relation === "originator" && purpose.basis === "treatment";
      const rule = request.act === "use" ? undefined : purpose[request.act];
      if (claim === null && request.act === "use")
        ways.push({ ...plain, originator, code: grant.elements[element] ?? DROP });
      if (claim === null && request.recipient !== null && rule?.recipients.has(request.recipient.class))
        ways.push({ ...plain, originator: false, code: rule.elements[element] ?? DROP });
      const provider = policy.roles.get(grant.role)?.provider === true;
      const exempt = exemptWay(q, purpose, provider, claim ?? TREATMENT);
      if (exempt !== null && (claim !== null || request.act !== "use")) ways.push(exempt);
    }
  }
  return ways;
}

function lentWays(q: Question): Way[] {
  const { request, policy, facts, record, element } = q;
  const ways: Way[] = [];
  for (const grant of facts.grants) {
    const purpose = policy.purposes.get(grant.purpose);
    if (
      purpose === undefined ||
      grant.act !== request.act ||
      request.now < grant.from ||
      request.now >= grant.until
    )
      continue;
    if (grant.systems.length > 0 && !grant.systems.includes(request.system)) continue;
    const outbound = request.act === "use" ? undefined : purpose[request.act];
    const reading = request.capability === "read" || request.capability === "search";
    if (
      request.act === "use"
        ? !reading
        : request.recipient === null || !outbound?.recipients.has(request.recipient.class)
    )
      continue;
    const eligible = request.subject.roles.some((role) => policy.roles.get(role)?.breakGlass);
    const care = purposesOf(q).some(({ basis }) => basis === "treatment" || basis === "emergency");
    if (grant.kind === "jit" ? !purposesOf(q).includes(purpose) : !eligible || !care) continue;
    if (record.patients.length === 0 || !record.patients.every((id) => grant.patients.includes(id))) continue;
    if (grant.refs.length > 0 && !grant.refs.some((ref) => record.refs.includes(ref))) continue;
    const code = grant.elements[element] ?? DROP;
    const under = (bit: number) => ((grant.segments >> bit) & 1 ? code : undefined);
    const glass = grant.kind === "break-glass";
    ways.push({
      purpose,
      basis: purpose.basis,
      exemption: null,
      lent: true,
      glass,
      originator: false,
      code,
      under,
    });
  }
  return ways;
}
