import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { readConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import { clockHere } from "./clock.ts";
import { print, tell } from "./output.ts";

const SIZES = ["practice", "clinic", "hospital", "medical-center"] as const;
const MOST_DAYS = 500;

interface ExportFlags {
  readonly output: string;
  readonly size: (typeof SIZES)[number];
  readonly seed?: string;
  readonly days: number;
  readonly historyOnly?: true;
  readonly samples?: true;
}

/** `modicum demo export`: the synthetic hospital as files; in demo mode, without a server. */
export function demoCommand(): Command {
  const demo = new Command("demo").description("the synthetic hospital behind the demo");
  demo
    .command("export")
    .description("write charts, workforce, schedule and access history into a folder, with the truth apart")
    .requiredOption("-o, --output <folder>", "a folder that does not exist yet")
    .addOption(new Option("--size <size>", "how large").choices(SIZES).default("practice"))
    .option("--seed <seed>", "any text, each its own town; else that of the demo")
    .option("--days <days>", "days of access history before today", wholeDays, 28)
    .option("--history-only", "no charts; needed for a medical center")
    .option("--samples", "also `billing.csv`, forty columns to try `minimize` on")
    .action(exportFiles);
  return demo;
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new InvalidArgumentError(`give a whole number from 1 to ${MOST_DAYS}`);
  return days;
}

async function exportFiles(flags: ExportFlags): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  if (config.demo === undefined)
    throw new AppError("usage", "the synthetic hospital belongs to demo mode", {
      hint: "unset MODICUM_MODE",
    });
  const charts = flags.historyOnly !== true;
  if (charts && flags.size === "medical-center")
    throw new AppError("usage", "a medical center is exported without charts", {
      hint: "add --history-only",
    });
  const [{ exportHospital }, { DEFAULT_SEED }] = await Promise.all([
    import("../../demo/export/export.ts"),
    import("../../demo/hospital.ts"),
  ]);
  const folder = resolve(flags.output);
  const { now } = await clockHere(config);
  const manifest = await exportHospital(
    {
      folder,
      seed: flags.seed ?? config.demo.seed ?? DEFAULT_SEED,
      size: flags.size,
      now: now(),
      days: flags.days,
      charts,
      samples: flags.samples === true,
    },
    tell,
  );
  const rows = Object.entries(manifest.files).map(([file, lines]) => [file, lines]);
  print("table", ["file", "lines"], rows, manifest);
}
