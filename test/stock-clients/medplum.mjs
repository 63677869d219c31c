// Searches with an include, follows the pages and reads a record with @medplum/core, as its documentation shows.
import { MedplumClient } from "@medplum/core";

const [baseUrl, token] = process.argv.slice(2);
const client = new MedplumClient({ baseUrl, fhirUrlPath: "fhir", fetch });
client.setAccessToken(token);

const pages = [];
for await (const page of client.searchResourcePages("Claim", { _count: 2 })) {
  pages.push(page.map(({ id }) => id));
  if (pages.length === 3) break;
}
const bundle = await client.search("Claim", { _count: 1, _include: "Claim:patient" });
const patient = bundle.entry.find(({ search }) => search.mode === "include").resource;
const read = await client.readResource("Patient", patient.id);
const refused = await client.searchResources("Observation", { _count: 1 }).then(
  () => null,
  (error) => error.outcome.issue[0].details.coding[0].code,
);
process.stdout.write(
  JSON.stringify({
    pages,
    modes: bundle.entry.map(({ search }) => search.mode),
    read: read.id,
    patient: patient.id,
    refused,
  }),
);
