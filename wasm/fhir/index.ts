// Kernels over FHIR JSON as bytes. The host lays out the memory: a kernel reads and writes where it is told to.
export { structure, structureFlags } from "./structure";
export { survey } from "./survey";
export { mentionsAt } from "./survey-mentions";
export { setRole, watchName } from "./survey-names";
export { clearLabels, labelCode, labelOrigin, labelSystem, labelTablesAt, labelTablesSize } from "./survey-labels";
export { heapAt, tablesAt, viewsAt } from "./memory";
export { outputEnd, project, projectBundle, setAccounts, splitText, useText } from "./project";
export { lackedTests, lackedVariants } from "./trouble";
export { forgetShapes } from "./shapes";
export { eventsEnd, linesSeen, linesShown, projectLines, startLines } from "./lines";
export { useTransforms } from "./holes";
