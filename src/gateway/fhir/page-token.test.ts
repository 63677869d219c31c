import { describe, expect, it } from "vitest";
import { createPageTokens } from "./page-token.ts";
import type { PageToken } from "./page-token.ts";

const KEY = new Uint8Array(32).fill(7);
const TOKEN: PageToken = { type: "Patient", pairs: [["name", "Smith"]], offset: 20, binding: "b", until: 1 };

describe("page tokens", () => {
  const tokens = createPageTokens(KEY);

  it("GW-46 opens what it sealed", () => {
    expect(tokens.open(tokens.seal(TOKEN))).toEqual(TOKEN);
  });

  it("GW-46 seals one question to one token, and another to another", () => {
    const [same, again, other] = [TOKEN, TOKEN, { ...TOKEN, offset: 21 }].map((token) => tokens.seal(token));
    expect([same === again, same === other]).toEqual([true, false]);
  });

  it("GW-46 opens nothing that is changed in any character, cut, or sealed with another key", () => {
    const sealed = tokens.seal(TOKEN);
    const changed = [...sealed].map(
      (char, at) => sealed.slice(0, at) + (char === "A" ? "B" : "A") + sealed.slice(at + 1),
    );
    // The last character may hold bits that base64url leaves out.
    const opened = changed.slice(0, -1).map((text) => tokens.open(text));
    expect(opened.every((token) => token === null)).toBe(true);
    expect([tokens.open(sealed.slice(0, 30)), tokens.open(""), tokens.open("%%%")]).toEqual([
      null,
      null,
      null,
    ]);
    expect(createPageTokens(new Uint8Array(32)).open(sealed)).toBeNull();
  });
});
