import type { Pipeline } from "../pipeline.ts";

/** The doors that everybody else comes by, over a pipeline that says the call came through `mcp`. */
export interface AgentDoors {
  readonly pipeline: Pipeline;
  /** `/fhir/…`, as a path with its query; the body is a form. Resolves to JSON. */
  fhir(call: DoorCall): Promise<DoorAnswer>;
  /** `/api/v1/…`; the body is JSON. */
  api(call: DoorCall): Promise<DoorAnswer>;
}

export interface DoorCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The agent's own. */
  readonly authorization: string;
  readonly body?: string;
}

export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The entry in the record. */
  readonly entry?: string | null;
}
