import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import { suggest } from "../parse/nearest.ts";
import type { ResolvedGrant } from "../resolve/grants.ts";
import type { ResolvedRole } from "../resolve/policy.ts";
import type { ResolvedPurpose } from "../resolve/purposes.ts";
import type { EditSource } from "./edit-source.ts";
import { refusal } from "./refusal.ts";
import type { EditRefusal, GrantPlace } from "./types.ts";

export function roleNamed({ policy }: EditSource, id: string): Result<ResolvedRole, EditRefusal> {
  const role = policy.roles.get(id);
  if (role !== undefined) return ok(role);
  return err(refusal("role_unknown", `no role \`${id}\``, suggest(id, policy.roles.keys())));
}

export function purposeNamed({ policy }: EditSource, id: string): Result<ResolvedPurpose, EditRefusal> {
  const purpose = policy.purposes.get(id);
  if (purpose !== undefined) return ok(purpose);
  return err(refusal("purpose_unknown", `no purpose \`${id}\``, suggest(id, policy.purposes.keys())));
}

/** Index of an element by its own id; a glob or a set is no cell. */
export function elementNamed({ policy: { index } }: EditSource, id: string): Result<number, EditRefusal> {
  const position = index.indexOf(id);
  if (position !== undefined) return ok(position);
  return err(refusal("element_unknown", `no element \`${id}\``, suggest(id, index.ids)));
}

/** The standing grants of a role for this purpose and relation, in file order. */
export function grantsAt({ grants }: ResolvedRole, { purpose, on }: GrantPlace): readonly ResolvedGrant[] {
  return grants.filter(({ source }) => source.purpose === purpose && source.on === on);
}
