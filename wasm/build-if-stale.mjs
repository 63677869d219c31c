#!/usr/bin/env node
// Compiles the kernels in wasm/ (AssemblyScript, with SIMD) when their sources changed since the last build; otherwise
// does nothing, in milliseconds. The same sources and compiler give the same bytes; dist/kernels.sha256 says which.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..");
const DIST = join(HERE, "dist");
const STAMP = join(DIST, ".built-from");
/** One module each: `<name>/index.ts`. */
const KERNELS = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(HERE, entry.name, "index.ts")))
  .map((entry) => entry.name)
  .toSorted();
// Memory is imported by nobody and grows by nothing but the kernel's own calls; no runtime, so no garbage collector.
const OPTIONS = [
  "--enable",
  "simd,bulk-memory",
  "--runtime",
  "stub",
  "-O3",
  "--noAssert",
  "--use",
  "abort=",
  "--converge",
];

const wanted = hashOfSources();
const built = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : null;
if (built !== wanted) process.exitCode = await bringUpToDate(built !== null);

/** The exit code is 0 also where there is no compiler: without kernels everything works, by plain JavaScript. */
async function bringUpToDate(hasOlder) {
  const asc = await import("assemblyscript/asc").catch(() => null);
  if (asc !== null) return build(asc);
  if (hasOlder) rmSync(DIST, { recursive: true, force: true });
  return say("assemblyscript is not installed; projection runs without its kernels, several times slower", 0);
}

/** Builds aside and swaps, so that a process that starts meanwhile finds all kernels or none. */
async function build(asc) {
  const started = performance.now();
  const aside = join(ROOT, "node_modules", ".cache", `modicum-wasm-${process.pid}`);
  mkdirSync(aside, { recursive: true });
  const sums = [];
  for (const name of KERNELS) {
    const out = join(aside, `${name}.wasm`);
    const { error, stderr } = await asc.main([
      relative(ROOT, join(HERE, name, "index.ts")),
      "--outFile",
      relative(ROOT, out),
      "--baseDir",
      ROOT,
      ...OPTIONS,
    ]);
    if (error !== null) {
      rmSync(aside, { recursive: true, force: true });
      return say(`the kernel ${name} cannot be compiled: ${error.message}\n${stderr.toString()}`, 1);
    }
    sums.push(`${createHash("sha256").update(readFileSync(out)).digest("hex")}  ${name}.wasm\n`);
  }
  writeFileSync(join(aside, "kernels.sha256"), sums.join(""));
  writeFileSync(join(aside, ".built-from"), wanted);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(aside, DIST);
  return say(
    `compiled ${KERNELS.length} kernels in ${((performance.now() - started) / 1000).toFixed(1)} s`,
    0,
  );
}

function hashOfSources() {
  const hash = createHash("sha256").update(OPTIONS.join(" "));
  for (const file of [...sourcesIn(HERE).toSorted(), join(ROOT, "package-lock.json")])
    hash.update(relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === DIST ? [] : sourcesIn(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function say(line, code) {
  process.stderr.write(`modicum: ${line}\n`);
  return code;
}
