import { describe, expect, it } from "vitest";
import { AppError } from "./errors.ts";
import { askedTogether } from "./asked-together.ts";

/** A table whose statements end when the test says so. */
function slowTable(rows: Map<string, string>) {
  const statements: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const find = askedTogether(async (keys: readonly string[]) => {
    statements.push(keys);
    const seen = new Map(rows);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (keys.includes("broken"))
      throw new AppError("input_invalid", "a value holds a character that cannot be stored");
    return seen;
  });
  const finish = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { find, statements, finish };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("askedTogether", () => {
  it("reads in one statement what is asked while another is under way", async () => {
    const { find, statements, finish } = slowTable(new Map([["a", "1"]]));
    const first = find("a");
    await turn();
    const others = [find("a"), find("b"), find("a")];
    await finish();
    await finish();
    expect(await Promise.all([first, ...others])).toEqual(["1", "1", undefined, "1"]);
    expect(statements).toEqual([["a"], ["a", "b"]]);
  });

  it("waits a moment for more where many ask", async () => {
    const { find, statements, finish } = slowTable(new Map());
    const first = find("a");
    await turn();
    const others = ["b", "c", "d", "e"].map(find);
    await finish();
    const late = find("f");
    await new Promise((resolve) => setTimeout(resolve, 20));
    await finish();
    await Promise.all([first, ...others, late]);
    expect(statements).toEqual([["a"], ["b", "c", "d", "e", "f"]]);
  });

  it("puts as many questions at once as it may, and no more", async () => {
    let [underWay, most] = [0, 0];
    const find = askedTogether(
      async () => {
        most = Math.max(most, ++underWay);
        await turn();
        underWay -= 1;
        return new Map();
      },
      { questions: 2, keys: 1 },
    );
    const asked = ["a", "b", "c", "d"].map(async (key) => {
      await turn();
      return find(key);
    });
    await Promise.all(asked);
    expect(most).toBe(2);
  });

  it("answers nobody from a statement that began before they asked", async () => {
    const rows = new Map([["a", "in force"]]);
    const { find, finish } = slowTable(rows);
    const before = find("a");
    await turn();
    rows.set("a", "ended");
    const after = find("a");
    await finish();
    await finish();
    expect(await Promise.all([before, after])).toEqual(["in force", "ended"]);
  });

  it("refuses nobody for a key that somebody else asked for", async () => {
    const { find, finish } = slowTable(new Map([["a", "1"]]));
    const all = Promise.allSettled([find("a"), find("broken")]);
    await turn();
    for (let statement = 0; statement < 3; statement++) await finish();
    const [good, bad] = await all;
    expect([good, bad.status]).toEqual([{ status: "fulfilled", value: "1" }, "rejected"]);
  });

  it("asks a database that does not answer once for all", async () => {
    let statements = 0;
    const find = askedTogether(async () => {
      statements += 1;
      throw new AppError("database_unreachable", "the database does not answer");
    });
    const both = await Promise.allSettled([find("a"), find("b")]);
    expect([statements, ...both.map(({ status }) => status)]).toEqual([1, "rejected", "rejected"]);
  });
});
