import { describe, expect, it } from "vitest";
import { lacksOf, NO_SOURCE, reasonWord, sentOf } from "./source.ts";

const DRAFT = { ...NO_SOURCE, id: "lab", name: " Laboratory ", owner: "sam.security" };

describe("a source as it is registered in the console", () => {
  it("F180 names what is missing before anything is sent", () => {
    expect(Object.keys(lacksOf({ ...NO_SOURCE, id: "The Lab", hours: "soon" }))).toEqual([
      "id",
      "name",
      "owner",
      "hours",
    ]);
    expect(lacksOf(DRAFT)).toEqual({});
  });

  it("F180 is sent with seven days unless said, and without spaces around names", () => {
    expect(sentOf(DRAFT)).toMatchObject({ id: "lab", name: "Laboratory", intervalHours: 168 });
  });

  it("F180 says a reason in words, and one it does not know as it is", () => {
    expect(reasonWord("time_invalid")).toBe("Its time cannot be read");
    expect(reasonWord("of-tomorrow")).toBe("of-tomorrow");
  });
});
