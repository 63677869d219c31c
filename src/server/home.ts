import type { CompiledPolicy, PolicyPerson } from "../policy/types.ts";
import { purposeOf } from "./banner.ts";

export interface HomeFacts {
  readonly url: string;
  readonly mode: string;
  /** What it stands in front of. */
  readonly title: string;
  readonly policy: CompiledPolicy;
  /** A patient of the demo to try with; undefined with an own upstream. */
  readonly patientId: string | undefined;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
pre { padding: .75rem 1rem; overflow-x: auto; border: 1px solid #8888; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; } dd { margin: 0; }
`;

/** The page at `/`: what runs, and how to try it. No script, no PHI; plain HTML that any reader shows. */
export function homePage(facts: HomeFacts): string {
  const { policy } = facts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Modicum</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Modicum is running</h1>
<p>It stands in front of a FHIR server and gives each person the least that their job, their purpose and their relation to the patient justify.</p>
<dl>
<dt>Mode</dt><dd>${escape(facts.mode)}</dd>
<dt>FHIR for your clients</dt><dd><code>${escape(facts.url)}/fhir</code></dd>
<dt>In front of</dt><dd>${escape(facts.title)}</dd>
<dt>Policy</dt><dd>${policy.roles.size} roles, ${policy.purposes.size} purposes, ${policy.catalogue.elements.length} data elements; <code>${escape(policy.hash.slice(0, 12))}</code></dd>
<dt>Control API</dt><dd><a href="/api/openapi.json">/api/openapi.json</a>, <a href="/api/schemas">/api/schemas</a></dd>
<dt>Health</dt><dd><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a></dd>
</dl>
${facts.mode === "demo" ? tryIt(facts) : "<h2>Try it</h2><p>Ask with a bearer token of your identity provider and the header <code>X-Purpose-Of-Use</code>.</p>"}
</main>
</body>
</html>
`;
}

function tryIt(facts: HomeFacts): string {
  const path = facts.patientId === undefined ? "Patient" : `Patient/${facts.patientId}`;
  const ask = (person: string, purpose: string): string =>
    [
      `curl -s -H "Authorization: Bearer $(npx modicum token --as ${person} --purpose ${purpose})" \\`,
      `  ${facts.url}/fhir/${path}`,
    ].join("\n");
  return `<h2>Try it</h2>
<p>The same chart, first as the biller, then as the physician, then as somebody from human resources:</p>
<pre>${escape([ask("bea.biller", "HPAYMT"), ask("paul.provider", "TREAT"), ask("hana.hr", "HPAYMT")].join("\n"))}</pre>
<p>What was written about it, as the auditor:</p>
<pre>npx modicum log search --as audra.auditor --purpose audit</pre>
<h2>People of the demo</h2>
<table>
<thead><tr><th scope="col">Person</th><th scope="col">Name</th><th scope="col">Role</th><th scope="col">A purpose to declare</th></tr></thead>
<tbody>
${facts.policy.people.map((person) => personRow(facts.policy, person)).join("\n")}
</tbody>
</table>`;
}

function personRow(policy: CompiledPolicy, person: PolicyPerson): string {
  const declared = purposeOf(policy, person);
  const purpose = declared === undefined ? "none" : `<code>${escape(declared)}</code>`;
  return `<tr><td><code>${escape(person.id)}</code></td><td>${escape(person.displayName)}</td><td>${escape(person.roles.join(", "))}</td><td>${purpose}</td></tr>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
