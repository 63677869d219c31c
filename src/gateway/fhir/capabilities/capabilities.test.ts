import { beforeEach, describe, expect, it } from "vitest";
import { BEARER_TOKENS } from "./statement.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { ruleOf } from "../interactions.ts";
import type { Interaction } from "../route.ts";
import { jsonOf, questionAs, reasonIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { practiceRecords } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";
import { INTERACTIONS } from "./interactions.ts";

const REFUSALS: ReadonlySet<unknown> = new Set(["parameter_not_permitted", "parameter_not_derivable"]);

interface Statement {
  readonly software: { readonly name: string };
  readonly rest: readonly [{ readonly security: object; readonly resource: readonly OfType[] }];
}

interface OfType {
  readonly type: string;
  readonly interaction: readonly { readonly code: string }[];
  readonly operation?: readonly { readonly name: string }[];
  readonly searchInclude?: readonly string[];
  readonly searchRevInclude?: readonly string[];
  readonly searchParam?: readonly { readonly name: string; readonly documentation?: string }[];
}

describe("the capability statement", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  beforeEach(() => {
    state = practice();
    upstream = memoryUpstream(practiceRecords(), state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream));
  });

  async function statementFor(person: string | null): Promise<Statement> {
    const reply = await ask(
      questionAs(person ?? "", "/metadata", person === null ? { headers: { authorization: undefined } } : {}),
    );
    return JSON.parse(JSON.stringify(jsonOf(reply))) as Statement;
  }

  const ofType = (statement: Statement, type: string): OfType | undefined =>
    statement.rest[0].resource.find((resource) => resource.type === type);
  const types = (statement: Statement): readonly string[] =>
    statement.rest[0].resource.map(({ type }) => type);
  const names = (resource: OfType | undefined): readonly string[] =>
    (resource?.searchParam ?? []).map(({ name }) => name);

  it("GW-09 says to a caller the types that their decision gives, and no others", async () => {
    const [bea, ana] = [types(await statementFor("bea")), types(await statementFor("ana"))];
    expect(bea).toEqual(["Binary", "Claim", "Condition", "Encounter", "Patient"]);
    expect(ana).toEqual(["Binary", "Condition", "Observation", "Patient"]);
  });

  it("GW-240 F161 names every parameter that a search then takes, and none that it refuses", async () => {
    const statement = await statementFor("bea");
    const named = new Set(names(ofType(statement, "Claim")));
    const all = state.policy.catalogue.searchParameters("Claim").map(({ code }) => code);
    const refused: string[] = [];
    for (const code of all) {
      const reply = await ask(questionAs("bea", `/Claim?${code}:missing=false`));
      if (REFUSALS.has(reasonIn(reply))) refused.push(code);
    }
    expect(refused.length).toBeGreaterThan(5);
    expect(all.filter((code) => !named.has(code)).toSorted()).toEqual(refused.toSorted());
  });

  it("GW-240 leaves out what a caller sees masked alone, and documents what is read", async () => {
    const [bea, sue] = [await statementFor("bea"), await statementFor("sue")];
    expect([
      names(ofType(bea, "Patient")).includes("birthdate"),
      names(ofType(sue, "Patient")).includes("birthdate"),
    ]).toEqual([true, false]);
    const birthdate = ofType(bea, "Patient")?.searchParam?.find(({ name }) => name === "birthdate");
    expect(birthdate?.documentation).toBe("Reads patient.birth-date.");
  });

  it("GW-240 names includes whose both ends the caller is given", async () => {
    const claim = ofType(await statementFor("bea"), "Claim");
    const patient = ofType(await statementFor("bea"), "Patient");
    expect(claim?.searchInclude).toContain("Claim:patient");
    expect(patient?.searchRevInclude).toContain("Claim:patient");
    expect(patient?.searchRevInclude?.filter((one) => one.startsWith("Observation:"))).toEqual([]);
  });

  it("GW-09 says to anyone what somebody may do", async () => {
    const [anyone, bea] = [types(await statementFor(null)), types(await statementFor("bea"))];
    expect(bea.filter((type) => !anyone.includes(type))).toEqual([]);
    expect(anyone.length).toBeGreaterThan(bea.length);
    expect(state.entries[0]).toMatchObject({ personId: null, asked: { interaction: "fhir.capabilities" } });
  });

  it("GW-241 says nothing of the upstream, and asks it nothing", async () => {
    expect((await statementFor("nina")).software).toEqual({ name: "Modicum" });
    expect(upstream.asked).toEqual([]);
  });

  it("GW-02 is not told to a token that is none", async () => {
    const reply = await ask(questionAs("mallory", "/metadata"));
    expect([reply.status, reasonIn(reply)]).toEqual([401, "unauthenticated"]);
  });

  it("GW-242 says how one signs in as it was told to", async () => {
    ask = createFhirAnswerer(depsOf(state, upstream, { security: async () => ({ cors: true }) }));
    expect((await statementFor(null)).rest[0].security).toEqual({ cors: true });
  });

  it("GW-242 says by bearer tokens where the identity provider does not answer", async () => {
    const security = () => Promise.reject(new Error("the provider is away"));
    ask = createFhirAnswerer(depsOf(state, upstream, { security }));
    expect((await statementFor(null)).rest[0].security).toEqual(BEARER_TOKENS);
  });

  it("GW-240 offers exports where they are kept, and operations to who may search", async () => {
    const names = (statement: Statement, type: string) =>
      (ofType(statement, type)?.operation ?? []).map(({ name }) => name);
    const statement = await statementFor("nina");
    expect([names(statement, "Patient"), names(statement, "Condition")]).toEqual([["everything"], []]);
  });

  it("GW-240 offers no interaction without a rule", () => {
    const example = { type: "Patient", id: "a", version: "1", inBody: false };
    const offered = INTERACTIONS.map(({ name }) => ({ name, ...example }) as Interaction);
    expect(offered.filter((interaction) => ruleOf(interaction) === undefined)).toEqual([]);
  });
});
