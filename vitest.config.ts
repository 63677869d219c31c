import { defineConfig } from "vitest/config";

const unit = ["src/**/*.test.ts", "demo/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", "./test/closing-line-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: unit,
          exclude: ["**/*.db.test.ts", "**/*.e2e.test.ts"],
          pool: "threads",
          isolate: false,
        },
      },
      {
        test: {
          name: "db",
          globalSetup: ["test/global-postgres.ts"],
          include: ["**/*.db.test.ts"],
          exclude: ["node_modules/**"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["**/*.e2e.test.ts"],
          exclude: ["node_modules/**"],
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
