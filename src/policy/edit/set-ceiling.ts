import type { Document } from "yaml";
import { isMap } from "yaml";
import { codeOf, DROP, KEEP } from "../../catalogue/transforms.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import type { ResolvedPurpose } from "../resolve/purposes.ts";
import { segmentNamed } from "../resolve/segments.ts";
import type { ElementEntry } from "../source/elements.ts";
import type { EditSource } from "./edit-source.ts";
import { leavesAsIs, planList } from "./list-entries.ts";
import type { PlannedEntry } from "./list-entries.ts";
import { elementNamed, purposeNamed } from "./places.ts";
import { refusal } from "./refusal.ts";
import type { CeilingEdit, EditRefusal, FileChange } from "./types.ts";
import { rewriteList } from "./yaml-list.ts";

const LISTS = ["need", "mayAsk", "never"] as const;

type List = (typeof LISTS)[number];

/**
 * Moves one element to another list of its purpose, or off all of them. What grants say as `purpose.need` follows;
 * a grant that names the element itself stays within the ceiling, or the edit is refused.
 */
export function setCeiling(
  source: EditSource,
  edit: CeilingEdit,
): Result<readonly FileChange[], EditRefusal> {
  const purpose = purposeNamed(source, edit.purpose);
  if (!purpose.ok) return purpose;
  const element = elementNamed(source, edit.element);
  if (!element.ok) return element;
  const { file } = purpose.value;
  if (edit.list === "need" && file.source.elements.need === undefined) {
    const message = `purpose \`${edit.purpose}\` says no \`need\`, so it may give all that \`never\` leaves`;
    return err(
      refusal(
        "need_absent",
        message,
        "write its `need` first: a list of one element would refuse all others",
      ),
    );
  }
  const plans = plansFor(source, purpose.value, edit, element.value);
  if (plans.some(({ list, plan }) => list === "need" && plan.length === 0)) {
    const message = `\`${edit.element}\` is all that purpose \`${edit.purpose}\` needs`;
    return err(refusal("need_empty", message, "a purpose without `need` would give everything"));
  }
  if (plans.length === 0) return ok([]);
  const change = source.rewritten(file.path, file.kind, (document) => {
    for (const { list, plan } of plans) applyPlan(document, list, plan);
  });
  return ok([change]);
}

interface ListPlan {
  readonly list: List;
  readonly plan: readonly PlannedEntry[];
}

/** Only the lists that change. */
function plansFor(
  source: EditSource,
  { file }: ResolvedPurpose,
  edit: CeilingEdit,
  index: number,
): readonly ListPlan[] {
  const scope = source.listScope(null);
  return LISTS.flatMap((list) => {
    const entries = (file.source.elements[list] ?? []).map(elementOnly);
    const wanted = list === "never" ? KEEP : codeOf(edit.as ?? "keep");
    const plan = planList(entries, index, list === edit.list ? wanted : DROP, scope);
    return leavesAsIs(plan, entries.length) ? [] : [{ list, plan }];
  });
}

function elementOnly(entry: ElementEntry): ElementEntry | null {
  return segmentNamed(entry) === undefined ? entry : null;
}

/** `mayAsk` and `never` go when they are empty, and `elements` with the last of them. */
function applyPlan(document: Document, list: List, plan: readonly PlannedEntry[]): void {
  if (plan.length > 0) {
    rewriteList(document, ["elements", list], plan);
    return;
  }
  document.deleteIn(["elements", list]);
  const elements = document.get("elements", true);
  if (isMap(elements) && elements.items.length === 0) document.delete("elements");
}
