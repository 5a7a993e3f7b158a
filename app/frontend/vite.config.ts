import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin, UserConfig } from "vite";

const backendUrl = process.env.BACKEND_URL ?? "http://127.0.0.1:5001";

/** Delays the first paint until the script has applied the chosen colours, so that no other theme flashes. */
const paintInChosenColours: Plugin = {
  name: "paint-in-chosen-colours",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

const settings: UserConfig = {
  server: { host: "127.0.0.1", port: 3000, strictPort: true, proxy: { "/api": backendUrl } },
  build: {
    assetsDir: "assets",
    // Data URLs and the polyfill's inline code would need exceptions in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

export default { ...settings, plugins: [react(), tailwindcss(), paintInChosenColours] };
