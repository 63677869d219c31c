import type { Document } from "yaml";
import { isSeq } from "yaml";
import { codeOf, DROP, meet } from "../../catalogue/transforms.ts";
import type { TransformCode } from "../../catalogue/transforms.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import type { ResolvedGrant } from "../resolve/grants.ts";
import type { EditSource } from "./edit-source.ts";
import { leavesAsIs, planList, vectorOf } from "./list-entries.ts";
import type { ListScope } from "./list-entries.ts";
import { elementNamed, grantsAt, roleNamed } from "./places.ts";
import { refusal } from "./refusal.ts";
import type { CellEdit, EditRefusal, FileChange } from "./types.ts";
import { rewriteList } from "./yaml-list.ts";

/**
 * Gives one element in another form, or takes it out, in the grants of a place that can be used (`read`, `search`).
 * Where several give it, all do so afterwards; where none does, the first begins to.
 * A grant that is left without elements goes, and its role says `grants: none` when it was the last.
 */
export function setCell(source: EditSource, edit: CellEdit): Result<readonly FileChange[], EditRefusal> {
  const role = roleNamed(source, edit.role);
  if (!role.ok) return role;
  const element = elementNamed(source, edit.element);
  if (!element.ok) return element;
  const usable = grantsAt(role.value, edit).filter(
    ({ source: { can } }) => can.includes("read") || can.includes("search"),
  );
  const [first] = usable;
  if (first === undefined) {
    const message = `role \`${edit.role}\` has no grant for \`${edit.purpose}\` on \`${edit.on}\` to read or search`;
    return err(refusal("grant_absent", message, "add the grant first"));
  }
  const index = element.value;
  const giving = usable.filter(({ elements }) => elements.vector[index] !== DROP);
  const form = codeOf(edit.as);
  const targets = giving.length > 0 || form === DROP ? giving : [first];
  if (targets.every(({ elements }) => elements.vector[index] === form)) return ok([]);
  const scope = source.listScope(edit.purpose);
  const { path, kind } = role.value.file;
  const change = source.rewritten(path, kind, (document) => {
    const emptied = targets.filter((grant) => !rewriteGrant(document, grant, { index, form, scope }));
    removeGrants(document, emptied);
  });
  return ok([change]);
}

/** Takes grants out of the file of their role, with the comments above them. */
export function removeGrants(document: Document, grants: readonly ResolvedGrant[]): void {
  const list = document.get("grants", true);
  if (!isSeq(list)) return;
  const gone = new Set(grants.map(({ path }) => path[1]));
  list.items = list.items.filter((_item, position) => !gone.has(position));
  if (list.items.length === 0) document.set("grants", "none");
}

interface Wanted {
  readonly index: number;
  readonly form: TransformCode;
  readonly scope: ListScope;
}

/** False, and nothing done, when the grant would be left without elements. */
function rewriteGrant(document: Document, grant: ResolvedGrant, { index, form, scope }: Wanted): boolean {
  const { path, source } = grant;
  const plan = planList(source.elements, index, form, scope);
  if (plan.length === 0) return false;
  if (!leavesAsIs(plan, source.elements.length)) rewriteList(document, [...path, "elements"], plan);
  if (form === DROP) clearSegments(document, grant, index, scope);
  return true;
}

/** A pattern that names nothing of the grant any more is an error (POL-308), and goes. */
function clearSegments(document: Document, grant: ResolvedGrant, index: number, scope: ListScope): void {
  const { path, source, elements } = grant;
  if (Array.isArray(source.segments)) return;
  const left = elements.vector.with(index, DROP);
  const patterns = Object.keys(source.segments);
  const idle = patterns.filter((pattern) => {
    const named = vectorOf(pattern, scope);
    return left.every((code, at) => meet(code, named[at] ?? DROP) === DROP);
  });
  for (const pattern of idle) document.deleteIn([...path, "segments", pattern]);
  if (patterns.length > 0 && idle.length === patterns.length) document.deleteIn([...path, "segments"]);
}
