// Kernels over FHIR JSON as bytes. The host lays out the memory: a kernel reads and writes where it is told to.
export { structure, structureFlags } from "./structure";
