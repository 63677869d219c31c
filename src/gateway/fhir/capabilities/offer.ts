import { codeOf, DROP, KEEP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import type { Capability } from "../../../catalogue/vocabulary.ts";
import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { permittedTo } from "../permitted-to.ts";

/** What may be done: by one caller for one purpose, or by anybody at all. */
export interface Offer {
  readonly catalogue: Catalogue;
  /** IANA zone of the organization. */
  readonly timeZone: string;
  /** No less than what the capability gives of any record of the type. */
  granted(capability: Capability, type: string): TransformVector;
}

/** What some role of the policy may do. Who asks, and on which records, is left open. */
export function offerOfPolicy({ catalogue, org, roles }: CompiledPolicy): Offer {
  const grants = [...roles.values()].flatMap((role) => role.grants);
  const given = new Map<Capability, TransformVector>();
  const union = (capability: Capability): TransformVector => {
    const vectors = grants.filter(({ can }) => can.has(capability)).map(({ elements }) => elements);
    return Uint8Array.from({ length: catalogue.elements.length }, (_, element) =>
      mostOf(vectors.map((vector) => vector[element] ?? DROP)),
    );
  };
  return {
    catalogue,
    timeZone: org.timeZone,
    granted: (capability) => {
      const known = given.get(capability) ?? union(capability);
      given.set(capability, known);
      return known;
    },
  };
}

/** What this caller may do for the purpose they declared, each capability decided as it would be when it is used. */
export function offerOfCaller(permitted: Permitted): Offer {
  const { catalogue, org } = permitted.policy;
  return {
    catalogue,
    timeZone: org.timeZone,
    granted: (capability, type) => grantedSomewhere(permittedTo(permitted, capability).decision, type),
  };
}

/** Whether a value can be compared is all that a search parameter asks. */
function mostOf(codes: readonly number[]): number {
  const mask = codeOf("mask");
  if (codes.some((code) => code !== DROP && code !== mask)) return KEEP;
  return codes.includes(mask) ? mask : DROP;
}
