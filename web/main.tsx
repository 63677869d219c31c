import "./ui/tokens/tokens.css";
import "./ui/tokens/base.css";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { isDenial, problemOf } from "./api/problem.ts";
import { startTheme } from "./ui/theme/theme.ts";

startTheme();

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended meanwhile shows the sign-in instead of a page of denials.
    onError: (error, { queryKey }) => {
      if (problemOf(error).status !== 401 || queryKey[0] === "session") return;
      void queries.invalidateQueries({ queryKey: ["session"] });
    },
  }),
  defaultOptions: {
    queries: {
      // A denial stays one; asking again would only fill the record.
      retry: (count, error) => count < 1 && !isDenial(problemOf(error)),
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element `root`");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
