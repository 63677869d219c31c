import type { JsonObject } from "../../../kernel/json.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import type { HttpQuestion } from "../question.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { Answerer } from "./ask.ts";
import { memoryUpstream } from "./memory-upstream.ts";
import type { MemoryUpstream } from "./memory-upstream.ts";
import { depsOf, PEOPLE, practice } from "./practice.ts";
import { hiddenChange } from "./hidden-parts.ts";

/** The gateway, or one with a leak seeded into it. */
export type GatewayMaker = (deps: FhirGatewayDeps, upstream: MemoryUpstream) => Answerer;

export const genuine: GatewayMaker = (deps) => createFhirAnswerer(deps);

/** One of two worlds, with a gateway in front of it. */
export interface Side {
  readonly answer: Answerer;
  readonly upstream: MemoryUpstream;
}

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
    return { upstream, answer: make(depsOf(state, upstream), upstream) };
  },
  identity: (person) => ({
    authorization: `Bearer ${person}`,
    "x-purpose-of-use": PEOPLE[person]?.purpose,
  }),
  hiddenChange,
};
