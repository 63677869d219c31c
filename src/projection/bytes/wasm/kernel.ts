/** The part of wasm/fhir that projects; the sources there say what each call means. */
import type { SurveyKernel } from "../survey/kernel.ts";

export interface ProjectionKernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapAt(): number;
  /** Where the structural characters of a text stand: how many addresses, which are at `into`. */
  structure(from: number, until: number, into: number): number;
  tablesAt(): number;
  viewsAt(): number;
  /** 1 when all of the text is ASCII. */
  useText(from: number, until: number, stops: number, brackets: number): number;
  forgetShapes(): void;
  /** `fillsHoles`: 1 when the caller fills them; the earliest year that may come out. */
  useTransforms(fillsHoles: number, earliestYear: number): void;
  setAccounts(count: number): void;
  project(
    tasks: number,
    first: number,
    count: number,
    results: number,
    to: number,
    limit: number,
    spare: number,
    spareStops: number,
  ): number;
  projectBundle(
    until: number,
    to: number,
    view: number,
    results: number,
    output: number,
    limit: number,
  ): number;
  startLines(from: number, to: number, limit: number, events: number, notes: number): void;
  /** 0: all lines are done; 1: no room; else the next line lacks something. */
  projectLines(
    until: number,
    view: number,
    result: number,
    isUncovered: number,
    eventsLimit: number,
    notesLimit: number,
  ): number;
  linesSeen(): number;
  linesShown(): number;
  eventsEnd(): number;
  outputEnd(): number;
  lackedVariants(): number;
  lackedTests(): number;
  splitText(until: number, to: number): number;
}

export type FhirKernel = ProjectionKernel & SurveyKernel;

/** The part of the WebAssembly API that is used here; without the types of a browser there are none. */
interface WebAssemblyHere {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** A kernel with memory of its own, from the compiled module; null where it cannot run (no SIMD, no memory). */
export function instantiated(module: Uint8Array): FhirKernel | null {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHere };
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(module)).exports as FhirKernel;
  } catch {
    return null;
  }
}

/** @public Outcomes of a task, as in wasm/fhir/project.ts. */
export const IN_DOUBT = 0;
export const SHOWN = 1;
export const HIDDEN = 2;
export const UNCOVERED = 3;
/** @public */
export const LACKS_TYPE = 4;
export const LACKS_OWNER = 5;

/** Bytes of a task: from, until, address of the view's actions, 1 for a type known to be in no table. */
export const TASK_SIZE = 16;
export const VIEW_OF_TASK = 8;
export const COVERED_BY_NONE = 12;
/** Bytes of a result, and the places of its words. */
export const RESULT_SIZE = 40;
export const OUTCOME = 0;
export const TEXT_AT = 4;
export const TEXT_LENGTH = 8;
export const ACCOUNT_AT = 12;
export const UNMAPPED_AT = 16;
export const UNMAPPED_LENGTH = 20;
export const TYPE_AT = 24;
export const TYPE_LENGTH = 28;
export const HOLES_AT = 32;
export const HOLES_LENGTH = 36;

/** Bytes of a record of `splitText`: what it is, then two parts, each by address and length. */
export const RECORD_SIZE = 20;
export const OF_TYPE = 1;
export const OF_ENTRY = 2;
export const OF_LINK = 3;

/** Bytes of an event of `projectLines`; its first word, and the word that has the type of notes. */
export const EVENT_SIZE = 24;
export const NOTES = 1;
export const DOUBT = 2;
export const TYPE_OF_NOTES = 5;

/**
 * Bytes of a hole: place in the output, from and until in the text, kind and above it account or rule, from and until
 * of what the filling is made of. The text is no longer there when another resource was made compact since then; the output is.
 */
export const HOLE_SIZE = 24;
export const HOLE_IDENTIFIER = 1;
export const HOLE_REFERENCE = 2;
export const HOLE_YEAR_BESIDE = 3;
export const HOLE_FRAGMENT = 4;
export const KIND_BITS = 3;
