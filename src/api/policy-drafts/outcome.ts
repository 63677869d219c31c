import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Reason } from "../../decision/types.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { Diagnostic } from "../../policy/diagnostics.ts";
import { latestOf } from "../../policy/drafts/draft.ts";
import type { Draft, DraftOutcome } from "../../policy/drafts/types.ts";
import type { EditRefusal } from "../../policy/edit/types.ts";
import type { ControlAnswer, ControlObstacle } from "../control.ts";
import type { Problem } from "../problem.ts";
import { presentDiagnostic, presentDraft, presentVersion } from "./presenter.ts";
import type { DraftEditedSchema } from "./schema.ts";
import { unlisted } from "../policy/unknown-names.ts";

/** Lines of one entry; the version of the draft has them all. */
const MOST_LINES = 200;

type Edited = z.infer<typeof DraftEditedSchema>;
type Obstacle = Exclude<DraftOutcome, { readonly kind: "absent" | "changed" | "unchanged" }>;

/** Members of its own beside those of RFC 9457, so that a program can act on them. */
interface DraftProblem extends Problem {
  /** The last version, and what was changed on the way to it. */
  readonly version?: number;
  readonly since?: readonly ReturnType<typeof presentVersion>[];
  readonly diagnostics?: readonly ReturnType<typeof presentDiagnostic>[];
  /** Files that the draft and the policy in force both changed. */
  readonly paths?: readonly string[];
}

/** What came of a change, for its caller and for the record. `live`: digest of the policy in force. */
export function answerChange(
  c: Context,
  outcome: DraftOutcome,
  live: string,
): ControlAnswer<Edited> | ControlObstacle | Reason {
  if (outcome.kind === "absent") return unlisted("draft", "GET /api/v1/policy/drafts");
  if ("draft" in outcome) tagVersion(c, outcome.draft);
  if (outcome.kind !== "changed" && outcome.kind !== "unchanged") return { problem: problemOf(outcome) };
  const value = { draft: presentDraft(outcome.draft, live), diagnostics: [] };
  if (outcome.kind === "unchanged") return { value };
  const diagnostics = outcome.diagnostics.map(presentDiagnostic);
  return { value: { ...value, diagnostics }, changes: recordedLines(outcome.draft) };
}

/** `ETag` is the version, which an edit hands back in `If-Match`. */
export function tagVersion(c: Context, draft: Draft): void {
  c.header("ETag", `"${latestOf(draft).n}"`);
}

/** A draft whose tests cannot be run, since it does not compile. */
export function invalidProblem(diagnostics: readonly Diagnostic[]): DraftProblem {
  const [first] = diagnostics;
  return refusalProblem({
    code: "policy_invalid",
    message: first?.message ?? "the draft does not compile",
    hint: `Put right what \`diagnostics\` names by file and line, then ask again.${first?.hint ? ` First: ${first.hint}` : ""}`,
    diagnostics,
  });
}

/** Which draft, which version, and what it changed: ids of the policy alone, never of a patient. */
export function recordedLines(draft: Draft): readonly string[] {
  const { n, act, changes } = latestOf(draft);
  const head = `${VERB[act]} draft ${draft.id} version ${n}`;
  const more = changes.length > MOST_LINES ? [`and ${changes.length - MOST_LINES} more`] : [];
  return [head, ...changes.slice(0, MOST_LINES), ...more];
}

const VERB = { start: "started", edit: "edited", rebase: "rebased", discard: "discarded" } as const;

function problemOf(outcome: Obstacle): DraftProblem {
  switch (outcome.kind) {
    case "discarded":
      return conflict("the draft is discarded", "Start another draft.");
    case "stale":
      return staleProblem(outcome);
    case "refused":
      return refusalProblem(outcome.refusal);
    case "conflicts": {
      const title = "the draft and the policy in force changed the same files";
      return { ...conflict(title, "Say in `take` whose text each gets."), paths: outcome.paths };
    }
    default:
      return outcome satisfies never;
  }
}

function staleProblem({ draft, since }: Extract<DraftOutcome, { kind: "stale" }>): DraftProblem {
  const who = [...new Set(since.map(({ author }) => `\`${author}\``))].join(", ");
  const title = who === "" ? "the draft has no such version" : `the draft was changed meanwhile by ${who}`;
  const problem = conflict(title, "Look at what changed, then make your change on the last version.");
  return { ...problem, version: latestOf(draft).n, since: since.map(presentVersion) };
}

function conflict(title: string, next: string): Problem {
  const status = faultStatusOf("conflict");
  return { type: "https://modicum.dev/errors/conflict", title, status, code: "conflict", next };
}

function refusalProblem({ code, message, hint, diagnostics }: EditRefusal): DraftProblem {
  return {
    type: `https://modicum.dev/errors/policy/${code}`,
    title: message,
    status: faultStatusOf("policy_invalid"),
    code,
    ...(hint === null ? {} : { next: hint }),
    diagnostics: diagnostics.map(presentDiagnostic),
  };
}
