import { describe, expect, test } from "vitest";
import { Random } from "../../../demo/random.ts";
import { shippedCatalogue } from "../../catalogue/testing/shipped.ts";
import { KEEP } from "../../catalogue/transforms.ts";
import { CaseMaker } from "./testing/cases.ts";
import type { ScannerCase } from "./testing/cases.ts";
import { materialOf } from "./testing/material.ts";
import { mutated } from "./testing/mutations.ts";
import { scannersOf } from "./testing/scanners.ts";
import { vectorsOf } from "./testing/vectors.ts";

const CASES = Math.min(Number(process.env["FUZZ_RUNS"] ?? 900), 50_000);
const CANARY = "CANARY";
const catalogue = shippedCatalogue();
const vectors = vectorsOf(catalogue);
const maker = new CaseMaker(catalogue, materialOf(catalogue, 1), vectors);
const whole = new Uint8Array(catalogue.elements.length).fill(KEEP);

/** A record of a patient whose every value is a canary, so many bytes long at least. */
function canaries(length: number): Buffer {
  const name = `{"family":"${CANARY}","given":["${CANARY}"],"extension":[{"url":"${CANARY}"}]}`;
  const names = Array.from({ length: Math.ceil(length / name.length) }, () => name);
  return Buffer.from(
    `{"resourceType":"Patient","id":"${CANARY}","__${CANARY}":"${CANARY}","name":[${names.join(",")}]}`,
  );
}

describe.each(scannersOf(catalogue))("memory of the $name scanner", ({ scanner, views }) => {
  const view = views.of(whole);

  function shown({ text, vector, span }: ScannerCase): string {
    const projected = scanner.project(text, views.of(vector), span);
    if (projected === null) return "";
    const { json, unmapped } = projected;
    return `${json === null ? "" : Buffer.from(json).toString()} ${[...unmapped].join(" ")}`;
  }

  test("F169 PRJ-102 nothing of an earlier text comes out of a later one, be it short, cut, malformed or hidden", () => {
    const long = canaries(5_000);
    let withText = 0;
    for (let seed = 0; seed < CASES; seed++) {
      if (seed % 3 === 0) expect(shown({ text: long, vector: whole, kind: "real" })).toContain(CANARY);
      const made = shown(maker.case(`canary ${seed}`));
      expect(made).not.toContain(CANARY);
      if (made.length > 1) withText++;
    }
    expect(withText).toBeGreaterThan(CASES / 5);
  });

  test("F169 PRJ-102 nor where memory grew for the earlier text, or grows for the later one", () => {
    const short = Buffer.from('{"resourceType":"Patient","gender":"male"}');
    const other = Buffer.from(canaries(300_000).toString().replaceAll(CANARY, "harmless"));
    for (const length of [100, 70_000, 200_000, 1_500_000]) {
      expect(scanner.project(canaries(length), view)?.json?.length).toBeGreaterThan(length / 3);
      expect(Buffer.from(scanner.project(short, view)?.json ?? []).toString()).toBe(short.toString());
      expect(Buffer.from(scanner.project(other, view)?.json ?? []).includes(CANARY)).toBe(false);
    }
  });

  test("F169 PRJ-102 nor of what stands before or behind a resource in the same text", () => {
    const random = new Random("neighbors");
    const canary = canaries(300);
    for (let seed = 0; seed < CASES / 3; seed++) {
      const { text, span = { from: 0, until: text.length }, vector } = maker.case(`neighbors ${seed}`);
      const part = Buffer.from(text.subarray(span.from, span.until));
      const middle = random.chance(0.5) ? part : mutated(part, part, random);
      const amid = Buffer.concat([canary, middle, canary]);
      const placed = { from: canary.length, until: canary.length + middle.length };
      expect(shown({ text: amid, vector, span: placed, kind: "cut" })).not.toContain(CANARY);
    }
  });

  test("F169 PRJ-102 two Bundles that are split and projected in turn keep their entries apart", () => {
    const bundle = (resource: string): Buffer =>
      Buffer.from(
        `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":${resource}},{"resource":${resource}}]}`,
      );
    const plain = '{"resourceType":"Patient","name":[{"family":"plain"}],"gender":"male"}';
    const [a, b] = [bundle(canaries(4_000).toString()), bundle(plain)];
    const [inA, inB] = [scanner.split(a), scanner.split(b)];
    expect([inA?.entries.length, inB?.entries.length]).toEqual([2, 2]);
    for (const [index, entry] of (inB?.entries ?? []).entries()) {
      const first = scanner.project(a, view, inA?.entries[index]);
      const second = scanner.project(b, view, entry);
      expect(Buffer.from(second?.json ?? []).toString()).toBe(plain);
      expect(Buffer.from(first?.json ?? []).includes(CANARY)).toBe(true);
    }
  });

  test("F169 PRJ-102 what came out of a text, and its account, stay as they were when others are read", () => {
    const text = Buffer.from(
      '{"resourceType":"Patient","name":[{"family":"plain","x":1}],"text":{},"gender":"male"}',
    );
    const projected = scanner.project(text, view);
    const before = Buffer.from(projected?.json ?? []).toString();
    for (let seed = 0; seed < 50; seed++) shown(maker.case(`later ${seed}`));
    shown({ text: canaries(100_000), vector: whole, kind: "real" });
    expect(Buffer.from(projected?.json ?? []).toString()).toBe(before);
    const again = scanner.project(text, view);
    expect([...(projected?.unmapped ?? [])].toSorted()).toEqual([...(again?.unmapped ?? [])].toSorted());
    expect([...(projected?.unmapped ?? [])].toSorted()).toEqual(["Patient.name.x", "Patient.text"]);
    expect(projected?.released).toEqual(again?.released);
    expect(projected?.withheld).toEqual(again?.withheld);
    expect(projected?.released.size).toBe(2);
  });
});
