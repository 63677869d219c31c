import type { Document } from "yaml";
import { isSeq } from "yaml";
import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import type { EditSource } from "./edit-source.ts";
import { grantsAt, purposeNamed, roleNamed } from "./places.ts";
import { refusal } from "./refusal.ts";
import { removeGrants } from "./set-cell.ts";
import type { EditRefusal, FileChange, GrantEdit } from "./types.ts";
import { blockMap, listAt, takeOver } from "./yaml-list.ts";

/**
 * Adds a grant after those of its role, so that no other changes its number; puts one in the place of the one there; or
 * takes all grants of the place away, after which a role without any says `grants: none`.
 */
export function setGrant(source: EditSource, edit: GrantEdit): Result<readonly FileChange[], EditRefusal> {
  const role = roleNamed(source, edit.role);
  if (!role.ok) return role;
  const purpose = purposeNamed(source, edit.purpose);
  if (!purpose.ok) return purpose;
  const there = grantsAt(role.value, edit);
  const place = `\`${edit.purpose}\` on \`${edit.on}\``;
  if (edit.grant === null && there.length === 0) {
    return err(refusal("grant_absent", `role \`${edit.role}\` has no grant for ${place}`));
  }
  if (edit.grant !== null && there.length > 1) {
    const message = `role \`${edit.role}\` has ${there.length} grants for ${place}`;
    return err(refusal("grant_ambiguous", message, "edit its file, or remove them first"));
  }
  const { path, kind } = role.value.file;
  const change = source.rewritten(path, kind, (document) => {
    if (edit.grant === null) removeGrants(document, there);
    else putGrant(document, edit, there[0]?.path[1]);
  });
  return ok([change]);
}

function putGrant(
  document: Document,
  { purpose, on, grant }: GrantEdit,
  position: string | number | undefined,
): void {
  const node = blockMap(document, { purpose, on, ...grant });
  const list = document.get("grants", true);
  if (isSeq(list) && typeof position === "number") {
    takeOver(node, list.items[position]);
    list.items[position] = node;
    return;
  }
  if (!isSeq(list)) document.delete("grants");
  const grants = listAt(document, ["grants"]);
  if (grants.items.length === 0) grants.flow = false;
  grants.items.push(node);
}
