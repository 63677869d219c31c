import { describe, expect, it } from "vitest";
import type { PolicyFile } from "../types.ts";
import { replaceFile } from "./replace-file.ts";

const FULL = 256 * 1024;
const file = (path: string, length: number): PolicyFile => ({ path, text: "#".repeat(length) });
const full = (count: number) => Array.from({ length: count }, (_, at) => file(`sets/s${at}.yaml`, FULL));

describe("a file written by hand", () => {
  it("F006 may fill the policy", () => {
    expect(replaceFile(full(11), { kind: "file", ...file("sets/last.yaml", FULL) })).toMatchObject({
      ok: true,
    });
  });

  it("F006 is refused where file after file would make a policy that takes minutes to compile", () => {
    const refused = replaceFile(full(12), { kind: "file", ...file("sets/last.yaml", 1) });
    expect(refused).toMatchObject({ ok: false, error: { code: "policy_too_long" } });
  });

  it("F006 may make a policy shorter that is too long", () => {
    const files = full(13);
    expect(replaceFile(files, { kind: "file", ...file("sets/s0.yaml", FULL - 1) })).toMatchObject({
      ok: true,
    });
    expect(replaceFile(files, { kind: "file", path: "sets/s0.yaml", text: null })).toMatchObject({
      ok: true,
    });
  });
});
