import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { atMost, DROP, join } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { readBase } from "../testing/base-policy.ts";
import { changed, NOW } from "../testing/changed-policy.ts";
import { role } from "../testing/role-arbitrary.ts";
import type { CompiledGrant, CompiledPolicy } from "../types.ts";
import { compilePolicy } from "../validate.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 150);

// Generated grants may hold anything, so the purposes they stand under refuse nothing.
const OPEN = { "purposes/treatment.yaml": ["elements:\n  never: [segment:psychotherapy]\n", ""] } as const;

function compile(roleFile: Record<string, unknown>): CompiledPolicy | null {
  const result = compilePolicy(changed({ ...OPEN, "roles/generated.yaml": stringify(roleFile) }), NOW);
  return result.ok ? result.value : null;
}

/** What the role gives under each purpose, relation and segment (`-`: none), joined over its grants. */
function access(policy: CompiledPolicy): ReadonlyMap<string, TransformVector> {
  const cells = new Map<string, TransformVector>();
  const lay = (grant: CompiledGrant, segment: string, vector: TransformVector): void => {
    const key = `${grant.purpose} ${grant.relation} ${segment}`;
    const before = cells.get(key) ?? new Uint8Array(vector.length);
    cells.set(
      key,
      vector.map((code, index) => join(code, before[index] ?? DROP) ?? DROP),
    );
  };
  for (const grant of policy.roles.get("generated")?.grants ?? []) {
    lay(grant, "-", grant.elements);
    for (const [bit, vector] of grant.segments) lay(grant, String(bit), vector);
  }
  return cells;
}

test("F007 POL-611 removing any grant never adds an element to any role and purpose", () => {
  let compiledRuns = 0;
  fc.assert(
    fc.property(role, fc.nat(), (file, choice) => {
      const before = compile(file);
      if (before === null) return;
      compiledRuns += 1;
      const grants = file["grants"] as readonly unknown[];
      const rest = grants.filter((_grant, index) => index !== choice % grants.length);
      const after = compile({ ...file, grants: rest.length === 0 ? "none" : rest });
      const cells = access(before);
      expect(after).not.toBeNull();
      for (const [cell, vector] of access(after ?? before)) {
        const old = cells.get(cell);
        expect(old).toBeDefined();
        vector.forEach((code, index) => expect(atMost(code, old?.[index] ?? DROP)).toBe(true));
      }
    }),
    { numRuns: RUNS },
  );
  expect(compiledRuns).toBeGreaterThan(RUNS / 4);
}, 120_000);

test("POL-610 a policy compiles to the same hash whatever the order of its files", () => {
  const files = readBase();
  const [hash] = hashesOf(files);
  fc.assert(
    fc.property(fc.shuffledSubarray([...files], { minLength: files.length }), (shuffled) => {
      expect(hashesOf(shuffled)).toEqual([hash]);
    }),
    { numRuns: Math.ceil(RUNS / 10) },
  );
}, 60_000);

test("POL-610 diagnostics are the same whatever the order of the files", () => {
  const broken = changed({
    ...OPEN,
    "roles/biller.yaml": ["on: billable", "on: nowhere"],
    "org.yaml": "kind: Org",
  });
  const lines = JSON.stringify(compilePolicy(broken, NOW));
  fc.assert(
    fc.property(fc.shuffledSubarray([...broken], { minLength: broken.length }), (shuffled) => {
      expect(JSON.stringify(compilePolicy(shuffled, NOW))).toBe(lines);
    }),
    { numRuns: Math.ceil(RUNS / 10) },
  );
}, 60_000);

function hashesOf(files: ReturnType<typeof readBase>): readonly string[] {
  const result = compilePolicy(files, NOW);
  return result.ok ? [result.value.hash] : [];
}
