import { defineConfig } from "vitest/config";

const unit = ["src/**/*.test.ts", "demo/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"];

export default defineConfig({
  test: {
    // Every core: by itself the runner leaves one of two idle.
    maxWorkers: "100%",
    reporters: ["default", "./test/closing-line-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: unit,
          exclude: ["**/*.db.test.ts", "**/*.e2e.test.ts", "**/*.browser.test.ts"],
          setupFiles: ["test/fuzz-seed.ts"],
          pool: "threads",
          isolate: false,
          // Property tests of CI's size take longer than a unit should; each says how many runs it makes.
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "db",
          setupFiles: ["test/fuzz-seed.ts"],
          globalSetup: ["test/global-postgres.ts"],
          include: ["**/*.db.test.ts"],
          exclude: ["node_modules/**", ".modicum/**"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          name: "web",
          include: ["web/**/*.test.{ts,tsx}"],
          exclude: ["**/*.browser.test.ts", "web/dist/**"],
          setupFiles: ["test/fuzz-seed.ts"],
        },
      },
      {
        test: {
          name: "browser",
          globalSetup: ["test/browser/console-server.ts"],
          include: ["**/*.browser.test.ts"],
          exclude: ["node_modules/**", ".modicum/**"],
          pool: "forks",
          // Each with a browser and a server of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What a page comes to show, on a machine that does much else.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: "e2e",
          globalSetup: ["test/e2e/shared-server.ts"],
          include: ["**/*.e2e.test.ts"],
          exclude: ["node_modules/**", ".modicum/**"],
          pool: "forks",
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
