// The bill of materials of what ships (CycloneDX), on stdout. By itself `npm sbom --omit dev` also leaves out what ships
// and is a peer of a tool for development, so that here all is asked for, and what is for development alone is taken out.
import { execFileSync } from "node:child_process";

const args = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
const bill = JSON.parse(
  execFileSync("npm", args, { maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", "ignore"] }),
);
const isForDevelopment = ({ properties = [] }) =>
  properties.some(({ name }) => name === "cdx:npm:package:development");
const components = bill.components.filter((component) => !isForDevelopment(component));
const shipped = new Set([bill.metadata.component, ...components].map((component) => component["bom-ref"]));
const dependencies = bill.dependencies
  .filter(({ ref }) => shipped.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => shipped.has(one)) }));
bill.metadata.component.name = "modicum";
process.stdout.write(`${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);
