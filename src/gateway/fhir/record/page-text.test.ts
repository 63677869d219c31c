import { describe, expect, it } from "vitest";
import type { ByteProjected, ByteScanner, ByteView, Span } from "../../../projection/bytes/types.ts";
import type { ProjectionContext } from "../../../projection/types.ts";
import { PageText } from "./page-text.ts";

const TEXT = Buffer.from("abcdef");
const SPANS: readonly Span[] = [...TEXT.keys()].map((at) => ({ from: at, until: at + 1 }));
const CONTEXT: ProjectionContext = { now: 0, zip3: new Set(), tokenize: null };
const [ONE, OTHER] = [viewOf(1), viewOf(2)];

function viewOf(code: number): ByteView {
  return { vector: new Uint8Array([code]) };
}

/** Shows the text of a record behind the number of the view; in doubt about `e`. */
function scannerOf(asked: string[]): ByteScanner {
  const project = (text: Uint8Array, view: ByteView, span: Span): ByteProjected | null => {
    const json = Buffer.from(`${view.vector[0]}${Buffer.from(text).toString("utf8", span.from, span.until)}`);
    const none = new Set<never>();
    return json.includes("e") ? null : { json, released: none, withheld: none, unmapped: none };
  };
  return {
    kind: "wasm",
    project: (text, view, span = { from: 0, until: 0 }) => {
      asked.push("one");
      return project(text, view, span);
    },
    projectAll: (text, tasks) => {
      asked.push(`${tasks.length} at once`);
      return tasks.map(({ view, span }) => project(text, view, span));
    },
    survey: () => null,
    split: () => null,
  };
}

function shownBy(views: readonly ByteView[], asked: string[] = []): readonly (string | undefined)[] {
  const page = new PageText(TEXT, SPANS);
  const scanner = scannerOf(asked);
  return views.map((view, at) => {
    const json = page.project(scanner, view, at, CONTEXT)?.json;
    return json ? Buffer.from(json).toString() : undefined;
  });
}

describe("the records of a page", () => {
  it("F169 are projected along once two in a row are seen under one view", () => {
    const asked: string[] = [];
    expect(shownBy([ONE, ONE, ONE, ONE], asked)).toEqual(["1a", "1b", "1c", "1d"]);
    expect(asked).toEqual(["one", "5 at once"]);
  });

  it("F169 come out under their own view alone, whatever was projected along", () => {
    expect(shownBy([ONE, ONE, OTHER, ONE, ONE, OTHER])).toEqual(["1a", "1b", "2c", "1d", undefined, "2f"]);
  });

  it("F169 are not projected along where each is seen under another view than the one before", () => {
    const asked: string[] = [];
    shownBy([ONE, OTHER, ONE, OTHER], asked);
    expect(asked).toEqual(["one", "one", "one", "one"]);
  });

  it("F169 are transformed for their own reader, whoever they were projected along for", () => {
    const asked: string[] = [];
    const [page, scanner] = [new PageText(TEXT, SPANS), scannerOf(asked)];
    for (const record of [0, 1]) page.project(scanner, ONE, record, CONTEXT);
    page.project(scanner, ONE, 2, { ...CONTEXT, now: 1 });
    expect(asked).toEqual(["one", "5 at once", "4 at once"]);
  });

  it("F169 are in doubt where the scanner is", () => {
    expect(shownBy([ONE, ONE, ONE, ONE, ONE, ONE])).toEqual(["1a", "1b", "1c", "1d", undefined, "1f"]);
  });
});
