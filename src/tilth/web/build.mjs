// Builds what the pages need into static/, which is committed: no Node is needed to install or run tilth.
import { build } from "esbuild";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const out = process.argv[2] ?? "static";
rmSync(out, { recursive: true, force: true });
const scripts = readdirSync("scripts").filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.startsWith("_"));
await build({
  entryPoints: scripts.map((name) => `scripts/${name}`),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
await build({
  entryPoints: ["styles/tilth.css", "styles/map.css"],
  outdir: out,
  bundle: true,
  minify: true,
  external: ["*.woff2"],
  target: "es2022",
  logLevel: "warning",
});

const fonts = {
  "source-sans-3": ["latin", "latin-ext", "cyrillic", "cyrillic-ext"],
  "source-serif-4": ["latin", "latin-ext", "cyrillic", "cyrillic-ext"],
  "noto-sans-arabic": ["arabic"],
};
for (const [font, parts] of Object.entries(fonts)) {
  for (const part of parts) {
    const name = `${font}-${part}-wght-normal.woff2`;
    cpSync(`node_modules/@fontsource-variable/${font}/files/${name}`, `${out}/${name}`);
  }
}
cpSync("node_modules/htmx.org/dist/htmx.min.js", `${out}/htmx.min.js`);
cpSync("styles/icon.svg", `${out}/icon.svg`);

// Licences of everything that goes into static/, each with its text.
const packages = {
  "htmx.org": "node_modules/htmx.org/LICENSE",
  "Source Sans 3": "node_modules/@fontsource-variable/source-sans-3/LICENSE",
  "Source Serif 4": "node_modules/@fontsource-variable/source-serif-4/LICENSE",
  OpenLayers: "node_modules/ol/LICENSE.md",
  "mgrs": "node_modules/mgrs/license.md",
  proj4: "node_modules/proj4/LICENSE.md",
  "geographiclib-geodesic": "node_modules/geographiclib-geodesic/LICENSE.txt",
  "Noto Sans Arabic": "node_modules/@fontsource-variable/noto-sans-arabic/LICENSE",
};
const notices = Object.entries(packages).map(([name, path]) => `${name}\n${"=".repeat(name.length)}\n\n${readFileSync(path, "utf8").trim()}\n`);
writeFileSync(`${out}/LICENCES.txt`, notices.join("\n\n"));
