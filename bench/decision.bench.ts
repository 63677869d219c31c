/** `npm run bench:decision`: the rows of the decision alone. */
import { OURS } from "./harness/document.ts";
import { runBench } from "./harness/runner.ts";

process.exitCode = await runBench(["decision"], OURS, (text) => console.log(text));
