import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import { cellsOf } from "../analyze/cells.ts";
import { diffOf } from "../analyze/diff.ts";
import type { CellChange } from "../analyze/diff.ts";
import { compareText } from "../diagnostics.ts";
import type { CompiledPolicy, PolicyFile } from "../types.ts";
import type { PolicyReport } from "../validate.ts";
import { openForEdit } from "./edit-source.ts";
import { refusal, refusedBy } from "./refusal.ts";
import { replaceFile } from "./replace-file.ts";
import { setCeiling } from "./set-ceiling.ts";
import { setCell } from "./set-cell.ts";
import { setGrant } from "./set-grant.ts";
import type { Edited, EditRefusal, FileChange, PolicyEdit } from "./types.ts";

/** `validatePolicy` at a fixed instant; callers may remember what it said of the same files. */
export type Validate = (files: readonly PolicyFile[]) => PolicyReport;

type CellwiseEdit = Exclude<PolicyEdit, { readonly kind: "file" }>;

/**
 * Edits the text of a policy: comments, order and canonical form stay, and the fewest entries change. Pure.
 * INVARIANT: an edit of a cell, a grant or a ceiling changes the cells it names and no other, or is refused with a reason.
 * A file edited by hand is taken as written, with what is wrong with it.
 */
export function editPolicy(
  files: readonly PolicyFile[],
  edit: PolicyEdit,
  validate: Validate,
): Result<Edited, EditRefusal> {
  const before = validate(files);
  if (edit.kind === "file") {
    const changes = replaceFile(files, edit);
    return changes.ok ? ok(editedBy(files, changes.value, before, validate)) : changes;
  }
  if (before.policy === null) return err(refusedBy(before.diagnostics));
  const changes = changesFor(files, edit);
  if (!changes.ok) return changes;
  const edited = editedBy(files, changes.value, before, validate);
  if (edited.policy === null || edited.cells === null) return err(refusedBy(edited.diagnostics));
  if (doesAsAsked(edit, edited.cells, before.policy, edited.policy)) return ok(edited);
  return err(
    refusal(
      "beyond_the_edit",
      "the text cannot be changed so without changing more",
      "edit the file by hand",
    ),
  );
}

/** The files with changes applied, sorted by path. */
export function withChanges(
  files: readonly PolicyFile[],
  changes: readonly FileChange[],
): readonly PolicyFile[] {
  const texts = new Map<string, string | null>(files.map(({ path, text }) => [path, text]));
  for (const { path, text } of changes) texts.set(path, text);
  return [...texts]
    .flatMap(([path, text]) => (text === null ? [] : [{ path, text }]))
    .toSorted((a, b) => compareText(a.path, b.path));
}

function changesFor(
  files: readonly PolicyFile[],
  edit: CellwiseEdit,
): Result<readonly FileChange[], EditRefusal> {
  const source = openForEdit(files);
  if (edit.kind === "cell") return setCell(source, edit);
  return edit.kind === "grant" ? setGrant(source, edit) : setCeiling(source, edit);
}

function editedBy(
  files: readonly PolicyFile[],
  changes: readonly FileChange[],
  before: PolicyReport,
  validate: Validate,
): Edited {
  if (changes.length === 0) return { files: [], ...before, cells: before.policy === null ? null : [] };
  const after = validate(withChanges(files, changes));
  const cells = before.policy === null || after.policy === null ? null : diffOf(before.policy, after.policy);
  return { files: changes, ...after, cells };
}

function doesAsAsked(
  edit: CellwiseEdit,
  changes: readonly CellChange[],
  before: CompiledPolicy,
  after: CompiledPolicy,
): boolean {
  if (!changes.every((change) => isOf(edit, change))) return false;
  if (edit.kind === "grant") return true;
  const element = after.catalogue.byId(edit.element)?.index ?? -1;
  if (edit.kind === "ceiling") return onlyCeilingOf(edit.purpose, element, before, after);
  const cells = cellsOf(after, { role: edit.role, purpose: edit.purpose, elements: new Set([element]) });
  const here = cells.filter(({ on }) => on === edit.on);
  return edit.as === "drop" ? here.length === 0 : here.length > 0 && here.every(({ as }) => as === edit.as);
}

function isOf(edit: CellwiseEdit, { before, after }: CellChange): boolean {
  const cell = after ?? before;
  if (cell === null || cell.purpose !== edit.purpose) return false;
  if (edit.kind === "ceiling") return cell.element === edit.element;
  const samePlace = cell.role === edit.role && cell.on === edit.on;
  return samePlace && (edit.kind === "grant" || cell.element === edit.element);
}

function onlyCeilingOf(id: string, element: number, before: CompiledPolicy, after: CompiledPolicy): boolean {
  return [...after.purposes].every(([purpose, now]) => {
    const old = before.purposes.get(purpose);
    const changed = [...now.never.keys()].filter((index) => now.never[index] !== old?.never[index]);
    return changed.every((index) => purpose === id && index === element);
  });
}
