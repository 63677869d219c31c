// What a script without a library would do with NDJSON: parse each line and write it again. `node parse-stringify.mjs IN OUT`
import { createReadStream, createWriteStream } from "node:fs";
import { once } from "node:events";

const [, , from, to] = process.argv;
const output = createWriteStream(to);
let rest = "";
for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20, encoding: "utf8" })) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  let text = "";
  for (const line of lines) if (line !== "") text += `${JSON.stringify(JSON.parse(line))}\n`;
  if (!output.write(text)) await once(output, "drain");
}
if (rest !== "") output.write(`${JSON.stringify(JSON.parse(rest))}\n`);
output.end();
await once(output, "finish");
