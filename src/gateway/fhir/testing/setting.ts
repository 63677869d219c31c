import type { JsonObject } from "../../../kernel/json.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import type { HttpQuestion } from "../question.ts";
import { memoryUpstream } from "./memory-upstream.ts";
import { opened } from "./opened.ts";
import type { GatewayMaker, Side } from "./opened.ts";
import { depsOf, PEOPLE, practice } from "./practice.ts";
import { hiddenChange } from "./hidden-parts.ts";

/** What an upstream holds. */
export interface World {
  readonly records: readonly JsonObject[];
  /** Older versions of records, oldest first. */
  readonly past: readonly JsonObject[];
}

/** Where worlds are compared: a policy, its people, and a gateway over whatever records there are. */
export interface Setting {
  readonly catalogue: Catalogue;
  /** With a clock that stands still, and ids of entries that count. */
  open(world: World, make: GatewayMaker): Side;
  /** Headers that say who asks and for what. */
  identity(person: string): HttpQuestion["headers"];
  /** The first record of which a write changed what the person does not see; null: none. */
  hiddenChange(person: string, before: readonly JsonObject[], after: readonly JsonObject[]): string | null;
}

/** The practice of testing/policy.ts. */
export const practiceSetting: Setting = {
  get catalogue() {
    return practice().policy.catalogue;
  },
  open: ({ records, past }, make) => {
    const state = practice();
    const upstream = memoryUpstream(records, state.policy.catalogue, past);
    return opened(depsOf(state, upstream), upstream, make, ({ personId }) => personId);
  },
  identity: (person) => ({
    authorization: `Bearer ${person}`,
    "x-purpose-of-use": PEOPLE[person]?.purpose,
  }),
  hiddenChange,
};
