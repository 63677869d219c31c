import { describe, expect, it } from "vitest";
import type { RelationSourceStatus } from "../identity/ports.ts";
import { relation } from "../identity/testing/relations.ts";
import { clinic } from "../decision/testing/clinic.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { gapsIn } from "./gaps.ts";

const NOW = 10_000_000;
const SOURCE = "care-team/1-care-team-member";

const team = relation("care-team-member", {}, { id: "care-team" });
const policy: CompiledPolicy = { ...clinic, relations: new Map([["care-team", team]]) };

function status(fields: Partial<RelationSourceStatus>): readonly RelationSourceStatus[] {
  const read = { syncedAt: NOW, lastFailureAt: null, lastFailure: null };
  return [{ source: SOURCE, facts: 1, people: 1, ...read, ...fields }];
}

describe("gaps in the sources of relation facts", () => {
  it("F130 are none where every source was read lately", () => {
    expect(gapsIn(policy, status({}), NOW)).toEqual([]);
  });

  it("F130 are a source that was never read", () => {
    expect(gapsIn(policy, [], NOW)).toEqual([{ source: SOURCE, why: "never-read", code: null }]);
  });

  it("F130 are a source older than its relation allows", () => {
    const old = status({ syncedAt: NOW - team.staleAfterMs - 1 });
    expect(gapsIn(policy, old, NOW)).toEqual([{ source: SOURCE, why: "stale", code: null }]);
  });

  it("F130 are a source that failed since it was read, with the code of the fault", () => {
    const failed = status({ lastFailureAt: NOW + 1, lastFailure: "upstream_unreachable" });
    expect(gapsIn(policy, failed, NOW)).toEqual([
      { source: SOURCE, why: "failed", code: "upstream_unreachable" },
    ]);
  });

  it("F130 are no failure that a later sync made good", () => {
    const mended = status({ lastFailureAt: NOW - 5, lastFailure: "upstream_invalid" });
    expect(gapsIn(policy, mended, NOW)).toEqual([]);
  });

  it("F130 are not in relations that permit nothing", () => {
    const watching = { ...policy, relations: new Map([["care-team", { ...team, permits: false }]]) };
    expect(gapsIn(watching, [], NOW)).toEqual([]);
  });
});
