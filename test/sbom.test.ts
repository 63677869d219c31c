import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
/** Licenses that let a hospital run and an integrator ship what stands under them, without terms on its own code. */
const PERMISSIVE =
  /^(?:0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|ISC|MIT|MIT-0|PostgreSQL|Python-2\.0|Unlicense|Zlib)$/;

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
}

let bill: Bill;
beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [".ci/sbom.mjs"], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  bill = JSON.parse(stdout) as Bill;
});

describe("the bill of materials", () => {
  it("is CycloneDX, and names every dependency of package.json at its version", async () => {
    const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: expect.stringMatching(/^1\.[5-9]$/) });
    const named = bill.components.map(({ name, version }) => `${name}@${version}`);
    const wanted = Object.entries(manifest.dependencies).map(([name, version]) => `${name}@${version}`);
    expect(named).toEqual(expect.arrayContaining(wanted));
  });

  it("gives a package URL and a digest of what was installed for each", () => {
    const without = bill.components.filter(
      ({ purl, hashes }) => !purl.startsWith("pkg:npm/") || !hashes?.some(({ alg }) => alg === "SHA-512"),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it("holds nothing under a license that binds who runs it", () => {
    const binding = bill.components.filter(
      (component) => !licensesOf(component).some((id) => PERMISSIVE.test(id)),
    );
    expect(binding.map((component) => `${component.name}: ${licensesOf(component).join(" or ")}`)).toEqual(
      [],
    );
  });
});

/** The alternatives; an expression with `AND` stays whole, and is then not among the permissive ones. */
function licensesOf({ licenses = [] }: Component): readonly string[] {
  return licenses.flatMap(({ license, expression }) =>
    expression === undefined
      ? [license?.id ?? license?.name ?? "none"]
      : expression.replaceAll(/[()]/g, "").split(/ OR /),
  );
}
