import { dayOf, date } from "../calendar.ts";
import { drawHistory } from "../history/history.ts";
import type { History } from "../history/history.ts";
import { chartsOf } from "../hospital.ts";
import { billingCsv } from "../samples/billing-csv.ts";
import { ndjsonLine } from "../samples/ndjson.ts";
import { drawScene } from "../scene.ts";
import type { Scene } from "../scene.ts";
import type { HouseSize } from "../sizes.ts";
import { workforceCsv } from "../workforce/workforce-csv.ts";
import {
  ACCESS_COLUMNS,
  CHANGE_COLUMNS,
  EVIDENCE_COLUMNS,
  EVIDENCE_TABLES,
  INCIDENT_COLUMNS,
  patientColumns,
  staffColumns,
  TRUTH_COLUMNS,
} from "./columns.ts";
import { ExportFolder } from "./folder.ts";

const TOLD_EVERY_CHARTS = 2_000;
const ROWS_AT_ONCE = 5_000;

export interface ExportOptions {
  /** A folder that does not exist yet. */
  readonly folder: string;
  readonly seed: string;
  readonly size: HouseSize;
  /** In milliseconds since 1970; only its day counts. */
  readonly now: number;
  /** Days of access history before that day. */
  readonly days: number;
  readonly charts: boolean;
  /** Also `billing.csv`, an export of 40 columns to try `minimize` on. */
  readonly samples: boolean;
}

/** What an export holds; also written as `manifest.json`. */
export interface ExportManifest {
  readonly seed: string;
  readonly size: HouseSize;
  readonly today: string;
  /** First day of the history, and the day after the last. */
  readonly history: { readonly from: string; readonly until: string };
  /** Records or rows by file. */
  readonly files: Readonly<Record<string, number>>;
}

/**
 * Writes a synthetic hospital into a folder, whole or not at all: `charts/<Type>.ndjson`, `workforce.csv` as
 * `people import` reads it, `staff.csv`, `patients.csv`, `changes.csv`, `access.csv`, `evidence/<table>.csv`,
 * `manifest.json`; and, readable by its owner alone, what the accesses really were in `truth/`.
 * Charts and days are written one after the other and not kept.
 * @throws AppError `usage` when the folder is there already or cannot be written
 */
export async function exportHospital(
  options: ExportOptions,
  tell: (line: string) => void,
): Promise<ExportManifest> {
  const folder = await ExportFolder.create(options.folder);
  try {
    const scene = drawScene(options, tell);
    await folder.append("workforce.csv", workforceCsv(scene), scene.workforce.members.length + 1);
    if (options.samples)
      await folder.append(
        "billing.csv",
        billingCsv(scene),
        scene.demand.billings.filter(({ coded }) => coded).length,
      );
    if (options.charts) await writeCharts(scene, folder, tell);
    tell("drawing the history");
    const history = drawHistory(scene, { days: options.days });
    await writePeople(scene, history, folder);
    await writeHistory(history, folder, tell);
    const manifest = manifestOf(options, history, folder);
    await folder.append("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`, 1);
    await folder.complete();
    return manifest;
  } catch (fault) {
    await folder.abandon();
    throw fault;
  }
}

async function writeCharts(scene: Scene, folder: ExportFolder, tell: (line: string) => void): Promise<void> {
  let charts = 0;
  for (const chart of chartsOf(scene)) {
    const byType = new Map<string, string[]>();
    for (const { record } of chart) {
      const type = typeof record["resourceType"] === "string" ? record["resourceType"] : "";
      const lines = byType.get(type) ?? [];
      byType.set(type, lines);
      lines.push(ndjsonLine(record));
    }
    for (const [type, lines] of byType)
      await folder.append(`charts/${type}.ndjson`, lines.join(""), lines.length);
    if (++charts % TOLD_EVERY_CHARTS === 0) tell(`charts ${charts} of ${scene.demand.patients.length}`);
  }
}

async function writePeople(scene: Scene, history: History, folder: ExportFolder): Promise<void> {
  await folder.rows("staff.csv", staffColumns(scene, history), scene.workforce.members);
  const { patients } = scene.demand;
  const columns = patientColumns(history);
  for (let from = 0; from < patients.length; from += ROWS_AT_ONCE)
    await folder.rows("patients.csv", columns, patients.slice(from, from + ROWS_AT_ONCE));
  const announced = history.changes.filter(({ kind }) => kind !== "ends");
  await folder.rows("changes.csv", CHANGE_COLUMNS, announced);
  await folder.rows("truth/incidents.csv", INCIDENT_COLUMNS, history.incidents);
}

async function writeHistory(
  history: History,
  folder: ExportFolder,
  tell: (line: string) => void,
): Promise<void> {
  await folder.rows("truth/events.csv", TRUTH_COLUMNS, []);
  for (const { day, accesses, evidence } of history.days()) {
    await folder.rows("access.csv", ACCESS_COLUMNS, accesses);
    await folder.rows(
      "truth/events.csv",
      TRUTH_COLUMNS,
      accesses.filter(({ truth }) => truth !== null),
    );
    for (const table of EVIDENCE_TABLES)
      await folder.rows(
        `evidence/${table}.csv`,
        EVIDENCE_COLUMNS,
        evidence.filter((row) => row.table === table),
      );
    tell(`${date(day)}: ${accesses.length} accesses`);
  }
}

function manifestOf(options: ExportOptions, history: History, folder: ExportFolder): ExportManifest {
  return {
    seed: options.seed,
    size: options.size,
    today: date(dayOf(options.now)),
    history: { from: date(history.from), until: date(history.until) },
    files: folder.counts(),
  };
}
