import { parentPort, workerData } from "node:worker_threads";
import { findPatientToTry } from "../landmarks.ts";
import { drawScene } from "../scene.ts";
import { serveRecords } from "./server.ts";
import { shelveCharts } from "./shelved-records.ts";
import type { ThreadMessage, ThreadOrder } from "./thread.ts";

/** The far side of `thread.ts`: builds the hospital, serves it, and says so. */
async function serve(order: ThreadOrder, say: (message: ThreadMessage) => void): Promise<void> {
  const tell = (progress: string): void => say({ progress });
  const scene = drawScene(order, tell);
  const { demand, today } = scene;
  const patientId = findPatientToTry(demand, today);
  const store = await shelveCharts(scene, tell);
  const { url } = await serveRecords({ store, today }, { host: "127.0.0.1", port: 0 });
  say({ url, patientId });
}

const port = parentPort;
if (port !== null) await serve(workerData as ThreadOrder, (message) => port.postMessage(message));
