import type { Transform } from "../../catalogue/transforms.ts";
import { TRANSFORMS } from "../../catalogue/transforms.ts";
import { recordOfRow } from "../../projection/files/csv-row.ts";
import { createClient, type ClientOptions } from "../client/client.ts";
import type { DecisionAnswer, DecisionRequest } from "../client/pdp.ts";
import type { Engine, EngineCall, Json } from "../engine/engine.ts";

/** Who an answer is for, and why it is asked. */
export interface Asking {
  readonly subject: string;
  readonly purpose: string;
  readonly caseId: string | undefined;
}

/** A record of the application, as far as a decision needs it. */
export interface RecordInQuestion {
  /** A FHIR R4 type. */
  readonly type: string;
  readonly id: string;
  /** Logical id of the patient it is about. */
  readonly patient: string;
  /** Codes that may label it as sensitive. */
  readonly codings: readonly { readonly system: string; readonly code: string }[];
}

/** What may leave of a record, by element; null: nothing, it is not there. */
export type Permitted = ReadonlyMap<string, Transform> | null;

/** Says what may leave. @throws anything: then nothing leaves */
export interface Decider {
  elements(asking: Asking, records: readonly RecordInQuestion[]): Promise<readonly Permitted[]>;
  /** FHIR R4 records, rebuilt; not given: this decider has no catalogue at hand. */
  minimize?(asking: Asking, records: readonly Json[]): Promise<readonly (Json | null)[]>;
}

/** By a server's decision API, as a registered enforcement point. The server keeps the record. */
export function remote(options: ClientOptions): Decider {
  const { pdp } = createClient(options);
  return {
    async elements({ subject, purpose, caseId }, records) {
      if (records.length === 0) return [];
      const context = {
        purpose,
        ...(caseId === undefined ? {} : { case: caseId }),
        obligations_supported: ["custom"],
      };
      const answers = await pdp.evaluateAll(records.map(questionOf), {
        subject: { type: "user", id: subject },
        action: { name: "read" },
        context,
      });
      if (answers.length !== records.length) throw new TypeError("the server answered another question");
      return answers.map(permittedBy);
    },
  };
}

function questionOf({ type, id, patient, codings }: RecordInQuestion): Partial<DecisionRequest> {
  return { resource: { type, id, properties: { patient, codings } } };
}

/** INVARIANT: a yes without its elements, or with an obligation that is not understood, is a no. */
function permittedBy({ decision, context }: DecisionAnswer): Permitted {
  const obligations = context?.obligations ?? [];
  const [first, ...others] = obligations;
  if (!decision || first?.action !== "release-elements" || others.length > 0) return null;
  const known: ReadonlySet<string> = new Set(TRANSFORMS);
  const elements = (first.elements ?? []).filter(({ as }) => known.has(as));
  return elements.length === 0 ? null : new Map(elements.map(({ id, as }) => [id, as as Transform]));
}

export type EmbeddedPerson = Pick<EngineCall, "roles" | "facts" | "patientId">;

/** What an embedded engine asks its application for. */
export interface EmbeddedOptions {
  readonly engine: Engine;
  /** The person's roles and what is known about them, in the shape of facts; null: nobody who may act here. */
  readonly person: (id: string) => Promise<EmbeddedPerson | null> | EmbeddedPerson | null;
  /** Keeps the application's own record (45 CFR 164.312(b)); nothing leaves before it resolves. */
  readonly record: (entry: EmbeddedEntry) => Promise<void>;
}

export interface EmbeddedEntry {
  readonly personId: string;
  readonly purpose: string;
  readonly policyHash: string;
  readonly records: readonly {
    readonly type: string;
    readonly id: string;
    readonly patient: string | null;
  }[];
  readonly released: readonly string[];
}

/** By an engine inside the application. The application keeps the record. */
export function embedded({ engine, person, record }: EmbeddedOptions): Decider {
  const sightOf = async ({ subject, purpose, caseId }: Asking) => {
    const known = await person(subject);
    if (known === null) return null;
    return engine.sight({
      personId: subject,
      purpose,
      ...known,
      ...(caseId === undefined ? {} : { caseId }),
    });
  };
  return {
    async elements(asking, records) {
      const sight = await sightOf(asking);
      const permitted = records.map((one) => sight?.elementsOf(stubOf(one)) ?? null);
      const shown = records.filter((_, at) => permitted[at] !== null);
      const released = [...new Set(permitted.flatMap((elements) => [...(elements?.keys() ?? [])]))];
      await record({ ...entryOf(asking, engine), records: shown, released });
      return permitted;
    },
    async minimize(asking, records) {
      const sight = await sightOf(asking);
      const minimized = records.map((one) => sight?.minimize(one) ?? null);
      const shown = records.filter((_, at) => minimized[at] !== null);
      const released = [...new Set(minimized.flatMap((one) => one?.released ?? []))];
      await record({ ...entryOf(asking, engine), records: shown.map(namesOf), released });
      return minimized.map((one) => one?.record ?? null);
    },
  };
}

/** A record of the type, about the patient, with the codes: what a row of a file is judged by too. */
function stubOf({ type, id, patient, codings }: RecordInQuestion): Json {
  return { ...recordOfRow(type, { patientId: patient, codings: codings.map((one) => ({ ...one })) }), id };
}

function entryOf({ subject, purpose }: Asking, { policyHash }: Engine) {
  return { personId: subject, purpose, policyHash };
}

function namesOf({ resourceType, id }: Json) {
  return { type: textOf(resourceType), id: textOf(id), patient: null };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
