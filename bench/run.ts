/** `npm run bench -- [NAME…]`: see harness/arguments.ts. */
import { OURS } from "./harness/document.ts";
import { runBench } from "./harness/runner.ts";

process.exitCode = await runBench(process.argv.slice(2), OURS, (text) => console.log(text));
