import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modicum } from "../../test/e2e/running-server.ts";
import type { CellChange, OtherChange } from "../policy/analyze/index.ts";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "modicum-diff-"));
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

let made = 0;

/** A copy of the shipped policy with these texts of its files replaced. */
async function changed(
  ...edits: readonly (readonly [path: string, find: string, put: string])[]
): Promise<string> {
  const folder = join(place, String((made += 1)));
  await cp("content", folder, { recursive: true });
  for (const [path, find, put] of edits) {
    const text = await readFile(join(folder, path), "utf8");
    if (!text.includes(find)) throw new Error(`${path} does not hold ${find}`);
    await writeFile(
      join(folder, path),
      text.replace(find, () => put),
    );
  }
  return folder;
}

async function diff(after: string, ...options: readonly string[]) {
  return modicum(["policy", "diff", "content", after, ...options]);
}

async function asJson(after: string) {
  const { code, stdout, stderr } = await diff(after, "-o", "json");
  const lists = JSON.parse(stdout) as { cells: readonly CellChange[]; others: readonly OtherChange[] };
  return { code, stderr, lists };
}

const FEWER_CELLS = ["roles/biller.yaml", "K, task.header, task.focus]", "K, task.focus]"] as const;
const RECIPIENT = [
  "purposes/billing.yaml",
  "[health-plan, clearinghouse]",
  "[health-plan, clearinghouse, court]",
] as const;
const TITLE = [
  "roles/nurse.yaml",
  "title: Nurse, medical assistant",
  "title: Nurse or medical assistant",
] as const;

describe("modicum policy diff", () => {
  it("F172 POL-710 ends with 0 for a copy of the same policy, and says that nothing differs", async () => {
    const { code, stderr, lists } = await asJson(await changed());
    expect(lists).toEqual({ cells: [], others: [] });
    expect(stderr).toBe("nothing differs\n");
    expect(code).toBe(0);
  });

  it("F172 POL-711 ends with 0 where wording alone differs, and says so", async () => {
    const { code, stderr, lists } = await asJson(await changed(TITLE));
    expect(lists.cells).toEqual([]);
    expect(lists.others).toEqual([
      {
        kind: "role",
        id: "nurse",
        field: "title",
        was: ["Nurse, medical assistant"],
        is: ["Nurse or medical assistant"],
        bearing: "wording",
      },
    ]);
    expect(stderr).toBe(
      "no cell differs; 0 other changes, of which 0 may open data; 1 change of wording alone\n",
    );
    expect(code).toBe(0);
  });

  it("F172 POL-704 ends with 3 where a cell differs, and has the cell whole", async () => {
    const { code, stderr, lists } = await asJson(await changed(FEWER_CELLS));
    expect(lists.cells).toHaveLength(1);
    expect(lists.cells[0]).toMatchObject({
      change: "lost",
      after: null,
      before: { role: "biller", purpose: "billing", element: "task.header", on: "billable", as: "keep" },
    });
    expect(stderr).toMatch(/^1 cell differs; /);
    expect(code).toBe(3);
  });

  it("F172 POL-710 ends with 3 where no cell differs and something else does", async () => {
    const { code, stderr, lists } = await asJson(await changed(RECIPIENT));
    expect(lists.cells).toEqual([]);
    expect(lists.others).toEqual([
      { kind: "purpose", id: "billing", field: "disclose.to", was: [], is: ["court"], bearing: "opens" },
    ]);
    expect(stderr).toBe(
      "no cell differs; 1 other change, of which 1 may open data; 0 changes of wording alone\n",
    );
    expect(code).toBe(3);
  });

  it("F172 POL-711 sums up cells, other changes and wording, each with its number", async () => {
    const { code, stderr, lists } = await asJson(await changed(FEWER_CELLS, RECIPIENT, TITLE));
    const wording = lists.others.filter(({ bearing }) => bearing === "wording").length;
    const opening = lists.others.filter(({ bearing }) => /open/.test(bearing)).length;
    expect([wording, opening]).toEqual([1, 1]);
    const rest = lists.others.length - wording;
    const others = rest === 1 ? "1 other change" : `${rest} other changes`;
    expect(stderr).toBe(`1 cell differs; ${others}, of which 1 may open data; 1 change of wording alone\n`);
    expect(code).toBe(3);
  });

  it("F172 has both lists in one CSV, as many cells in each line as the head", async () => {
    const { stdout } = await diff(await changed(FEWER_CELLS, RECIPIENT), "-o", "csv");
    const [head = "", ...lines] = stdout.trimEnd().split("\r\n");
    expect(head).toBe("change,role,purpose,element,shown as,on,segments,can,rule,was,kind,id,field,is");
    const cellsIn = (line: string): number => line.replaceAll(/"(?:[^"]|"")*"/g, "x").split(",").length;
    expect(new Set(lines.map(cellsIn))).toEqual(new Set([14]));
    expect(lines[0]).toMatch(/^lost,biller,billing,task\.header,.*,cell,,,$/);
    expect(lines.at(-1)).toBe("opens,,,,,,,,,,purpose,billing,disclose.to,court");
  });

  it("F172 shortens a long list for a terminal, and says how many more there are", async () => {
    const codes = Array.from({ length: 9 }, (_, n) => `Q0${n + 1}`).join("\n      - ");
    const after = await changed(["segments/bh.yaml", "- F3 #", `- ${codes}\n      - F3 #`]);
    const { code, stdout } = await diff(after);
    expect(stdout).toContain(", and 3 more");
    expect(stdout).not.toContain("Q09");
    expect((await diff(after, "-o", "json")).stdout).toContain("Q09");
    expect(code).toBe(3);
  });

  it("F172 ends with 2 without a folder, and for one that is no sound policy, and says why", async () => {
    expect((await modicum(["policy", "diff"])).code).toBe(2);
    const unsound = await diff(await changed(["roles/biller.yaml", "on: billable", "on: nowhere"]));
    expect([unsound.code, unsound.stdout]).toEqual([2, ""]);
    expect(unsound.stderr).toContain("nowhere");
    const { code, stdout, stderr } = await diff(join(place, "nothing-there"), "-o", "json");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
  });
});
