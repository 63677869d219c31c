import { AppError } from "../../../kernel/errors.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { isLogicalId } from "../admit.ts";
import type { UpstreamHttp } from "./http.ts";
import { entriesFrom } from "./pages.ts";

/** What a server answers that keeps no history: FHIR R4 http, 3.1.0.14, lets it. */
const NOT_KEPT: ReadonlySet<number> = new Set([405, 501]);
/** All of them are held at once, to be compared. */
const MOST_VERSIONS = 2_000;
const ABSENT: ReadonlySet<number> = new Set([404, 410]);

/**
 * The versions of one record in the order the upstream gives them, newest first; deletions are left out.
 * Null: the upstream keeps no history. Nothing for a record that it does not know.
 * @throws AppError `upstream_unreachable`, `upstream_invalid`
 */
export async function readHistory(
  http: UpstreamHttp,
  type: string,
  id: string,
): Promise<readonly JsonObject[] | null> {
  if (!isLogicalId(id)) return [];
  const path = http.base.pathname.replace(/\/$/, "");
  const reply = await http.get(`${path}/${type}/${encodeURIComponent(id)}/_history`);
  if (NOT_KEPT.has(reply.status)) return null;
  if (ABSENT.has(reply.status)) return [];
  const versions: JsonObject[] = [];
  for await (const { resource } of entriesFrom(http, reply, "history")) {
    if (isJsonObject(resource)) versions.push(resource);
    if (versions.length > MOST_VERSIONS)
      throw new AppError(
        "upstream_invalid",
        `the upstream has more than ${MOST_VERSIONS} versions of a record`,
      );
  }
  return versions;
}
