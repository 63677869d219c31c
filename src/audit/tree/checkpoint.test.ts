import { createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { createCheckpointSigner, openCheckpoint } from "./checkpoint.ts";

const ORIGIN = "modicum/phi.example.org";
const AT = Date.UTC(2026, 4, 4, 10, 0, 7);
const root = Buffer.alloc(32, 7);
const key = memoryRecordKey();
const note = createCheckpointSigner(ORIGIN, key).sign({ size: 1_000, root }, AT);

describe("a checkpoint", () => {
  it("AUD-52 is a signed note of origin, size and root", () => {
    const [origin, size, hash, empty, plain, timed, end] = note.split("\n");
    expect([origin, size, hash, empty, end]).toEqual([ORIGIN, "1000", root.toString("base64"), "", ""]);
    for (const line of [plain, timed])
      expect(line).toMatch(/^— modicum\/phi\.example\.org [A-Za-z0-9+/]+=*$/);
  });

  it("AUD-52 is verified by the text and the key alone, as any verifier of signed notes does", () => {
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    const line = note.split("\n").find((one) => one.startsWith("— ")) ?? "";
    const signature = Buffer.from(line.split(" ")[2] ?? "", "base64").subarray(4);
    expect(verify(null, Buffer.from(text), key.publicKey, signature)).toBe(true);
  });

  it("AUD-52 names its key by the ids that signed notes compute", () => {
    const x = Buffer.alloc(32, 1).toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    const signed = createCheckpointSigner("example.com/log", { ...key, publicKey }).sign(
      { size: 1, root },
      AT,
    );
    const ids = signed
      .split("\n")
      .filter((line) => line.startsWith("— "))
      .map((line) =>
        Buffer.from(line.split(" ")[2] ?? "", "base64")
          .subarray(0, 4)
          .toString("hex"),
      );
    expect(ids).toEqual(["21602ee7", "744d2bb1"]);
  });

  it("AUD-52 opens to what was signed, and when", () => {
    expect(openCheckpoint(note, ORIGIN, key.publicKey)).toEqual({
      origin: ORIGIN,
      size: 1_000,
      root,
      at: AT,
    });
  });

  it("AUD-52 passes over the lines of other signers", () => {
    const witnessed = `${note}— witness.example AAAAAAAA\n`;
    expect(openCheckpoint(witnessed, ORIGIN, key.publicKey)).toMatchObject({ size: 1_000 });
  });

  it.each([
    ["another size", note.replace("1000", "1001")],
    ["a size written another way", note.replace("1000", "01000")],
    ["another root", note.replace(root.toString("base64"), Buffer.alloc(32, 8).toString("base64"))],
    ["another log", note.replaceAll(ORIGIN, "modicum/other.example.org")],
    ["a further line", note.replace("\n\n", "\nmore\n\n")],
    ["no signature that states the time", `${note.split("\n").slice(0, 5).join("\n")}\n`],
    ["no plain signature", note.split("\n").toSpliced(4, 1).join("\n")],
    ["another time", anotherTime()],
    ["nothing", ""],
  ])("AUD-52 is not believed with %s", (_title, changed) => {
    expect(openCheckpoint(changed, ORIGIN, key.publicKey)).toBeNull();
  });

  it("AUD-52 is not believed under another key", () => {
    expect(openCheckpoint(note, ORIGIN, memoryRecordKey().publicKey)).toBeNull();
  });
});

function anotherTime(): string {
  const lines = note.split("\n");
  const [dash = "", name = "", body = ""] = (lines[5] ?? "").split(" ");
  const bytes = Buffer.from(body, "base64");
  bytes[11] = (bytes[11] ?? 0) ^ 1;
  return lines.with(5, [dash, name, bytes.toString("base64")].join(" ")).join("\n");
}
