import { beforeAll, describe, expect, it } from "vitest";
import { NOW, practiceApi } from "../../src/api/testing/practice-api.ts";
import { memoryPeopleStore } from "../../src/identity/testing/memory-people-store.ts";
import { readPolicyFiles } from "../../src/policy/load.ts";
import { compiled } from "../../src/policy/testing/changed-policy.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";

/** Stands in no file of the policy, and holds two roles that conflict. */
const NELL = {
  id: "nell.newcomer",
  displayName: "Nell Newcomer",
  roles: ["biller", "it-support", "auditor"],
  fhirUser: null,
  department: null,
  manager: null,
  active: true,
};

/** The policy may be read without reading who works here. */
describe("the roster as the policy's reader sees it", () => {
  let withRoster: CompiledPolicy;
  let withoutRoster: CompiledPolicy;
  beforeAll(async () => {
    const files = await readPolicyFiles("content");
    if (!files.ok) throw new Error("the shipped policy cannot be read");
    const isIvans = (path: string): boolean => path.endsWith("roles/it-support.yaml");
    withRoster = compiled(files.value, NOW);
    withoutRoster = compiled(
      files.value
        .filter(({ text }) => !/^kind: *TestSuite/m.test(text))
        .map(({ path, text }) => ({
          path,
          text: isIvans(path) ? text.replace("workforce.roster, ", "") : text,
        })),
      NOW,
    );
  });

  async function ask(policy: CompiledPolicy, path: string) {
    const store = memoryPeopleStore([NELL]);
    const { ask: asking, entries } = await practiceApi({
      more: ({ deps }) => ({
        pipeline: { ...deps.pipeline, policy: () => policy },
        people: { ...deps.people, list: (query) => store.list(query) },
      }),
    });
    const { status, json } = await asking("ivan.itsupport", `/api/v1/policy${path}`, {
      purpose: "system-support",
    });
    return { status, text: JSON.stringify(json), released: entries.at(-1)?.released };
  }

  it.each(["/roles/biller", "/who?element=claim.total"])(
    "`%s` names people to who may read it",
    async (path) => {
      const { status, text, released } = await ask(withRoster, path);
      expect(status).toBe(200);
      expect(text).toContain("nell.newcomer");
      expect(released).toEqual(["policy.rules", "workforce.roster"]);
    },
  );

  it.each(["/roles/biller", "/who?element=claim.total", "/findings"])(
    "`%s` names nobody of it to others, and how many they are stays true",
    async (path) => {
      const { status, text, released } = await ask(withoutRoster, path);
      expect(status).toBe(200);
      expect(text).not.toMatch(/nell/i);
      if (path !== "/findings") expect(text).toContain('"people":1');
      expect(released).toEqual(["policy.rules"]);
    },
  );
});
