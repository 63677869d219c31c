import { isDeepStrictEqual } from "node:util";
import type { Result } from "../../kernel/result.ts";
import type {
  Directive,
  DirectiveAct,
  DirectiveOutcome,
  DirectiveRefusal,
  DirectiveStore,
} from "./directive.ts";
import { latestAct } from "./directive.ts";

/**
 * Keeps a new directive. The same id with the same patient and terms is one that was sent twice; with others it is a
 * conflict.
 */
export async function startDirective<Terms, Kind extends string>(
  store: DirectiveStore<Terms, Kind>,
  directive: Directive<Terms, Kind>,
): Promise<DirectiveOutcome<Directive<Terms, Kind>>> {
  if (await store.start(directive)) return { kind: "changed", directive };
  const known = await store.find(directive.id);
  const isSame =
    known !== undefined &&
    known.patientId === directive.patientId &&
    isDeepStrictEqual(known.terms, directive.terms);
  return isSame ? { kind: "unchanged", directive: known } : { kind: "conflict" };
}

/** Adds what `next` says may be done now. */
export async function actOn<Terms, Kind extends string>(
  store: DirectiveStore<Terms, Kind>,
  id: string,
  next: (directive: Directive<Terms, Kind>) => Result<DirectiveAct<Kind>, DirectiveRefusal>,
): Promise<DirectiveOutcome<Directive<Terms, Kind>>> {
  const directive = await store.find(id);
  if (directive === undefined) return { kind: "absent" };
  const act = next(directive);
  if (!act.ok) return { kind: "refused", refusal: act.error };
  if (!(await store.append(id, act.value))) return { kind: "conflict" };
  return { kind: "changed", directive: { ...directive, acts: [...directive.acts, act.value] } };
}

/** Id of the directive and what was last done: a line for the record, without anything of the patient. */
export function recordedAct(noun: string, directive: Directive<unknown>): string {
  return `${noun} ${directive.id}: ${latestAct(directive).kind}`;
}
