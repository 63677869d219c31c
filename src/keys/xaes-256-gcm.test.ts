import { describe, expect, it } from "vitest";
import { xaesOpen, xaesSeal } from "./xaes-256-gcm.ts";

const NONCE = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWX");
const PLAINTEXT = Buffer.from("XAES-256-GCM");

describe("XAES-256-GCM", () => {
  it("equals the C2SP vector whose subkey has no carry", () => {
    const sealed = xaesSeal(Buffer.alloc(32, 1), NONCE, PLAINTEXT, Buffer.alloc(0));
    expect(sealed.toString("hex")).toBe("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  });

  it("equals the C2SP vector with a carry and additional data", () => {
    const sealed = xaesSeal(Buffer.alloc(32, 3), NONCE, PLAINTEXT, Buffer.from("c2sp.org/XAES-256-GCM"));
    expect(sealed.toString("hex")).toBe("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  });

  it("opens what it sealed", () => {
    const key = Buffer.alloc(32, 7);
    const sealed = xaesSeal(key, NONCE, PLAINTEXT, Buffer.from("here"));
    expect(xaesOpen(key, NONCE, sealed, Buffer.from("here"))).toEqual(PLAINTEXT);
  });

  it("refuses bytes too short to hold a tag", () => {
    expect(() => xaesOpen(Buffer.alloc(32), NONCE, Buffer.alloc(15), Buffer.alloc(0))).toThrow(RangeError);
  });
});
