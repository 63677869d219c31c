/**
 * Runs `modicum minimize` on a made-up file of any size, and prints how much memory the whole process takes.
 * `npx tsx bench/minimize-memory.bench.ts ndjson|csv MEBIBYTES [WORKERS]`; the large one: `… ndjson 10240`.
 * The file and what comes of it stand in the folder for temporary files, and are removed. The last line is JSON: the MiB
 * that the process takes (resident, once a second) in the first fifth of the time and at most, and what came out.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppError } from "../src/kernel/errors.ts";
import { madeUpLine } from "./projection-material.ts";

const MIB = 2 ** 20;
const BLOCK_RECORDS = 2_000;
const BIN = new URL("../bin/modicum.mjs", import.meta.url).pathname;
const FORMATS = {
  ndjson: { line: madeUpLine, begin: "" },
  csv: {
    line: (i: number) =>
      `p${i},"Family${i}, Given",900-00-${i},1970-01-02,${i}.50,${"FEIJKM"[i % 6]}${10 + (i % 80)}.1\n`,
    begin: "Patient,Name,SSN,DOB,Charge Amount,DX\n",
  },
} as const;

const [, , format = "", mebibytes = "", workers = "1"] = process.argv;
if (!Object.hasOwn(FORMATS, format) || !(Number(mebibytes) > 0))
  throw new AppError("usage", "give `ndjson|csv`, a number of mebibytes and, if you like, of workers");
const folder = mkdtempSync(join(tmpdir(), "modicum-memory-"));
try {
  const input = join(folder, `in.${format}`);
  await writeFile(input, FORMATS[format as keyof typeof FORMATS], Number(mebibytes) * MIB);
  console.log(JSON.stringify({ format, workers: Number(workers), ...(await minimized(input)) }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeFile(
  file: string,
  { line, begin }: (typeof FORMATS)[keyof typeof FORMATS],
  bytes: number,
): Promise<void> {
  const output = createWriteStream(file);
  output.write(begin);
  for (let i = 0, written = 0; written < bytes;) {
    let block = "";
    for (const until = i + BLOCK_RECORDS; i < until; i++) block += line(i);
    written += block.length;
    if (!output.write(block)) await once(output, "drain");
  }
  output.end();
  await once(output, "finish");
}

async function minimized(input: string): Promise<Readonly<Record<string, number>>> {
  const [out, summary] = [join(folder, "out"), join(folder, "summary.json")];
  const options = ["--role", "biller", "--purpose", "HPAYMT", "--workers", workers, "--summary", summary];
  const start = performance.now();
  const child = spawn(process.execPath, [BIN, "minimize", input, "-o", out, ...options], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const resident: number[] = [];
  const timer = setInterval(() => void sample(child.pid ?? 0, resident), 1000);
  const [code] = (await ended) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new AppError("internal", `the command ended with \`${code}\``);
  const { bytesIn, recordsIn, recordsOut } = JSON.parse(readFileSync(summary, "utf8")) as Record<
    string,
    number
  >;
  return {
    bytesIn: bytesIn ?? 0,
    bytesOut: statSync(out).size,
    recordsIn: recordsIn ?? 0,
    recordsOut: recordsOut ?? 0,
    seconds: (performance.now() - start) / 1000,
    inFirstFifth: Math.max(0, ...resident.slice(0, Math.ceil(resident.length / 5))),
    most: Math.max(0, ...resident),
  };
}

async function sample(pid: number, into: number[]): Promise<void> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]).catch(() => ({
    stdout: "",
  }));
  if (stdout.trim() !== "") into.push(Number(stdout) / 1024);
}
