import type { Reason } from "../../decision/types.ts";
import type { Caller } from "../../identity/types.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Answer, type Asked, enforce, type Permitted } from "../../pipeline.ts";
import { pipelineFor } from "./asker.ts";
import { createPageTokens } from "./page-token.ts";
import type { PdpDeps } from "./ports.ts";
import { because } from "./reasons.ts";
import { isFault, refused, type Refused } from "./refuse.ts";

export const DEFAULT_PAGE = 50;

/** A page of a search (section 8.2). An empty token ends it. */
export interface SearchAnswer<T> {
  readonly results: readonly T[];
  readonly page: { readonly next_token: string; readonly count: number };
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What one page of a search found, with the id to go on after; null: it was the last. */
export interface Found<T> {
  readonly results: readonly T[];
  readonly next: string | null;
}

interface PageAsked {
  readonly token?: string | undefined;
  readonly limit?: number | undefined;
}

/** Who searches, and what for. */
export interface SearchAsked {
  readonly onRecord: Result<Caller, ReasonCode>;
  readonly asked: Asked;
  /** A denial is of who asks about others, so that it is an error, and never reads as an empty answer. */
  readonly aboutOthers: boolean;
}

/** One search, recorded before it is answered. A subject who may do nothing finds nothing; an error concerns who asks. */
export async function search<T>(
  deps: PdpDeps,
  { onRecord, asked, aboutOthers }: SearchAsked,
  page: PageAsked | undefined,
  find: (permitted: Permitted, after: string | null, limit: number) => Promise<Answer<Found<T>> | Reason>,
): Promise<Result<SearchAnswer<T>, Refused>> {
  const tokens = createPageTokens(deps.pageKey);
  const now = deps.pipeline.now();
  const binding = bindingOf(asked, onRecord);
  const after = page?.token ? await tokens.open(page.token, binding, now) : null;
  const isBadToken = page?.token !== undefined && page.token !== "" && after === null;
  const enforced = await enforce<Found<T>>(pipelineFor(deps.pipeline, onRecord), asked, (permitted) =>
    isBadToken
      ? Promise.resolve(because("page_token_invalid"))
      : find(permitted, after, page?.limit ?? DEFAULT_PAGE),
  );
  if (enforced.kind === "denied") return nothing(enforced.entryId, enforced.reasons, aboutOthers);
  const { results, next } = enforced.value;
  const token = next === null ? "" : await tokens.seal(next, binding, now);
  return ok({
    results,
    page: { next_token: token, count: results.length },
    context: { evaluation_id: enforced.entryId },
  });
}

function nothing<T>(
  entryId: string | null,
  reasons: readonly Reason[],
  aboutOthers: boolean,
): Result<SearchAnswer<T>, Refused> {
  const { code = "evaluation_error", detail = "" } = reasons[0] ?? {};
  if (aboutOthers || isFault(code) || code === "page_token_invalid") return err(refused(code, detail));
  const context = { ...(entryId === null ? {} : { evaluation_id: entryId }), reason: code };
  return ok({ results: [], page: { next_token: "", count: 0 }, context });
}

/** A page token is good for this caller, purpose, question and policy alone. */
function bindingOf(
  { interaction, query, capability, act }: Asked,
  onRecord: Result<Caller, ReasonCode>,
): readonly (string | null)[] {
  const caller = onRecord.ok
    ? [onRecord.value.person.id, onRecord.value.declaredPurpose, onRecord.value.caseId, onRecord.value.system]
    : [onRecord.error];
  return [interaction, query, capability, act, ...caller];
}
