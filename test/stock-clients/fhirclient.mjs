// Searches with an include, follows the pages and reads a record with fhirclient (SMART), as its documentation shows.
import { createRequire } from "node:module";

const smart = createRequire(import.meta.url)("fhirclient");

const [baseUrl, token] = process.argv.slice(2);
const client = smart({ headers: {} }, {}, {}).client({
  serverUrl: `${baseUrl}/fhir`,
  tokenResponse: { access_token: token },
});

const pages = [];
await client.request("Claim?_count=2", {
  pageLimit: 3,
  flat: false,
  onPage: (page) => void pages.push(page.entry.map(({ resource }) => resource.id)),
});
const bundle = await client.request("Claim?_count=1&_include=Claim:patient");
const patient = bundle.entry.find(({ search }) => search.mode === "include").resource;
const read = await client.request(`Patient/${patient.id}`);
const refused = await client.request("Observation?_count=1").then(
  () => null,
  (error) => error.status ?? error.statusCode,
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
