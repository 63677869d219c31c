/** Fills the kernel's sieve with what a list of segments labels; what the sieve lets through is compared exactly. */
import { codeFormOf, labeledKeys, namesOfSystem } from "../../../catalogue/segment-labels.ts";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { withText } from "./kernel.ts";
import type { SurveyKernel } from "./kernel.ts";

/** As wasm/fhir/survey-labels.ts numbers them. */
const COMPARISON = { "as-is": 0, bare: 1, parts: 2 } as const;
const ANY = 2;
/** Prefixes up to this long are looked up; a system with longer ones is let through. */
const LONGEST_PREFIX = 31;

/** Puts the labels of a list of segments in force. */
export interface LabelSieve {
  use(segments: readonly SegmentDefinition[]): void;
}

/** The sieve of one kernel. Tables are made once for each list, by its identity, and then put back by a copy. */
export function createLabelSieve(kernel: SurveyKernel): LabelSieve {
  const tables = new WeakMap<readonly SegmentDefinition[], Uint8Array>();
  let inForce: readonly SegmentDefinition[] | undefined;
  const place = (): Uint8Array =>
    new Uint8Array(kernel.memory.buffer, kernel.labelTablesAt(), kernel.labelTablesSize());
  return {
    use: (segments) => {
      if (segments === inForce) return;
      const known = tables.get(segments);
      inForce = undefined;
      if (known !== undefined) place().set(known);
      else {
        fill(kernel, segments);
        tables.set(segments, place().slice());
      }
      inForce = segments;
    },
  };
}

interface LabeledSystem {
  readonly whole: string[];
  readonly prefixes: string[];
}

function fill(kernel: SurveyKernel, segments: readonly SegmentDefinition[]): void {
  const { whole, prefixes, sources } = labeledKeys(segments);
  const systems = new Map<string, LabeledSystem>();
  for (const key of whole) systemOf(key, systems).whole.push(codeIn(key));
  for (const key of prefixes) systemOf(key, systems).prefixes.push(codeIn(key));
  kernel.clearLabels();
  let seed = 1;
  for (const [system, labeled] of systems) addSystem(kernel, system, labeled, seed++);
  for (const source of sources) withText(kernel, source, (from, until) => kernel.labelOrigin(from, until));
}

function addSystem(
  kernel: SurveyKernel,
  system: string,
  { whole, prefixes }: LabeledSystem,
  seed: number,
): void {
  const longest = Math.max(0, ...prefixes.map((prefix) => prefix.length));
  const comparison = longest > LONGEST_PREFIX ? ANY : COMPARISON[codeFormOf(system)];
  const lengths = prefixes.reduce((bits, { length }) => bits | (1 << length), 0);
  for (const name of namesOfSystem(system))
    withText(kernel, name, (from, until) => kernel.labelSystem(from, until, comparison, seed, lengths));
  const add = (code: string, isPrefix: 0 | 1): void =>
    withText(kernel, code, (from, until) => kernel.labelCode(from, until, seed, isPrefix));
  for (const code of whole) add(code, 0);
  for (const prefix of prefixes) add(prefix, 1);
}

function systemOf(key: string, systems: Map<string, LabeledSystem>): LabeledSystem {
  const system = key.slice(0, key.lastIndexOf("|"));
  const labeled = systems.get(system) ?? { whole: [], prefixes: [] };
  systems.set(system, labeled);
  return labeled;
}

function codeIn(key: string): string {
  return key.slice(key.lastIndexOf("|") + 1);
}
