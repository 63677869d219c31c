import { transformOf, type TransformVector } from "../../../catalogue/transforms.ts";
import type { CompiledGrant, CompiledPolicy, CompiledRole, DatedGrant } from "../../types.ts";
import { EXEMPT, grantsOf, NEEDED, withinPeriod } from "./conditions.ts";
import { allOf, anyOf, isOneOf, isWithin, permit, quoted, setOf, type Statement } from "./statement.ts";

/** Relation that an originator's own treatment rests on, 45 CFR 164.508(a)(2)(i)(A): a ground of its own. */
const ORIGINATOR = "originator";

/** One permit for each standing grant and dated exception of the role, in the order of its file. */
export function grantStatements(policy: CompiledPolicy, role: CompiledRole): readonly Statement[] {
  return grantsOf(policy, role.id).map((grant) =>
    permit(grant.rule, role.id, conditionsOf(policy, role, grant), commentOf(policy, grant)),
  );
}

/**
 * A grant gives elements to a use. To a disclosure, a request and an exemption it gives records alone:
 * which elements may leave is said by the purpose's rule and the exemption.
 */
function conditionsOf(
  policy: CompiledPolicy,
  role: CompiledRole,
  grant: CompiledGrant | DatedGrant,
): readonly string[] {
  const ground = grant.relation === ORIGINATOR ? ORIGINATOR : "role";
  const period = withinPeriod(grant);
  return [
    `context.purpose == ${quoted(grant.purpose)}`,
    `context.ground == ${quoted(ground)} || ${EXEMPT}`,
    isOneOf(NEEDED, grant.can),
    ...(grant.systems.length === 0 ? [] : [isOneOf("context.system", grant.systems)]),
    ...(period === null ? [] : [period]),
    ...byProvider(role, grant),
    reaches(policy, grant),
    `${EXEMPT} || ${segmentsOf(policy, grant)}`,
    `${EXEMPT} || context.act != "use" || ${isOneOf("context.element", given(policy, grant.elements))}`,
  ];
}

/** The treatment exemption is for requests *by* a provider, .502(b)(2)(i). */
function byProvider(role: CompiledRole, grant: CompiledGrant): readonly string[] {
  if (role.provider || !grant.can.has("request")) return [];
  return ['context.act != "request" || context.ground != "exempt:treatment"'];
}

function reaches({ relations, purposes }: CompiledPolicy, { relation, purpose }: CompiledGrant): string {
  const kind = relations.get(relation)?.kind;
  if (kind === "directory") return "resource.patients.isEmpty()";
  if (kind === "self") return "principal has patientId && resource.patients == [principal.patientId]";
  const facts = purposes.get(purpose)?.caseBound === true ? "caseRelations" : "relations";
  return `resource.${facts}.contains(${quoted(relation)})`;
}

/** Every segment of the record is one that the grant names, and names for this element. */
function segmentsOf(policy: CompiledPolicy, grant: CompiledGrant): string {
  const named = policy.segments.flatMap(({ id, bit }) => {
    const elements = given(policy, grant.segments.get(bit) ?? new Uint8Array());
    return elements.length === 0 ? [] : [{ id, elements: elements.toSorted() }];
  });
  const alike = new Map<string, { readonly ids: string[]; readonly elements: readonly string[] }>();
  for (const { id, elements } of named) {
    const known = alike.get(elements.join()) ?? { ids: [], elements };
    known.ids.push(id);
    alike.set(elements.join(), known);
  }
  const within = isWithin(
    "resource.segments",
    named.map(({ id }) => id),
  );
  const each = [...alike.values()].map(({ ids, elements }) =>
    anyOf([`!${setOf(ids)}.containsAny(resource.segments)`, isOneOf("context.element", elements)]),
  );
  return each.length === 0 ? within : `(${allOf([within, ...each])})`;
}

/** The ids of the elements that the vector gives anything of. */
export function given({ catalogue }: CompiledPolicy, vector: TransformVector): readonly string[] {
  return catalogue.elements.filter(({ index }) => (vector[index] ?? 0) !== 0).map(({ id }) => id);
}

/** Where it stands, and what a boolean cannot say: which elements come out transformed. */
function commentOf(policy: CompiledPolicy, grant: CompiledGrant): readonly string[] {
  const { file, line } = grant.at;
  const transformed = policy.catalogue.elements.flatMap(({ id, index }) => {
    const transform = transformOf(grant.elements[index] ?? 0);
    return transform === "keep" || transform === "drop" ? [] : [`${id} as ${transform}`];
  });
  return [`${file}:${line}`, ...(transformed.length === 0 ? [] : [`transformed: ${transformed.join(", ")}`])];
}
