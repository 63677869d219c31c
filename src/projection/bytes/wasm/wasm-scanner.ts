/** The scanner over the kernel in wasm/fhir: rules PRJ-90 and following of SPEC.md. */
import { createWasmSurvey } from "../survey/wasm-survey.ts";
import type { ByteScanner } from "../types.ts";
import type { CompiledViews } from "../view.ts";
import { projectBundle, splitBundle } from "./bundle.ts";
import { instantiated } from "./kernel.ts";
import { projectLines } from "./lines.ts";
import { projectResources } from "./resources.ts";
import { Session } from "./session.ts";

/** A scanner over the compiled module of wasm/fhir, for the views of `views`; null where it cannot run. */
export function wasmScanner(views: CompiledViews, module: Uint8Array): ByteScanner | null {
  const kernel = instantiated(module);
  if (kernel === null) return null;
  const session = new Session(kernel, views);
  return {
    kind: "wasm",
    project: (text, view, span = { from: 0, until: text.length }, context) =>
      projectResources(session, text, [{ view, span }], context)[0] ?? null,
    projectAll: (text, tasks, context) => projectResources(session, text, tasks, context),
    projectBundle: (text, view) => projectBundle(session, text, view),
    projectLines: (text, view) => projectLines(session, text, view),
    survey: createWasmSurvey(kernel, (text) => session.memory.place(text)),
    split: (text) => splitBundle(session, text),
  };
}
