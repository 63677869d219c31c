import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npx vite web` finds a running server; its own origin is said, so that the session's cookie holds. */
const SERVER = process.env["MODICUM_URL"] ?? "http://127.0.0.1:8080";
const toServer = { target: SERVER, changeOrigin: true, headers: { origin: SERVER } };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    // The plots come in a chunk of their own, loaded with the first plot; gzip sizes are not worth the build's time.
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api/": toServer, "/fhir": toServer } },
});
