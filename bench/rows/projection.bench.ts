/** The projection over bytes against JSON.parse + JSON.stringify of the same text. */
import { shippedCatalogue } from "../../src/catalogue/testing/shipped.ts";
import type { TransformVector } from "../../src/catalogue/transforms.ts";
import type { Catalogue } from "../../src/catalogue/types.ts";
import { isJsonObject, parseJson, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonArray } from "../../src/kernel/json.ts";
import { openScanner } from "../../src/projection/bytes/open-scanner.ts";
import type { ByteScanner, ByteView } from "../../src/projection/bytes/types.ts";
import { objectProjection } from "../../src/projection/object-projection.ts";
import { compare } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "../harness/types.ts";
import { bundleTexts, bytesOf, clinicalView, MIB, resourceTexts, wholeView } from "../projection-texts.ts";

const PEER = "JSON.parse + JSON.stringify";
const BOUND =
  "by a profile 40 % of the time goes into finding shapes and copying spans, 15 % into copies in and out of the kernel's memory, the rest into an object and a window on the bytes for each entry, and their collection";
const CONTEXT = { now: 0, tokenize: null, zip3: new Set<string>() };

export default [
  {
    name: "projection/keep-subtree",
    row: "projection of a compact Bundle, rules of a clinical role that keep whole subtrees",
    peer: PEER,
    unit: "MiB/s",
    must: 20,
    aim: 35,
    run: keepSubtree,
  },
  {
    name: "projection/strict",
    row: "projection of a compact Bundle, strict deep allow-list of a clinical role",
    peer: PEER,
    unit: "MiB/s",
    must: 14,
    aim: 25,
    run: async (settings) => ({ ...(await bundles(clinicalView, settings, inOnePass)), bound: BOUND }),
  },
  {
    name: "projection/strict-entries",
    row: "the same, split first, then each entry under a view of its own",
    peer: PEER,
    unit: "MiB/s",
    must: null,
    aim: null,
    run: (settings) => bundles(clinicalView, settings, entryByEntry),
  },
  {
    name: "projection/strict-everything",
    row: "projection of a compact Bundle, every element kept",
    peer: PEER,
    unit: "MiB/s",
    must: null,
    aim: null,
    run: (settings) => bundles(wholeView, settings, inOnePass),
  },
  {
    name: "projection/single",
    row: "projection of single resources of 1 to 8 KB, result copied out",
    peer: PEER,
    unit: "MiB/s",
    must: 10,
    aim: 18,
    run: async (settings) => ({ ...(await singles(settings)), bound: BOUND }),
  },
] satisfies readonly BenchRow[];

/** Keep is strict in this product whatever it keeps (PRJ-03): no looser rule is there to be faster by. */
async function keepSubtree(settings: BenchSettings): Promise<Measured> {
  const measured = await bundles(clinicalView, settings, inOnePass);
  const note =
    "keep is strict and deep here, so that it is the work of projection/strict that has to reach this must";
  return { ...measured, notes: [...(measured.notes ?? []), note], bound: BOUND };
}

type ProjectBundle = (scanner: ByteScanner, view: ByteView, text: Buffer) => readonly (Uint8Array | null)[];

async function bundles(
  viewIn: (catalogue: Catalogue) => TransformVector,
  settings: BenchSettings,
  projectBundle: ProjectBundle,
): Promise<Measured> {
  const catalogue = shippedCatalogue();
  const { scanner, views } = openScanner(catalogue);
  const view = views.of(viewIn(catalogue));
  const texts = bundleTexts();
  const shown = texts.reduce(
    (sum, text) => sum + checkedLength(catalogue, view, text, projectBundle(scanner, view, text)),
    0,
  );
  const measured = await compare(
    {
      ours: { work: eachOf(texts, (text) => projectBundle(scanner, view, text)) },
      theirs: { work: eachOf(texts, parsedAndWritten) },
    },
    settings,
    { rate: (perSecond) => perSecond / MIB },
  );
  return { ...measured, notes: [shareNote(texts, shown, "Bundles")] };
}

/** Where one view holds for the whole Bundle. */
function inOnePass(scanner: ByteScanner, view: ByteView, text: Buffer): readonly (Uint8Array | null)[] {
  const projected = scanner.projectBundle?.(text, view) ?? null;
  if (projected === null) throw new Error("in doubt");
  return projected.texts;
}

/** What the gateway does with a page, where each record has its own view. */
function entryByEntry(scanner: ByteScanner, view: ByteView, text: Buffer): readonly (Uint8Array | null)[] {
  const entries = scanner.split(text)?.entries ?? [];
  const tasks = entries.map((span) => ({ view, span }));
  return (scanner.projectAll?.(text, tasks) ?? []).map((result) => {
    if (result === null) throw new Error("in doubt");
    return result.json;
  });
}

/** Bytes that come out, after a look that they are what the object-level projection gives. */
function checkedLength(
  catalogue: Catalogue,
  view: ByteView,
  text: Buffer,
  projected: readonly (Uint8Array | null)[],
): number {
  const reference = objectProjection(catalogue);
  const bundle = parseJson(text);
  const entries = isJsonObject(bundle) ? (bundle["entry"] as JsonArray) : [];
  const wanted = entries.map((entry) => {
    const resource = isJsonObject(entry) ? entry["resource"] : undefined;
    const projected = isJsonObject(resource)
      ? reference.project(resource, view.vector, CONTEXT).resource
      : null;
    return projected === null ? null : stringifyJson(projected);
  });
  const shown = projected.map((json) => (json === null ? null : Buffer.from(json).toString()));
  if (wanted.length !== shown.length || wanted.some((json, at) => json !== shown[at]))
    throw new Error("the scanner shows something else than the object-level projection");
  return shown.reduce((sum, json) => sum + (json?.length ?? 0), 0);
}

async function singles(settings: BenchSettings): Promise<Measured> {
  const catalogue = shippedCatalogue();
  const { scanner, views } = openScanner(catalogue);
  const view = views.of(clinicalView(catalogue));
  const texts = resourceTexts().filter(({ length }) => length >= 1024 && length <= 8192);
  const reference = objectProjection(catalogue);
  let shown = 0;
  for (const text of texts) {
    const parsed = parseJson(text);
    const { resource } = reference.project(isJsonObject(parsed) ? parsed : {}, view.vector, CONTEXT);
    const json = scanner.project(text, view)?.json ?? null;
    shown += json?.length ?? 0;
    if ((resource === null ? null : stringifyJson(resource)) !== (json && Buffer.from(json).toString()))
      throw new Error("the scanner shows something else than the object-level projection");
  }
  const measured = await compare(
    {
      ours: { work: eachOf(texts, (text) => scanner.project(text, view)?.json) },
      theirs: { work: eachOf(texts, parsedAndWritten) },
    },
    settings,
    { rate: (perSecond) => perSecond / MIB },
  );
  return { ...measured, notes: [shareNote(texts, shown, "resources")] };
}

function eachOf(texts: readonly Buffer[], work: (text: Buffer) => unknown): () => number {
  const bytes = bytesOf(texts);
  return () => {
    for (const text of texts) work(text);
    return bytes;
  };
}

function parsedAndWritten(text: Buffer): Buffer {
  return Buffer.from(JSON.stringify(JSON.parse(text.toString())));
}

function shareNote(texts: readonly Buffer[], shown: number, what: string): string {
  const bytes = bytesOf(texts);
  const share = Math.round((shown / bytes) * 100);
  return `${texts.length} ${what}, ${(bytes / MIB).toFixed(1)} MiB compact, of which ${share} % come out`;
}
