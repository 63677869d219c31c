import type { Reason } from "../../../decision/types.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { findRecord, notFound } from "../find.ts";
import { NOT_FOUND } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { isPermittedType, typeRefused } from "../search/permitted-parameter.ts";
import { createScopes } from "../search/scopes.ts";
import type { Shown } from "../record/shown.ts";
import type { ExportLevel } from "./plan.ts";

/** Whose records are exported. Of a group that is hidden nothing is said, as of one that is absent. */
export async function levelOf(
  parts: GatewayParts,
  permitted: Permitted,
  { type, id }: InteractionOf<"fhir.operation">,
): Promise<Result<{ readonly level: ExportLevel; readonly group: Shown | null }, Reason>> {
  if (type !== "Group" || id === null)
    return ok({ level: { patients: null, directory: type === null }, group: null });
  const scope = createScopes(parts, permitted).plan;
  if (!isPermittedType(scope, type)) return err(typeRefused(scope, type));
  const since = performance.now();
  const found = await findRecord(parts, permitted, type, id);
  if (found === null) {
    await notFound(parts, type, id, since);
    return err(NOT_FOUND);
  }
  const group = found.shown;
  return ok({ level: { patients: membersOf(group.resource["member"]), directory: false }, group });
}

/** Patients of a group as it is shown, those who left aside. */
function membersOf(members: JsonValue | undefined): ReadonlySet<string> {
  const list = Array.isArray(members) ? (members as readonly JsonValue[]).filter(isJsonObject) : [];
  const references = list
    .filter(({ inactive }) => inactive !== true)
    .map(({ entity }) => (isJsonObject(entity) ? entity["reference"] : undefined));
  const ids = references.map((text) =>
    typeof text === "string" ? /^Patient\/([^/]+)$/.exec(text)?.[1] : undefined,
  );
  return new Set(ids.filter((one) => one !== undefined));
}
