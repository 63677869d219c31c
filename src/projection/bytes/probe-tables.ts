/** Tables for the tests that pick an item's owners: what to look up in the item, and what it must be. */
import { parseDiscriminators } from "../../catalogue/discriminator.ts";
import type { Condition } from "../../catalogue/discriminator.ts";
import type { DiscriminatedNode } from "../../catalogue/types.ts";
import { isScannable, writeName } from "./member-tables.ts";
import type { TableMemory } from "./table-memory.ts";
import {
  MOST_TESTS,
  PROBE_COUNT,
  PROBE_STEPS,
  STEP_BELOW,
  STEP_LENGTH,
  STEP_SIZE,
  STEP_VALUES,
  VALUE_CONDITION,
  VALUE_LENGTH,
  VALUE_SIZE,
  VALUE_TEXT,
  VALUES_COUNT,
  VALUES_HAVE_BAR,
  VALUES_LIST,
} from "./table-format.ts";

/** A condition of one of the tests, by its bit, with what is left of its path. */
interface Reading {
  readonly path: readonly string[];
  readonly bit: number;
  readonly values: ReadonlySet<string>;
}

export interface Tests {
  readonly probe: number;
  /** Place of one word for each test: its conditions' bits. */
  readonly conditions: number;
}

/** Writes the tests of these variants. Undefined: more of them, or other ones, than scanners can evaluate. */
export function writeTests(memory: TableMemory, variants: readonly DiscriminatedNode[]): Tests | undefined {
  const tests = variants.map((variant) => conditionsOf(variant.discriminator));
  const readings: Reading[] = [];
  const masks = tests.map((conditions) => {
    const bits = conditions?.map(({ path, values }) => {
      readings.push({ path, values, bit: readings.length });
      return 2 ** (readings.length - 1);
    });
    return bits?.reduce((sum, bit) => sum + bit, 0) ?? 0;
  });
  const isKnown = masks.every((mask) => mask !== 0) && masks.length <= MOST_TESTS;
  const isReadable = readings.every(({ path }) => path.every(isScannable)) && readings.length <= MOST_TESTS;
  if (!isKnown || !isReadable) return undefined;
  const conditions = memory.take(masks.length * 4);
  for (const [at, mask] of masks.entries()) memory.setWord(conditions + at * 4, mask);
  return { probe: writeProbe(memory, readings), conditions };
}

function conditionsOf(discriminator: string): readonly Condition[] | undefined {
  const parsed = parseDiscriminators(discriminator);
  return parsed.ok ? parsed.value.conditions : undefined;
}

function writeProbe(memory: TableMemory, readings: readonly Reading[]): number {
  const byName = new Map<string, Reading[]>();
  for (const reading of readings) {
    const name = reading.path[0] ?? "";
    byName.set(name, [...(byName.get(name) ?? []), reading]);
  }
  const probe = memory.take(PROBE_STEPS + byName.size * STEP_SIZE, 16);
  memory.setWord(probe + PROBE_COUNT, byName.size);
  for (const [index, [name, all]] of [...byName].entries()) {
    const at = probe + PROBE_STEPS + index * STEP_SIZE;
    writeName(memory, at, Buffer.from(name));
    memory.setWord(at + STEP_LENGTH, name.length);
    const deeper = all.filter(({ path }) => path.length > 1);
    const here = all.filter(({ path }) => path.length === 1);
    if (deeper.length > 0) {
      const below = deeper.map((reading) => ({ ...reading, path: reading.path.slice(1) }));
      memory.setWord(at + STEP_BELOW, writeProbe(memory, below));
    }
    if (here.length > 0) memory.setWord(at + STEP_VALUES, writeValues(memory, here));
  }
  return probe;
}

function writeValues(memory: TableMemory, readings: readonly Reading[]): number {
  const all = readings.flatMap(({ bit, values }) => [...values].map((text) => ({ bit, text })));
  const place = memory.take(VALUES_LIST + all.length * VALUE_SIZE);
  memory.setWord(place + VALUES_COUNT, all.length);
  memory.setWord(place + VALUES_HAVE_BAR, all.some(({ text }) => text.includes("|")) ? 1 : 0);
  for (const [index, { bit, text }] of all.entries()) {
    const bytes = Buffer.from(text);
    const at = place + VALUES_LIST + index * VALUE_SIZE;
    const textAt = memory.take(bytes.length);
    memory.setBytes(textAt, bytes);
    memory.setWord(at + VALUE_CONDITION, 2 ** bit);
    memory.setWord(at + VALUE_LENGTH, bytes.length);
    memory.setWord(at + VALUE_TEXT, textAt);
  }
  return place;
}
