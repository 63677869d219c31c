import { describe, expect, it } from "vitest";
import { createXaes } from "./xaes-256-gcm.ts";

const NONCE = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWX");
const PLAINTEXT = Buffer.from("XAES-256-GCM");

describe("XAES-256-GCM", () => {
  it("equals the C2SP vector whose subkey has no carry", () => {
    const sealed = createXaes(Buffer.alloc(32, 1)).seal(NONCE, PLAINTEXT, Buffer.alloc(0));
    expect(sealed.toString("hex")).toBe("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  });

  it("equals the C2SP vector with a carry and additional data", () => {
    const sealed = createXaes(Buffer.alloc(32, 3)).seal(
      NONCE,
      PLAINTEXT,
      Buffer.from("c2sp.org/XAES-256-GCM"),
    );
    expect(sealed.toString("hex")).toBe("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  });

  it("opens what it sealed", () => {
    const sealed = createXaes(Buffer.alloc(32, 7)).seal(NONCE, PLAINTEXT, Buffer.from("here"));
    expect(createXaes(Buffer.alloc(32, 7)).open(NONCE, sealed, Buffer.from("here"))).toEqual(PLAINTEXT);
  });

  it("seals a message as if the key had sealed none before", () => {
    const used = createXaes(Buffer.alloc(32, 1));
    for (let nonce = 0; nonce < 5; nonce++)
      used.seal(Buffer.alloc(24, nonce), Buffer.alloc(100, nonce), Buffer.alloc(nonce));
    const sealed = used.seal(NONCE, PLAINTEXT, Buffer.alloc(0));
    expect(sealed.toString("hex")).toBe("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  });

  it("refuses bytes too short to hold a tag", () => {
    expect(() => createXaes(Buffer.alloc(32)).open(NONCE, Buffer.alloc(15), Buffer.alloc(0))).toThrow(
      RangeError,
    );
  });
});
