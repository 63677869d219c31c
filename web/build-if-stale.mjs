#!/usr/bin/env node
// Builds the console when its sources changed since the last build; otherwise does nothing, in milliseconds.
// What web/ takes from src/ are types, which leave no trace in the bundle: so web/ and the lock file say it all.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const WEB = import.meta.dirname;
const ROOT = join(WEB, "..");
const DIST = join(WEB, "dist");
const STAMP = join(DIST, ".built-from");

const wanted = hashOfSources();
const built = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : null;
if (built !== wanted) process.exitCode = await bringUpToDate(built !== null);

/** The exit code: 0 when there is a console to serve, 1 when there is none. */
async function bringUpToDate(hasOlder) {
  const vite = await import("vite").catch(() => null);
  if (vite !== null) return build(vite);
  if (hasOlder)
    return say("the console was built from other sources; vite is not installed, so it stays as it is", 0);
  return say(
    "there is no built console and vite is not installed; run `npm ci` with development dependencies once",
    1,
  );
}

/** Builds aside and swaps, so that a server which runs meanwhile never serves half a console. */
async function build(vite) {
  const aside = join(ROOT, "node_modules", ".cache", `modicum-web-${process.pid}`);
  const started = performance.now();
  mkdirSync(aside, { recursive: true });
  const config = {
    configFile: join(WEB, "vite.config.ts"),
    logLevel: "error",
    build: { outDir: aside, emptyOutDir: true },
  };
  const failure = await vite.build(config).then(
    () => null,
    (error) => error,
  );
  if (failure !== null) {
    rmSync(aside, { recursive: true, force: true });
    return say(`the console cannot be built: ${failure.message}`, 1);
  }
  writeFileSync(join(aside, ".built-from"), wanted);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(aside, DIST);
  return say(`built the console in ${((performance.now() - started) / 1000).toFixed(1)} s`, 0);
}

function hashOfSources() {
  const hash = createHash("sha256");
  for (const file of [...sourcesIn(WEB).toSorted(), join(ROOT, "package-lock.json")]) {
    hash.update(relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === DIST ? [] : sourcesIn(path);
    return /\.test\.tsx?$|\.md$/.test(entry.name) ? [] : [path];
  });
}

function say(line, code) {
  process.stderr.write(`modicum: ${line}\n`);
  return code;
}
