import { parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { topMembers } from "./top-members.ts";

/** Reads of records what says their type and whose they are. One serves one request. */
export interface LinkReader {
  /** The same object for records that say the same: most records of a page are of one patient. */
  linksIn(text: Uint8Array): JsonObject;
}

/** `structural` names the members at the top of the type that say which record it is and whose. */
export function createLinkReader(structural: ReadonlySet<string>): LinkReader {
  const names = new Set([...structural].filter((name) => name !== "id"));
  const known = new Map<string, JsonObject>();
  return {
    linksIn: (text) => {
      const said = topMembers(text, names);
      const links = known.get(said) ?? parseJsonObject(said);
      known.set(said, links);
      return links;
    },
  };
}
