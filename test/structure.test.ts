import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const SOURCES = ["src", "demo", "web"];

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = sourceFiles();
const edges = files.flatMap(edgesOf);
const table = importTable();

describe("the import table of ARCHITECTURE.md", () => {
  it("sees every source file git tracks", () => {
    const tracked = execFileSync("git", ["ls-files", ...SOURCES], { cwd: ROOT, encoding: "utf8" })
      .split("\n")
      .filter((file) => isSource(file) && existsSync(join(ROOT, file)));
    expect(files.length).toBeGreaterThanOrEqual(tracked.length);
    expect(files.length).toBeGreaterThan(10);
    expect(edges.length).toBeGreaterThan(files.length);
  });

  it("has a row for every folder", () => {
    const rooms = new Set(files.filter((file) => !isTest(file)).map(roomOf));
    expect([...rooms].filter((room) => !table.has(room))).toEqual([]);
  });

  it("allows every import", () => {
    const broken = edges.filter((edge) => !isTest(edge.from) && !allowed(edge)).map(describeEdge);
    expect(broken).toEqual([]);
  });

  it("lets nothing import main.ts but the command that starts it", () => {
    const importers = edges.filter((edge) => edge.to === "src/main.ts" && !isTest(edge.from));
    expect(importers.map(describeEdge).filter((edge) => !edge.startsWith("src/cli/start.ts"))).toEqual([]);
  });

  it("keeps the siblings of gateway apart, and the screens of the console", () => {
    const crossing = edges.filter((edge) => {
      const [from, to] = [siblingOf(edge.from), siblingOf(edge.to)];
      return from !== undefined && to !== undefined && dirname(from) === dirname(to) && from !== to;
    });
    expect(crossing.map(describeEdge)).toEqual([]);
  });

  it("has no cycle between folders, tests aside", () => {
    expect(cycleBetweenRooms()).toBeUndefined();
  });

  it("keeps tests out of what ships", () => {
    const leaking = edges.filter((edge) => !isTest(edge.from) && isTest(edge.to));
    expect(leaking.map(describeEdge)).toEqual([]);
  });
});

describe("house rules", () => {
  it("keeps pipeline.ts within 80 lines of code", () => {
    const lines = readFileSync(join(ROOT, "src/pipeline.ts"), "utf8").split("\n");
    const code = lines.filter((line) => line.trim() !== "" && !/^\s*(\/\*\*|\*|\/\/)/.test(line));
    expect(code.length).toBeLessThanOrEqual(80);
  });

  it("has no folder called utils, helpers, common or misc", () => {
    const vague = files.filter((file) => /\/(utils?|helpers?|common|misc)\//.test(file));
    expect(vague).toEqual([]);
  });

  it("lets the verifier of the record stand alone: it imports its own folder and Node", () => {
    const own = files.filter((file) => file.startsWith("src/audit/verify/") && !isTest(file));
    const foreign = edges.filter(({ from, to }) => own.includes(from) && !to.startsWith("src/audit/verify/"));
    const packages = own.filter((file) => /from "(?!\.|node:)/.test(readFileSync(join(ROOT, file), "utf8")));
    expect(own.length).toBeGreaterThan(10);
    expect([...foreign.map(describeEdge), ...packages]).toEqual([]);
  });

  it("keeps decision and projection pure: no clock, randomness, input or output", () => {
    const impure =
      /Date\.now\(|new Date\(\)|Math\.random|node:(fs|net|http|crypto|child_process)|process\.|console\./;
    const offenders = files
      .filter((file) => /^src\/(decision|projection)\//.test(file) && !isTest(file))
      .filter((file) => impure.test(withoutComments(readFileSync(join(ROOT, file), "utf8"))));
    expect(offenders).toEqual([]);
  });
});

function sourceFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...SOURCES], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return [...new Set(listed.split("\n"))].filter((file) => isSource(file) && existsSync(join(ROOT, file)));
}

function isSource(file: string): boolean {
  return /\.tsx?$/.test(file);
}

function edgesOf(file: string): Edge[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  const { module } = parseSync(file, source);
  const statics = module.staticImports.map((entry) => ({
    specifier: entry.moduleRequest.value,
    typeOnly: entry.entries.length > 0 && entry.entries.every((imported) => imported.isType),
  }));
  const exports = module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) =>
      entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
    ),
  );
  const dynamics = module.dynamicImports.map((entry) => ({
    specifier: source.slice(entry.moduleRequest.start, entry.moduleRequest.end).replaceAll(/["'`]/g, ""),
    typeOnly: false,
  }));
  return [...statics, ...exports, ...dynamics]
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ specifier, typeOnly }) => ({
      from: file,
      to: relative(ROOT, resolve(ROOT, dirname(file), specifier)),
      typeOnly,
    }))
    .filter(({ to }) => /^(src|demo|web)\//.test(to));
}

/** The folder under src/ (or the file, for those that stand alone there), `demo`, or the folder under web/ with it. */
function roomOf(file: string): string {
  const [top, second] = file.split("/");
  if (top === "web") return `web/${second}`;
  return top === "src" ? (second ?? "") : (top ?? "");
}

function importTable(): Map<string, { open: Set<string>; types: Set<string> }> {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const section = text.slice(text.indexOf("## What may import what"), text.indexOf("## Words"));
  const rows = section.split("\n").filter((line) => /^\| [a-z]/.test(line) && !line.startsWith("| folder"));
  return new Map(
    rows.map((row) => {
      const [, folder = "", allowedCell = ""] = row.split("|").map((cell) => cell.trim());
      const names = allowedCell.split(",").map((name) => name.trim());
      const types = new Set(
        names.filter((name) => name.endsWith(" (types)")).map((name) => name.slice(0, -8)),
      );
      return [folder, { open: new Set(names.filter((name) => !name.endsWith(" (types)"))), types }];
    }),
  );
}

function allowed(edge: Edge): boolean {
  const [from, to] = [roomOf(edge.from), roomOf(edge.to)];
  const row = table.get(from);
  if (from === to) return true;
  if (row === undefined) return false;
  return row.open.has("everything") || row.open.has(to) || (edge.typeOnly && row.types.has(to));
}

function isTest(file: string): boolean {
  return /\.(test|bench)\.tsx?$/.test(file) || /\/testing\//.test(file) || file.endsWith(".contract.ts");
}

/** The folder among the siblings of one house, with the path that leads to it. */
function siblingOf(file: string): string | undefined {
  return /^((?:src\/(?:gateway|governance)|web\/screens)\/[^/]+)\//.exec(file)?.[1];
}

function cycleBetweenRooms(): string | undefined {
  const graph = new Map<string, Set<string>>();
  for (const edge of edges.filter(({ from }) => !isTest(from))) {
    const [from, to] = [roomOf(edge.from), roomOf(edge.to)];
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  const visit = (room: string, path: readonly string[]): string | undefined => {
    if (path.includes(room)) return [...path, room].join(" → ");
    for (const next of graph.get(room) ?? []) {
      const cycle = visit(next, [...path, room]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  return [...graph.keys()].map((room) => visit(room, [])).find((cycle) => cycle !== undefined);
}

function describeEdge(edge: Edge): string {
  return `${edge.from} → ${edge.to}${edge.typeOnly ? " (type)" : ""}`;
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*$/gm, "");
}
