import { AppError, type ErrorCode } from "../../kernel/errors.ts";
import { type JsonObject, parseJsonObject } from "../../kernel/json.ts";
import type { SearchParameters } from "../relations/plan.ts";
import type { RelationUpstream } from "../relations/read.ts";

/** A resource as plain literals, read the way an answer of the upstream is. */
export function resource(type: string, id: string, members: object): JsonObject {
  return parseJsonObject(JSON.stringify({ resourceType: type, id, ...members }));
}

/** An upstream over a list of resources. It ignores every parameter, as an upstream may. */
export interface FakeUpstream extends RelationUpstream {
  resources: readonly JsonObject[];
  readonly asked: { readonly type: string; readonly parameters: SearchParameters }[];
  /** Types that cannot be read, with the code they fail with. */
  readonly failing: Map<string, ErrorCode>;
}

export function fakeUpstream(resources: readonly JsonObject[] = []): FakeUpstream {
  const upstream: FakeUpstream = {
    resources,
    asked: [],
    failing: new Map(),
    async *search(type, parameters) {
      upstream.asked.push({ type, parameters });
      yield* upstream.resources.filter((one) => one["resourceType"] === type);
      const code = upstream.failing.get(type);
      if (code !== undefined) throw new AppError(code, "the upstream failed half-way");
    },
  };
  return upstream;
}
