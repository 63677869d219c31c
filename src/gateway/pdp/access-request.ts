import { DROP } from "../../catalogue/transforms.ts";
import type { Subject } from "../../decision/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";

/**
 * What a denial says of being asked for: the `access_request` of the AuthZEN Access Request and Approval Profile
 * (draft 1), bound to its evaluation by reference, since the record keeps every evaluation.
 */
export interface AccessRequestHint {
  readonly endpoint: string;
  /** The purpose to ask under. */
  readonly template: string;
  readonly expires_at: string;
  readonly display: { readonly title: string; readonly description: string };
  /** Elements that may be asked for, one case at a time. */
  readonly elements: readonly string[];
}

const HINT_LIFETIME_MS = 10 * 60_000;

/**
 * The hint for a subject whose role may ask for any of these elements, 45 CFR 164.514(d)(2); null: it may not. It follows
 * from policy and caller alone, so that it is the same for a hidden record and for an absent one.
 */
export function accessRequestHint(
  endpoint: string | null | undefined,
  { roles, purposes, catalogue }: CompiledPolicy,
  subject: Pick<Subject, "roles">,
  elements: readonly number[],
  now: number,
): AccessRequestHint | null {
  if (endpoint === null || endpoint === undefined) return null;
  for (const id of subject.roles.flatMap((role) => roles.get(role)?.eligible.jit ?? [])) {
    const purpose = purposes.get(id);
    const asked = elements.filter((index) => (purpose?.mayAsk.elements[index] ?? DROP) !== DROP);
    if (purpose === undefined || asked.length === 0) continue;
    return {
      endpoint,
      template: purpose.id,
      expires_at: new Date(now + HINT_LIFETIME_MS).toISOString(),
      display: { title: "Request access", description: purpose.title },
      elements: asked.map((index) => catalogue.elements[index]?.id ?? ""),
    };
  }
  return null;
}
