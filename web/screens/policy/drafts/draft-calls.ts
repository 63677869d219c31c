import type { ClientResponse } from "hono/client";
import { api, type Body } from "../../../api/client.ts";
import { ApiError, isDenial, type Problem, problemFrom } from "../../../api/problem.ts";

const drafts = api.policy.drafts;

/** What every list of drafts is asked by: whatever changes a draft has them asked anew. */
export const DRAFTS = ["policy", "drafts"] as const;

export type Draft = Body<Awaited<ReturnType<(typeof drafts)[":id"]["$get"]>>>;
export type DraftVersion = Draft["versions"][number];
export type DraftSummary = Body<Awaited<ReturnType<typeof drafts.$get>>>["drafts"][number];
export type DraftDiff = Body<Awaited<ReturnType<(typeof drafts)[":id"]["diff"]["$get"]>>>;
export type CellChange = NonNullable<DraftDiff["cells"]>[number];
export type Diagnostic = DraftDiff["diagnostics"][number];

type CellBody = Parameters<(typeof drafts)[":id"]["cells"]["$post"]>[0]["json"];
type CeilingBody = Parameters<(typeof drafts)[":id"]["ceilings"]["$post"]>[0]["json"];
type FileBody = Parameters<(typeof drafts)[":id"]["files"]["$put"]>[0]["json"];

/** One change to a draft, as its author makes it. */
export type DraftEdit =
  | ({ readonly kind: "cell" } & CellBody)
  | ({ readonly kind: "ceiling" } & CeilingBody)
  | ({ readonly kind: "file" } & FileBody)
  | { readonly kind: "rebase"; readonly take: Record<string, "draft" | "live"> }
  | { readonly kind: "discard" };

/** Why a change was not made. Nothing was lost: what the author wrote is still on the page. */
export interface Obstacle {
  readonly problem: Problem;
  /** Versions that others made since the one the change was made on. */
  readonly since: readonly DraftVersion[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files that the draft and the policy in force both changed. */
  readonly paths: readonly string[];
}

/**
 * Makes a change on the version that its author saw. Null: it was made.
 * @throws ApiError when the server denies it or fails
 */
export async function makeEdit(draft: Draft, edit: DraftEdit): Promise<Obstacle | null> {
  const response = await send(draft, edit);
  if (response.ok) return null;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const problem = await problemFrom(response);
  if (isDenial(problem) || problem.status >= 500) throw new ApiError(problem);
  return obstacleFrom(problem, body);
}

/** Reads the members that a refused change has beside those of RFC 9457. */
export function obstacleFrom(problem: Problem, body: unknown): Obstacle {
  const fields = typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  return {
    problem,
    since: listIn(fields["since"]) as readonly DraftVersion[],
    diagnostics: listIn(fields["diagnostics"]) as readonly Diagnostic[],
    paths: listIn(fields["paths"]) as readonly string[],
  };
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

type SomeResponse = ClientResponse<unknown, number>;

function send({ id, version }: Draft, edit: DraftEdit): Promise<SomeResponse> {
  const on = { param: { id }, header: { "if-match": `"${version}"` } };
  const at = drafts[":id"];
  switch (edit.kind) {
    case "cell": {
      const { kind: _kind, ...json } = edit;
      return at.cells.$post({ ...on, json });
    }
    case "ceiling": {
      const { kind: _kind, ...json } = edit;
      return at.ceilings.$post({ ...on, json });
    }
    case "file":
      return at.files.$put({ ...on, json: { path: edit.path, text: edit.text } });
    case "rebase":
      return at.rebase.$post({ ...on, json: { take: edit.take } });
    case "discard":
      return at.discard.$post(on);
    default:
      return edit satisfies never;
  }
}
