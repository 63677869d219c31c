import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { entriesIn, jsonOf, linkIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { note, patient } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

const BH = { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "BH" }] };
const PSYTHPN = {
  security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "PSYTHPN" }],
};

describe("history through the gateway", () => {
  let state: Practice;

  /** Over an upstream that keeps these versions of one record, newest first; the first is the record of today. */
  function over(versions: readonly JsonObject[]): Answerer {
    state = practice();
    const upstream = {
      ...memoryUpstream(versions.slice(0, 1), state.policy.catalogue),
      history: async () => versions,
    };
    return createFhirAnswerer(depsOf(state, upstream));
  }

  /** Ids that the gateway gave to the versions of a page, newest first. */
  const versionsIn = (bundle: JsonObject): readonly string[] =>
    entriesIn(bundle).map(({ meta }) => (meta as { readonly versionId: string }).versionId);

  let ask: Answerer;

  beforeEach(() => {
    ask = over([
      patient("p2", { name: [{ family: "New" }], gender: "male" }),
      patient("p2", { name: [{ family: "New" }], gender: "female" }),
      patient("p2", { name: [{ family: "Old" }], gender: "other" }),
    ]);
  });

  it("GW-201 F159 makes one version of those that differ in hidden elements alone", async () => {
    const reply = await ask(questionAs("bea", "/Patient/p2/_history"));
    expect([reply.status, totalIn(reply)]).toEqual([200, 2]);
    expect(entriesIn(jsonOf(reply)).map(({ name }) => JSON.stringify(name))).toEqual([
      '[{"family":"New"}]',
      '[{"family":"Old"}]',
    ]);
  });

  it("GW-201 F159 answers alike however often hidden elements were edited", async () => {
    const once = await ask(questionAs("bea", "/Patient/p2/_history"));
    const twice = await over([
      patient("p2", { name: [{ family: "New" }], gender: "unknown" }),
      patient("p2", { name: [{ family: "Old" }], gender: "male" }),
      patient("p2", { name: [{ family: "Old" }], gender: "female" }),
      patient("p2", { name: [{ family: "Old" }], gender: "other" }),
    ])(questionAs("bea", "/Patient/p2/_history"));
    expect(bytesOf(twice)).toBe(bytesOf(once));
  });

  it("GW-202 F159 reads the version by the id that the history gave", async () => {
    const [, old = ""] = versionsIn(jsonOf(await ask(questionAs("bea", "/Patient/p2/_history"))));
    const reply = await ask(questionAs("bea", `/Patient/p2/_history/${old}`));
    expect([reply.status, reply.headers["etag"]]).toEqual([200, `W/"${old}"`]);
    expect(JSON.stringify(jsonOf(reply)["name"])).toBe('[{"family":"Old"}]');
    expect(state.entries.at(-1)?.release).toMatchObject({ outcome: "permit", records: ["Patient/p2"] });
  });

  it.each(["1", "CANARY-version", "0123456789abcdef0123456789abcdef", "x".repeat(65)])(
    "GW-202 answers the version `%s` like that of an absent record",
    async (version) => {
      const unknown = await ask(questionAs("bea", `/Patient/p2/_history/${version}`));
      state.entries.length = 0;
      const absent = await ask(questionAs("bea", `/Patient/absent/_history/${version}`));
      expect([unknown.status, String(unknown.body)]).toEqual([404, String(absent.body)]);
    },
  );

  it("GW-202 gives content that came back an id of its own, and keeps ids when a version is added", async () => {
    const [first, second] = [
      patient("p2", { name: [{ family: "A" }] }),
      patient("p2", { name: [{ family: "B" }] }),
    ];
    const of = async (versions: readonly JsonObject[]): Promise<readonly string[]> =>
      versionsIn(jsonOf(await over(versions)(questionAs("bea", "/Patient/p2/_history"))));
    const back = await of([first, second, first]);
    expect(new Set(back).size).toBe(3);
    expect(await of([second, first])).toEqual(back.slice(1));
  });

  it("GW-202 gives another record with the same content other ids", async () => {
    const of = async (id: string): Promise<string | undefined> =>
      versionsIn(
        jsonOf(await over([note(id, "p1")])(questionAs("nina", `/DocumentReference/${id}/_history`))),
      )[0];
    expect(await of("n1")).not.toBe(await of("n2"));
  });

  it("GW-203 F166 shows of a version no more than the record of today permits", async () => {
    const [today, before] = [patient("p3", { meta: BH, name: [{ family: "New" }] }), patient("p3")];
    const telecomOf = async (versions: readonly JsonObject[]): Promise<readonly boolean[]> =>
      entriesIn(jsonOf(await over(versions)(questionAs("nina", "/Patient/p3/_history")))).map(
        ({ telecom }) => telecom !== undefined,
      );
    expect([await telecomOf([before]), await telecomOf([today, before])]).toEqual([[true], [false, false]]);
  });

  it("GW-203 F166 keeps a version hidden that was sensitive when it was made", async () => {
    const versions = [
      note("n1", "p1"),
      note("n1", "p1", { meta: PSYTHPN }),
      note("n1", "p1", { date: "2026-04-29" }),
    ];
    const reply = await over(versions)(questionAs("nina", "/DocumentReference/n1/_history"));
    expect(entriesIn(jsonOf(reply)).map(({ date }) => date)).toEqual(["2026-04-30T10:00:00Z", "2026-04-29"]);
  });

  it("GW-203 keeps a version hidden that was about a patient out of reach", async () => {
    const versions = [note("n1", "p1"), note("n1", "p6", { date: "2026-04-29" })];
    const reply = await over(versions)(questionAs("nina", "/DocumentReference/n1/_history"));
    expect([totalIn(reply), bytesOf(reply).includes("p6")]).toEqual([1, false]);
  });

  it("GW-203 answers for a hidden record like for an absent one", async () => {
    const hidden = await over([patient("p6")])(questionAs("bea", "/Patient/p6/_history"));
    const absent = await over([])(questionAs("bea", "/Patient/p6/_history"));
    expect(bytesOf(hidden)).toBe(bytesOf(absent));
  });

  it("GW-204 F160 tells neither when nor how a version was made", async () => {
    const body = bytesOf(await ask(questionAs("bea", "/Patient/p2/_history")));
    expect(
      ["lastModified", "lastUpdated", "2026-01-02", "POST", "CANARY"].filter((one) => body.includes(one)),
    ).toEqual([]);
  });

  it.each(["_since=2026-01-01", "_at=2026"])(
    "GW-205 refuses %s, which reads what is withheld",
    async (parameter) => {
      const reply = await ask(questionAs("bea", `/Patient/p2/_history?${parameter}`));
      expect([reply.status, reasonIn(reply)]).toEqual([403, "parameter_not_permitted"]);
    },
  );

  it("GW-205 pages by sealed links that are worth nothing to another person", async () => {
    const first = await ask(questionAs("bea", "/Patient/p2/_history?_count=1"));
    const next = linkIn(first, "next") ?? "";
    const second = await ask(questionAs("bea", next));
    expect([...entriesIn(jsonOf(first)), ...entriesIn(jsonOf(second))].length).toBe(2);
    expect(linkIn(second, "next")).toBeUndefined();
    const stolen = await ask(questionAs("nina", next));
    expect(reasonIn(stolen)).toBe("page_token_invalid");
  });

  it("GW-205 takes no page link of another record", async () => {
    const next = linkIn(await ask(questionAs("bea", "/Patient/p2/_history?_count=1")), "next") ?? "";
    const reply = await ask(questionAs("bea", next.replace("/Patient/p2/", "/Patient/p3/")));
    expect(reasonIn(reply)).toBe("page_token_invalid");
  });

  it.each(["/_history", "/Patient/_history"])(
    "GW-206 F159 refuses %s from policy alone, and says why",
    async (target) => {
      const reply = await ask(questionAs("bea", target));
      expect([reply.status, reasonIn(reply)]).toEqual([403, "interaction_not_supported"]);
      expect(bytesOf(reply)).toContain("ordered by when they changed");
    },
  );

  it("GW-201 says that the clinical system keeps no history, of a visible record alone", async () => {
    state = practice();
    const keepsNone = {
      ...memoryUpstream([patient("p2"), patient("p6")], state.policy.catalogue),
      history: async () => null,
    };
    const plain = createFhirAnswerer(depsOf(state, keepsNone));
    const [visible, hidden] = [
      await plain(questionAs("bea", "/Patient/p2/_history")),
      await plain(questionAs("bea", "/Patient/p6/_history")),
    ];
    expect([reasonIn(visible), reasonIn(hidden)]).toEqual(["interaction_not_supported", "not_found"]);
  });
});
