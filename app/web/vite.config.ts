import { defineConfig } from "vite";

// Relative addresses, so that any web server serves the page from any folder.
export default defineConfig({ base: "./", build: { outDir: "site", target: "es2022" } });
