// Node runs no TypeScript from node_modules, so that what others install is compiled: `npm run build:sdk`.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const DIST = join(ROOT, "dist");
const DEFINITIONS = "catalogue/fhir-r4/generated";
const ENTRIES = ["client", "engine", "middleware"].map((name) => join(DIST, `sdk/${name}/index.js`));
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+\.js)"/g;

rmSync(DIST, { recursive: true, force: true });
const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.sdk.json"], {
  cwd: ROOT,
  stdio: "inherit",
});
if (status !== 0) process.exit(1);
cpSync(join(ROOT, "src", DEFINITIONS), join(DIST, DEFINITIONS), { recursive: true });
leaveOut(
  everything(DIST).filter((file) => file.endsWith(".js")),
  reachedFrom(ENTRIES),
);

/** What the types alone name is compiled with the rest and never run: the server's own code. */
function leaveOut(files, reached) {
  for (const file of files) if (!reached.has(file)) rmSync(file);
}

function reachedFrom(entries) {
  const reached = new Set();
  const ahead = [...entries];
  for (let file = ahead.pop(); file !== undefined; file = ahead.pop()) {
    if (reached.has(file) || !existsSync(file)) continue;
    reached.add(file);
    for (const [, path] of readFileSync(file, "utf8").matchAll(IMPORT))
      ahead.push(resolve(dirname(file), path));
  }
  return reached;
}

function everything(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
