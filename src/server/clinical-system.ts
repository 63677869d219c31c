import type { SegmentDefinition, SegmentMask } from "../catalogue/types.ts";
import type { Config } from "../config.ts";
import { createLabelSource } from "../gateway/fhir/labels/label-source.ts";
import { createUpstream } from "../gateway/fhir/upstream/client.ts";
import type { Splitter } from "../gateway/fhir/upstream/records.ts";
import { createUpstreamWrites } from "../gateway/fhir/upstream/writes.ts";
import type { FhirUpstreamWrites } from "../gateway/fhir/upstream/writes.ts";
import type { FhirUpstream, UpstreamOptions } from "../gateway/fhir/upstream/types.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { refusalIn } from "./outbound/guard.ts";
import type { JsonObject } from "../kernel/json.ts";

/** The FHIR server that Modicum stands in front of: the operator's own, or the demo hospital. */
export interface ClinicalSystem {
  readonly fhir: FhirUpstream;
  readonly writes: FhirUpstreamWrites;
  /** Null for what is not there, and for what is not what was asked for. */
  readonly readRecord: (type: string, id: string) => Promise<JsonObject | null>;
  /** Segments that a record comes by through what it refers to. */
  readonly lentTo: (record: JsonObject, segments: readonly SegmentDefinition[]) => Promise<SegmentMask>;
  /** For people: `the demo hospital`, or the host of the upstream. */
  readonly title: string;
  /** A patient to try with. */
  readonly patientId: string | undefined;
}

/** @throws AppError `upstream_unreachable` when it does not answer at start */
export async function openClinicalSystem(
  config: Config,
  clock: Clock,
  closers: (() => Promise<void>)[],
  splitter: Splitter,
  way: Pick<UpstreamOptions, "watch" | "connector"> = {},
): Promise<ClinicalSystem> {
  const demo = config.upstreamUrl === undefined ? await startDemo(config, clock, closers) : undefined;
  const baseUrl = demo?.url ?? config.upstreamUrl ?? "";
  const fhir = createUpstream(
    { ...way, baseUrl, token: config.upstreamToken, allowGetSearch: true },
    splitter,
  );
  closers.push(() => fhir.close());
  const writes = createUpstreamWrites({ ...way, baseUrl, token: config.upstreamToken });
  closers.push(() => writes.close());
  await checkReachable(baseUrl);
  return {
    fhir,
    writes,
    readRecord: (type, id) => fhir.read(type, id),
    lentTo: async (record, segments) => (await createLabelSource(fhir, segments).lentTo([record]))[0] ?? ~0,
    title: demo === undefined ? new URL(baseUrl).host : "the demo hospital",
    patientId: demo?.patientId,
  };
}

async function startDemo(config: Config, clock: Clock, closers: (() => Promise<void>)[]) {
  const [{ DEFAULT_SEED, generateHospital }, { startDemoServer }, { startDemoThread }] = await Promise.all([
    import("../../demo/hospital.ts"),
    import("../../demo/server/server.ts"),
    import("../../demo/server/thread.ts"),
  ]);
  const { seed = DEFAULT_SEED, size = "practice" } = config.demo ?? {};
  if (size !== "practice") {
    const thread = await startDemoThread({ seed, size, now: clock.now() }, (line) => {
      process.stderr.write(`demo ${size}: ${line}\n`);
    });
    closers.push(() => thread.close());
    return { url: thread.url, patientId: thread.patientId };
  }
  const hospital = generateHospital({ seed, size, now: clock.now() });
  const server = await startDemoServer(hospital, { host: "127.0.0.1", port: 0 });
  closers.push(() => server.close());
  return { url: server.url, patientId: hospital.landmarks.paulsPatient };
}

/** Any HTTP answer will do: what it may say is for the requests to come. */
async function checkReachable(baseUrl: string): Promise<void> {
  try {
    const response = await fetch(`${baseUrl}/metadata`, {
      headers: { accept: "application/fhir+json" },
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
  } catch (cause) {
    const refused = refusalIn(cause);
    if (refused !== undefined) throw refused;
    throw new AppError(
      "upstream_unreachable",
      `the FHIR server at \`${new URL(baseUrl).host}\` does not answer`,
      {
        cause,
        hint: "check MODICUM_FHIR_UPSTREAM",
      },
    );
  }
}
