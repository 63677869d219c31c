import { parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { topMembers } from "./top-members.ts";
import type { Written } from "./written.ts";

/** Reads of records what says their type and whose they are. One serves one request. */
export interface LinkReader {
  /**
   * The same object for records that say the same: most records of a page are of one patient. `whose` is that of the
   * record's survey; where there is none, the text is looked through.
   */
  linksIn(text: Pick<Written, "bytes">, whose: string | undefined): JsonObject;
}

/** `structural` names the members at the top of the type that say which record it is and whose. */
export function createLinkReader(structural: ReadonlySet<string>): LinkReader {
  const names = new Set([...structural].filter((name) => name !== "id"));
  const known = new Map<string, JsonObject>();
  const byWhose = new Map<string, JsonObject>();
  return {
    linksIn: (text, whose) => {
      const found = whose === undefined ? undefined : byWhose.get(whose);
      if (found !== undefined) return found;
      const said = topMembers(text.bytes, names);
      const links = known.get(said) ?? parseJsonObject(said);
      known.set(said, links);
      if (whose !== undefined) byWhose.set(whose, links);
      return links;
    },
  };
}
