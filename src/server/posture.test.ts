import { describe, expect, it } from "vitest";
import { memoryPeopleStore } from "../identity/testing/memory-people-store.ts";
import { memoryRelationStore } from "../identity/testing/memory-relation-store.ts";
import type { PeopleStore, RelationStore } from "../identity/ports.ts";
import type { Person } from "../identity/types.ts";
import { fixedClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { NOW, personOf, shippedPolicy } from "../posture/testing/shipped.ts";
import { openPolicyDesk } from "./posture.ts";

/** More people than one page of the roster holds. */
const ROSTER: readonly Person[] = Array.from({ length: 1_203 }, (_, n) =>
  personOf(`worker-${String(n).padStart(4, "0")}`, { roles: [n % 2 === 0 ? "nurse" : "janitor"] }),
);

async function access(parts: { people?: PeopleStore; facts?: RelationStore } = {}) {
  const refuse = () => {
    throw new AppError("internal", "not asked");
  };
  const desk = openPolicyDesk({
    policy: await shippedPolicy(),
    source: { files: [], fixtures: [], policyHash: "", digest: "" },
    system: "ehr",
    clock: fixedClock(NOW),
    people: memoryPeopleStore(ROSTER),
    facts: memoryRelationStore(),
    upstream: { search: refuse },
    drafts: { find: async () => undefined, files: refuse },
    closers: [],
    log: { fault: () => undefined },
    ...parts,
  });
  return desk.access();
}

describe("the access report of the desk", () => {
  it("F130 has everyone of a roster of several pages, and surfaces the orphans among them", async () => {
    const report = await access();
    if (report.kind !== "ready") throw new Error("the report is not ready");
    expect(report.value.people.map(({ person }) => person)).toEqual(ROSTER.map(({ id }) => id));
    const orphans = report.value.orphans.filter(({ kind }) => kind === "role-unknown");
    const janitors = ROSTER.filter(({ roles }) => roles.includes("janitor"));
    expect(orphans.map(({ subject }) => subject)).toEqual(janitors.map(({ id }) => id));
  });

  it("F130 is refused when a later page of the roster fails, not given of the pages before", async () => {
    const whole = memoryPeopleStore(ROSTER);
    const pages: number[] = [];
    const list: PeopleStore["list"] = async (query) => {
      if (pages.length > 0) throw new AppError("database_unreachable", "reading the roster failed");
      const page = await whole.list(query);
      pages.push(page.length);
      return page;
    };
    const gaps = [{ source: "roster", why: "failed", code: "database_unreachable" }];
    expect(await access({ people: { ...whole, list } })).toEqual({ kind: "incomplete", gaps });
    expect(pages[0]).toBeGreaterThan(0);
  });

  it("F130 is refused when it cannot be read who holds relation facts, whatever failed", async () => {
    const holders = () => Promise.reject(new TypeError("no row"));
    const gaps = [{ source: "relation facts", why: "failed", code: "internal" }];
    expect(await access({ facts: { ...memoryRelationStore(), holders } })).toEqual({
      kind: "incomplete",
      gaps,
    });
  });

  it("F130 names every source that failed", async () => {
    const fail = () => Promise.reject(new AppError("database_unreachable", "it is down"));
    const report = await access({
      people: { ...memoryPeopleStore(), list: fail },
      facts: { ...memoryRelationStore(), holders: fail },
    });
    expect(report).toMatchObject({ gaps: [{ source: "roster" }, { source: "relation facts" }] });
  });
});
