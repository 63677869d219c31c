import "../tokens/tokens.css";
import "../tokens/base.css";
import { createRoot } from "react-dom/client";
import { CommandProvider } from "../commands/commands.tsx";
import { Page, PageHeader } from "../layout/page.tsx";
import { StatusProvider } from "../status/status-region.tsx";
import { TimeContext } from "../text/time-text.tsx";
import { startTheme } from "../theme/theme.ts";
import { Fields } from "./parts-fields.tsx";
import { Lists } from "./parts-lists.tsx";
import { Plots } from "./parts-plots.tsx";
import { Texts } from "./parts-texts.tsx";

/** 4 May 2026, 15:00 UTC. */
const NOW = Date.UTC(2026, 4, 4, 15);

startTheme();

/** Every part once, for the browser tests: never part of the built console. */
function Parts() {
  return (
    <TimeContext value={{ now: () => NOW, zone: "America/Chicago" }}>
      <StatusProvider>
        <CommandProvider singleKeys>
          <main style={{ maxWidth: "76rem", margin: "0 auto", padding: "1rem" }}>
            <Page>
              <PageHeader title="Parts" lead="Every part of the console once." />
              <Lists />
              <Plots />
              <Fields />
              <Texts />
            </Page>
          </main>
        </CommandProvider>
      </StatusProvider>
    </TimeContext>
  );
}

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Parts />);
