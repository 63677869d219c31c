import "./ui/tokens/tokens.css";
import "./ui/tokens/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { isDenial, problemOf } from "./api/problem.ts";
import { startTheme } from "./ui/theme/theme.ts";

startTheme();

const queries = new QueryClient({
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
