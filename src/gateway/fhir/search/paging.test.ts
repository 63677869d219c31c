import { beforeEach, describe, expect, it } from "vitest";
import { KEEP } from "../../../catalogue/transforms.ts";
import type { Restriction, TemporaryGrant } from "../../../decision/types.ts";
import type { Person } from "../../../identity/types.ts";
import type { Pipeline } from "../../../pipeline.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import { idsIn, linkIn, questionAs, reasonIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { practiceRecords } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

const MINUTE = 60_000;

describe("page links and what they rest on", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;
  let roles: readonly string[];
  let clientId: string | null;
  let grants: readonly TemporaryGrant[];
  let restrictions: readonly Restriction[];

  beforeEach(() => {
    state = practice();
    [roles, clientId, grants, restrictions] = [["nurse"], null, [], []];
    upstream = memoryUpstream(practiceRecords(), state.policy.catalogue);
    const pipeline: Pipeline = {
      ...state.pipeline,
      identify: async (credentials) => {
        const caller = await state.pipeline.identify(credentials);
        if (!caller.ok) return caller;
        const person: Person = { ...caller.value.person, roles };
        const token = { subject: "nina", clientId, launchPatient: null, origin: null, endsAt: null };
        return { ok: true, value: { ...caller.value, person, token } };
      },
      facts: async (caller, policy) => ({
        ...(await state.pipeline.facts(caller, policy)),
        grants,
        restrictions,
      }),
    };
    ask = createFhirAnswerer({ ...depsOf(state, upstream), pipeline });
  });

  const get = (target: string): Promise<HttpReply> => ask(questionAs("nina", target));
  const firstLink = async (target: string): Promise<string> => linkIn(await get(target), "next") ?? "";
  const vector = (level: number): Uint8Array =>
    new Uint8Array(state.policy.catalogue.elements.length).fill(level);

  function grantFor(patientId: string, minutes: number): TemporaryGrant {
    return {
      id: `jit-${patientId}`,
      kind: "jit",
      purpose: "treatment",
      act: "use",
      patients: [patientId],
      refs: [],
      elements: vector(KEEP),
      segments: 0,
      systems: [],
      from: state.clock - MINUTE,
      until: state.clock + minutes * MINUTE,
    };
  }

  it("GW-120 F159 a page link follows its sequence while all stays as it was", async () => {
    const link = await firstLink("/Observation?patient.gender=female&_include=Observation:patient&_count=2");
    expect(idsIn(await get(link))).toEqual(["lab-p2-a", "lab-p2-b", "p2"]);
  });

  it("GW-120 F159 a page link dies when a role is taken or added", async () => {
    const link = await firstLink("/Observation?_count=2");
    roles = ["nurse", "biller"];
    expect(reasonIn(await get(link))).toBe("page_token_invalid");
  });

  it("GW-120 F159 a page link dies when another client asks", async () => {
    const link = await firstLink("/Observation?_count=2");
    clientId = "another-app";
    expect(reasonIn(await get(link))).toBe("page_token_invalid");
  });

  it("GW-120 F159 a page link dies with the purpose, on every path", async () => {
    const paths = [
      "/Patient/p1/Observation?_count=1",
      "?_type=Patient&_count=1",
      "/Patient/p1/$everything?_count=1",
    ];
    for (const path of paths) {
      const link = await firstLink(path);
      expect((await get(link)).status).toBe(200);
      const headers = { "x-purpose-of-use": "TREAT" };
      expect(reasonIn(await ask(questionAs("nina", link, { headers })))).toBe("page_token_invalid");
    }
  });

  it("GW-120 F159 a page link dies with the grant it rests on", async () => {
    grants = [grantFor("p6", 10)];
    const link = await firstLink("/Observation?_count=2");
    state.clock += 10 * MINUTE;
    const reply = await get(link);
    expect([reply.status, reasonIn(reply)]).toEqual([400, "page_token_invalid"]);
  });

  it("GW-120 F159 a page link dies when a grant is taken back before its end", async () => {
    grants = [grantFor("p6", 10)];
    const link = await firstLink("/Observation?_count=2");
    grants = [];
    expect(reasonIn(await get(link))).toBe("page_token_invalid");
  });

  it("GW-120 F101 a page link dies when a restriction is agreed", async () => {
    const link = await firstLink("/Observation?_count=2");
    restrictions = [
      {
        id: "r1",
        patientId: "p1",
        kind: "agreed",
        elements: vector(0),
        refs: [],
        recipientClasses: [],
        bases: [],
      },
    ];
    expect(reasonIn(await get(link))).toBe("page_token_invalid");
  });

  it("GW-121 F159 a grant that ends while a page is made ends the page", async () => {
    grants = [grantFor("p6", 1)];
    const search = upstream.search.bind(upstream);
    upstream.search = (type, parameters) => {
      state.clock += MINUTE;
      return search(type, parameters);
    };
    const reply = await get("/Observation");
    expect([reply.status, reasonIn(reply), upstream.asked.length]).toEqual([403, "grant_expired", 1]);
    expect(state.entries.at(-1)?.release).toMatchObject({ outcome: "deny", reason: "grant_expired" });
  });

  it("GW-121 F159 a grant that ends while includes are asked for ends the page", async () => {
    grants = [grantFor("p6", 1)];
    const search = upstream.search.bind(upstream);
    upstream.search = (type, parameters) => {
      if (type === "Patient") state.clock += MINUTE;
      return search(type, parameters);
    };
    const reply = await get("/Observation?_include=Observation:patient");
    expect([reply.status, reasonIn(reply)]).toEqual([403, "grant_expired"]);
  });
});
