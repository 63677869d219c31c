import { chmod, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { AppError } from "../kernel/errors.ts";
import { exportToCedar } from "../policy/export/cedar/export.ts";
import { openPolicy } from "../policy/open.ts";
import { tell } from "./output.ts";
import { openPolicyHere } from "./policy-here.ts";

interface Asked {
  readonly to: "cedar";
  readonly output?: string;
  readonly schema?: boolean;
}

/** `policy export`: the policy in another engine's language, for whoever wants to check it with an engine not ours. */
export function exportCommand(): Command {
  return new Command("export")
    .description("the policy in the language of another engine, to check it there")
    .argument("[dir]", "the policy folder; MODICUM_POLICY, else content")
    .addOption(new Option("--to <language>", "the language").choices(["cedar"]).makeOptionMandatory())
    .option(
      "-o, --output <folder>",
      "write policy.cedar and policy.cedarschema there; else the policies go to stdout",
    )
    .addOption(new Option("--schema", "print the schema instead of the policies").conflicts("output"))
    .action(exportFolder);
}

async function exportFolder(dir: string | undefined, { output, schema }: Asked): Promise<void> {
  const policy =
    dir === undefined ? (await openPolicyHere()).policy : await openPolicy(dir, { now: () => Date.now() });
  const exported = exportToCedar(policy);
  if (output === undefined) {
    process.stdout.write(schema === true ? exported.schema : exported.policies);
    return;
  }
  const files = new Map([
    ["policy.cedar", exported.policies],
    ["policy.cedarschema", exported.schema],
  ]);
  await writeWhole(output, files);
  tell(`${exported.statements.size} policies in ${join(output, "policy.cedar")}`);
}

/**
 * Writes the files as a folder that is there whole or not at all; an earlier export in its place is replaced.
 * @throws AppError `usage` when the folder cannot be written, or holds anything else
 */
export async function writeWhole(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const target = resolve(folder);
  await refuseOthers(target, folder, files);
  let part: string | undefined;
  try {
    part = await mkdtemp(`${target}.part-`);
    for (const [name, text] of files) await writeFile(join(part, name), text);
    await chmod(part, 0o755);
    await swapIn(part, target);
  } catch (cause) {
    if (part !== undefined) await rm(part, { recursive: true, force: true });
    throw new AppError("usage", `cannot write \`${folder}\``, {
      cause,
      hint: "check the path, its permissions and the disk",
    });
  }
}

async function refuseOthers(
  target: string,
  shown: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const present = await readdir(target).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === "ENOENT") return [];
    throw new AppError("usage", `\`${shown}\` is no folder that can be read`, { cause: fault });
  });
  const other = present.find((name) => !files.has(name));
  if (other === undefined) return;
  throw new AppError("usage", `\`${shown}\` holds other files`, { hint: "name a new folder" });
}

/** The earlier folder is only moved aside until the new one stands in its place. */
async function swapIn(part: string, target: string): Promise<void> {
  const aside = `${part}.old`;
  const had = await rename(target, aside).then(
    () => true,
    (fault: NodeJS.ErrnoException) => {
      if (fault.code === "ENOENT") return false;
      throw fault;
    },
  );
  try {
    await rename(part, target);
  } catch (fault) {
    if (had) await rename(aside, target);
    throw fault;
  }
  if (had) await rm(aside, { recursive: true, force: true });
}
