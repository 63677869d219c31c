import { Command } from "commander";
import { readConfig } from "../config.ts";
import { SETTINGS, shownValue } from "../config/settings.ts";
import { type OutputFormat, outputOption, print } from "./output.ts";

/** `modicum config check`: every setting as it would hold, then each fault; ends with 2 where there is one. */
export function configCommand(): Command {
  const check = new Command("check")
    .description("show each setting, secrets redacted, and everything that is at fault; starts nothing")
    .addOption(outputOption())
    .action(({ output }: { readonly output: OutputFormat }) => {
      const rows = SETTINGS.map((setting) => ({
        setting: setting.name,
        value: shownValue(setting, process.env[setting.name]),
      }));
      print(
        output,
        ["setting", "value"],
        rows.map(({ setting, value }) => [setting, value]),
        rows,
      );
      readConfig(process.env, process.cwd());
      process.stderr.write("the configuration can be used\n");
    });
  return new Command("config").description("what the environment sets").addCommand(check);
}
