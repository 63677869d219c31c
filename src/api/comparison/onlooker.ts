import { decide } from "../../decision/decide.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Asked, Permitted, Pipeline } from "../../pipeline.ts";
import type { ComparisonDesk, Eye } from "./ports.ts";

/** One of the people with what decides their view; `null` and the reason when they cannot even sign in. */
export type Onlooker =
  | { readonly eye: Eye; readonly known: Permitted; readonly refused: null }
  | { readonly eye: Eye; readonly known: null; readonly refused: Reason };

/** Who this person is and what is decided for them, by the same steps as a request of theirs. */
export async function onlookerOf(pipeline: Pipeline, desk: ComparisonDesk, eye: Eye): Promise<Onlooker> {
  const credentials = await desk.credentials(eye);
  const identified = await pipeline.identify(credentials);
  if (!identified.ok) return { eye, known: null, refused: because(identified.error) };
  const policy = pipeline.policy();
  if (policy === null) return { eye, known: null, refused: because("policy_missing") };
  const asked: Asked = {
    act: "use",
    capability: "search",
    recipient: null,
    exemption: null,
    credentials,
    interaction: "fhir.search",
    resourceType: null,
    query: null,
  };
  const caller = identified.value;
  const now = pipeline.now();
  const facts = await pipeline.facts(caller, policy);
  const decision = decide(pipeline.requestOf(caller, asked, now), policy, facts);
  return { eye, known: { caller, policy, decision, facts, now }, refused: null };
}
