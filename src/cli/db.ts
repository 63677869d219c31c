import { Command } from "commander";
import { readConfig } from "../config.ts";
import { databaseUrl } from "../store/database.ts";

export function dbCommand(): Command {
  const url = new Command("url")
    .description("the database's address, password included: for psql and backups, never for a log")
    .action(async () => {
      const config = readConfig(process.env, process.cwd());
      process.stdout.write(`${await databaseUrl(config)}\n`);
    });
  return new Command("db").description("the database").addCommand(url);
}
