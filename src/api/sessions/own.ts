import type { Context, TypedResponse } from "hono";
import type { RecordedRelease } from "../../audit/types.ts";
import { isResourceScope } from "../../catalogue/smart-scope.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Caller } from "../../identity/types.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { Pipeline } from "../../pipeline.ts";
import { askedOf, asTyped, control } from "../control.ts";
import { deniedProblem } from "../problem.ts";

/** What was done to whose sign-ins. */
export interface Done<T> {
  readonly value: T;
  /** In ids of people, clients and sessions. */
  readonly changes?: readonly string[];
}

interface Way {
  readonly interaction: string;
  readonly capability: Capability & ("read" | "administer");
  /** Whose; undefined: the caller's own. */
  readonly person?: string | undefined;
}

/**
 * Runs an operation on sign-ins: one's own by being signed in alone, since whoever wants out must not need a purpose;
 * another's by the right to `identity.clients`. Both are recorded before they are answered; what takes away access has
 * then happened, recorded or not.
 */
export async function onSignIns<T>(
  pipeline: Pipeline,
  c: Context,
  way: Way,
  act: (caller: Caller, person: string) => Promise<Done<T> | Reason>,
): Promise<TypedResponse<T, 200, "json">> {
  const asked = askedOf(c, { ...way, element: null });
  const caller = await pipeline.identify(asked.credentials);
  if (!caller.ok) {
    const entry = await record(pipeline, null, asked, { outcome: "deny", reason: caller.error });
    return asTyped<T>(deniedProblem(c, [because(caller.error)], entry));
  }
  const own = caller.value.person.id;
  if (way.person !== undefined && way.person !== own) return onOthers(pipeline, c, way, way.person, act);
  const done = isLimited(caller.value) ? because("scope_not_granted") : await act(caller.value, own);
  const release = "code" in done ? ({ outcome: "deny", reason: done.code } as const) : releaseOf(done);
  const entry = await record(pipeline, caller.value, asked, release);
  if (entry === null) return asTyped<T>(deniedProblem(c, [because("record_unavailable")], null));
  if ("code" in done) return asTyped<T>(deniedProblem(c, [done], entry));
  c.header("Cache-Control", "no-store");
  c.header("X-Request-Id", entry);
  return asTyped<T>(c.json(done.value as object, 200));
}

/** An app that was given records of some kinds was not given the say over sign-ins. */
function isLimited({ scopes }: Caller): boolean {
  return scopes?.some(isResourceScope) ?? false;
}

function onOthers<T>(
  pipeline: Pipeline,
  c: Context,
  { interaction, capability }: Way,
  person: string,
  act: (caller: Caller, person: string) => Promise<Done<T> | Reason>,
): Promise<TypedResponse<T, 200, "json">> {
  const need = { interaction, capability, element: "identity.clients", query: `person=${person}` };
  return control(pipeline, c, need, ({ caller }) => act(caller, person));
}

function record(
  pipeline: Pipeline,
  caller: Caller | null,
  asked: ReturnType<typeof askedOf>,
  release: RecordedRelease,
): Promise<string | null> {
  return pipeline.record(caller, asked, null, release).catch(() => null);
}

function releaseOf({ changes = [] }: Done<unknown>): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: [],
    grantIds: [],
    patients: [],
    records: [],
    released: [],
    withheldCount: 0,
    changes,
  };
}
