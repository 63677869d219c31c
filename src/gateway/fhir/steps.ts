import type { JsonObject } from "../../kernel/json.ts";
import { etagOf } from "./etag.ts";
import { searchset } from "./search/bundle.ts";
import { isSuperset } from "./search/candidates.ts";
import { joined } from "./search/holding.ts";
import { included } from "./search/included.ts";
import { references } from "./search/match-reference.ts";
import { compareOrdered, sortKeys } from "./search/sort.ts";
import type { Filter } from "./search/filter.ts";
import { mergeRecord } from "../../projection/merge.ts";
import { show } from "./show.ts";
import { rightsOf } from "./write/writable.ts";

/** The steps that every byte of an answer depends on; each one a pure function. */
export interface Steps {
  readonly show: typeof show;
  /** Filters see the projected record, never the upstream's. */
  readonly matches: (filter: Filter, projected: JsonObject) => boolean;
  readonly sortKeys: typeof sortKeys;
  readonly compare: typeof compareOrdered;
  readonly pushes: typeof isSuperset;
  /** Chains, `_has` and includes follow references as the projected record shows them. */
  readonly references: typeof references;
  /** Which records a chain or a `_has` holds on, given the visible records it reached. */
  readonly joined: typeof joined;
  /** What a page includes, given the visible records its includes reached. */
  readonly included: typeof included;
  readonly searchset: typeof searchset;
  readonly etagOf: typeof etagOf;
  /** What the caller may write of a record, whatever its labels. */
  readonly rightsOf: typeof rightsOf;
  /** The stored record with what the caller changed of what they are shown. */
  readonly merge: typeof mergeRecord;
}

export const STEPS: Steps = {
  show,
  matches: (filter, projected) => filter.matches(projected),
  sortKeys,
  compare: compareOrdered,
  pushes: isSuperset,
  references,
  joined,
  included,
  searchset,
  etagOf,
  rightsOf,
  merge: mergeRecord,
};
