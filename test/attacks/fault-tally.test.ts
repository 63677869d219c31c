import { describe, expect, it } from "vitest";
import { tallyLine, tallyOf } from "./fault-tally.ts";

const answer = (entry: string | null, records: readonly string[] = [], status = 200) => ({
  status,
  entry,
  reason: undefined,
  records,
});

describe("the tally of a fault test", () => {
  it("F176 finds an answer whose entry is not there, and one that names none", () => {
    const { missing } = tallyOf([answer("a"), answer("b"), answer(null)], [{ id: "a" }]);
    expect(missing).toEqual(["b", "200"]);
  });

  it("F176 lets a refusal go without an entry where the record cannot be written", () => {
    expect(tallyOf([answer(null, [], 503)], []).missing).toEqual([]);
  });

  it("F176 finds an entry that is stored twice", () => {
    expect(tallyOf([], [{ id: "a" }, { id: "b" }, { id: "a" }]).doubled).toEqual(["a"]);
  });

  it("F176 finds a record that was received and that neither the entry nor a part of its stream names", () => {
    const received = [answer("intent", ["Patient/1", "Patient/2", "Patient/3"])];
    const stored = [
      { id: "intent", records: ["Patient/1"] },
      { id: "chunk", partOf: "intent", records: ["Patient/2"] },
      { id: "other", records: ["Patient/3"] },
    ];
    expect(tallyOf(received, stored).unnamed).toEqual(["Patient/3"]);
  });

  it("F176 prints what was acknowledged, stored, missing, doubled and unnamed", () => {
    const line = tallyLine(tallyOf([answer("a"), answer("b")], [{ id: "a" }, { id: "a" }]));
    expect(line).toBe("acknowledged 2, stored 2, missing 1, doubled 1, unnamed 0");
  });
});
