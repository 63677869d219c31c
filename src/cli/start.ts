import { Command } from "commander";
import { startServer } from "../main.ts";

export function startCommand(): Command {
  return new Command("start")
    .description("run the gateway; without settings, in front of the demo hospital")
    .action(async () => {
      const server = await startServer(process.env, process.cwd());
      process.stdout.write(server.banner);
      const ended = new Promise<void>((settle) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => settle());
      });
      await ended;
      process.stderr.write("stopping…\n");
      await server.close();
    });
}
