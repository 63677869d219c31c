import type { Json } from "../engine/engine.ts";
import type { Asking, Decider, Permitted, RecordInQuestion } from "./decider.ts";
import { rebuild, type RecordShape, type Tokenize, valueAt } from "./shape.ts";

/** How an application's answers are trimmed. `R` is the framework's request. */
export interface MinimizerOptions<R> {
  readonly decider: Decider;
  /** Who is signed in, by the id that the roster knows; null: nobody, and nothing is given. */
  readonly subject: (request: R) => string | null | undefined | Promise<string | null | undefined>;
  readonly purpose: string | ((request: R) => string | Promise<string>);
  /** The case of a case-bound purpose. */
  readonly caseId?: (request: R) => string | undefined;
  /** The application's own JSON, or `fhir` for FHIR R4 resources, which takes an embedded engine. */
  readonly record: RecordShape | "fhir";
  /** Member that holds the records where an answer wraps them; nothing else of the wrapping comes out. */
  readonly list?: string;
  readonly tokenize?: Tokenize;
  /** Told of what went wrong; it never reaches the caller. */
  readonly onFault?: (fault: unknown) => void;
  readonly now?: () => number;
}

/** What the application would have answered. */
export interface AppAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Of the body as it is: gzip… cannot be looked into. */
  readonly contentEncoding: string | undefined;
  readonly body: string;
}

/** What goes out instead, as JSON; null: no body. */
export interface TrimmedAnswer {
  readonly status: number;
  readonly body: string | null;
}

export interface Minimizer<R> {
  /** Never rejects: what cannot be trimmed is not given. */
  answer(request: R, given: AppAnswer): Promise<TrimmedAnswer>;
}

const NOT_FOUND: TrimmedAnswer = { status: 404, body: '{"error":"not found"}' };
const NOT_TRIMMED: TrimmedAnswer = { status: 500, body: '{"error":"the answer cannot be trimmed"}' };
const NO_DECISION: TrimmedAnswer = { status: 503, body: '{"error":"nothing can be decided now"}' };
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\b/i;

/**
 * Trims whatever an application answers (45 CFR 164.502(b)). A hidden record and an absent one are the same 404; a list
 * leaves hidden records out. @throws TypeError for FHIR without an embedded engine
 */
export function createMinimizer<R>(options: MinimizerOptions<R>): Minimizer<R> {
  if (options.record === "fhir" && options.decider.minimize === undefined)
    throw new TypeError("FHIR resources are trimmed by an embedded engine, or read through the gateway");
  return {
    async answer(request, given) {
      try {
        return await answerOf(options, request, given);
      } catch (fault) {
        options.onFault?.(fault);
        return NO_DECISION;
      }
    },
  };
}

async function answerOf<R>(
  options: MinimizerOptions<R>,
  request: R,
  { status, contentType, contentEncoding, body }: AppAnswer,
): Promise<TrimmedAnswer> {
  if (status === 404) return NOT_FOUND;
  if (status >= 400) return { status, body: `{"error":"status ${status}"}` };
  if (status === 204 || (status >= 300 && status !== 304)) return { status, body: null };
  const isPlain = contentEncoding === undefined || contentEncoding === "identity";
  if (status === 304 || status === 206 || !isPlain || !JSON_TYPE.test(contentType ?? "")) return NOT_TRIMMED;
  const value = JSON.parse(body) as unknown;
  const asking = await askingOf(options, request);
  if (asking === null) return { status: 401, body: '{"error":"sign in first"}' };
  const records = recordsIn(value, options.list);
  if (records === null) return NOT_TRIMMED;
  const trimmed = await trim(options, asking, records);
  return { status, ...wrapped(value, options.list, trimmed) };
}

async function askingOf<R>(options: MinimizerOptions<R>, request: R): Promise<Asking | null> {
  const subject = await options.subject(request);
  if (!subject) return null;
  const purpose = typeof options.purpose === "string" ? options.purpose : await options.purpose(request);
  return { subject, purpose, caseId: options.caseId?.(request) };
}

/** The records of an answer; null: it has not the agreed form. */
function recordsIn(value: unknown, list: string | undefined): readonly Json[] | null {
  const held = listIn(value, list) ?? value;
  const records: readonly unknown[] = Array.isArray(held) ? held : [held];
  return records.every(isObject) ? records : null;
}

/** Undefined: the answer is no list, or one without wrapping. */
function listIn(value: unknown, list: string | undefined): readonly unknown[] | undefined {
  if (list === undefined || !isObject(value)) return undefined;
  const held = value[list];
  return Array.isArray(held) ? held : undefined;
}

function wrapped(
  value: unknown,
  list: string | undefined,
  records: readonly Json[],
): TrimmedAnswer | { readonly body: string } {
  if (list !== undefined && listIn(value, list) !== undefined)
    return { body: JSON.stringify({ [list]: records }) };
  if (Array.isArray(value)) return { body: JSON.stringify(records) };
  const [only] = records;
  return only === undefined ? NOT_FOUND : { body: JSON.stringify(only) };
}

/** Hidden records are left out. */
async function trim<R>(
  options: MinimizerOptions<R>,
  asking: Asking,
  records: readonly Json[],
): Promise<readonly Json[]> {
  const { decider, record: shape, tokenize, now = () => Date.now() } = options;
  if (shape === "fhir") {
    const minimized = (await decider.minimize?.(asking, records)) ?? [];
    return minimized.filter((one) => one !== null);
  }
  const asked = records.map((record) => questionOf(record, shape));
  const answerable = asked.filter((question) => question !== null);
  const answers = await decider.elements(asking, answerable);
  const permitted = new Map<RecordInQuestion, Permitted>(
    answerable.map((question, at) => [question, answers[at] ?? null]),
  );
  return records.flatMap((record, at) => {
    const question = asked[at] ?? null;
    const elements = question === null ? null : (permitted.get(question) ?? null);
    return elements === null ? [] : [rebuild(record, shape, elements, { tokenize, now: now() })];
  });
}

/** Null: the record does not say which it is, or whose, so that it is not there. */
function questionOf(record: Json, shape: RecordShape): RecordInQuestion | null {
  const [id, patient] = [textOf(valueAt(record, shape.id)), textOf(valueAt(record, shape.patient))];
  if (id === null || patient === null) return null;
  return { type: shape.type, id, patient, codings: shape.codings?.(record) ?? [] };
}

function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
