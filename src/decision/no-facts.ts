import { buildRelationIndex } from "./relation-index.ts";
import type { Facts } from "./types.ts";

/** Nothing known of any patient, so that what is kept of a decision holds on to no one's facts. */
export const NO_FACTS: Facts = {
  relations: buildRelationIndex([]),
  authorizations: [],
  consents: [],
  restrictions: [],
  grants: [],
};
