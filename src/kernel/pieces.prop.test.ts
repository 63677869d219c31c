import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joined } from "./pieces.ts";

describe("pieces of text", () => {
  it("F169 are one text in their order, whatever they are made of", () => {
    const piece = fc.oneof(fc.string({ unit: "grapheme" }), fc.uint8Array());
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const expected = Buffer.concat(
          pieces.map((one) => (typeof one === "string" ? Buffer.from(one) : one)),
        );
        expect(joined(pieces).equals(expected)).toBe(true);
      }),
    );
  });
});
