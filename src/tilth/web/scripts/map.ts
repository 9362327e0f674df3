// The map page: layers of the project, time, positions under the cursor, and what lies in view.
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import { Attribution, ScaleLine, Zoom } from "ol/control.js";
import { GeoJSON, MVT } from "ol/format.js";
import Graticule from "ol/layer/Graticule.js";
import ImageTile from "ol/layer/Tile.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import VectorTileSource from "ol/source/VectorTile.js";
import XYZ from "ol/source/XYZ.js";
import { Fill, Stroke, Style } from "ol/style.js";
import type { FeatureLike } from "ol/Feature.js";
import { areaStyle, clusterStyle, paint, pointStyle, reachStyle, type Symbol } from "./_symbols.js";
import { written } from "./_ground.js";
import { tools } from "./_drawing.js";
import { addPrinting } from "./_printing.js";

interface Config {
  version: number;
  extent: [number, number, number, number] | null;
  layers: Record<string, Record<string, Symbol>>;
  surface: { run: string } | null;
  base: { address: string; kind: string; deepest: number; words: string } | null;
}

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const config: Config = JSON.parse(find("map-config").textContent ?? "{}");
const target = find("map");
const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// --- styles, one a group, made once
const styles = new Map<string, Style>();
const other: Symbol = { says: "", fill: "#999999", line: "#6b6b6b", shape: "dot", pattern: "no" };
function symbolOf(layer: string, group: string): Symbol {
  return config.layers[layer]?.[group] ?? config.layers[layer]?.["other"] ?? other;
}
function partsOf(layer: string, told: string): [Symbol, number][] {
  return told.split(" ").map((part) => {
    const [group = "", n = "0"] = part.split(":");
    return [symbolOf(layer, group), Number(n)];
  });
}
function kindOf(feature: FeatureLike): string {
  return String(feature.getGeometry()?.getType());
}
function styleOf(feature: FeatureLike): Style | undefined {
  const layer = String(feature.get("layer"));
  const [name, group] = [layer === "cluster" ? String(feature.get("of")) : layer, String(feature.get("group"))];
  if (!shown.has(name === "strike_reach" ? "strike" : name)) return undefined;
  const key = `${layer} ${name} ${group} ${layer === "cluster" ? feature.get("parts") : kindOf(feature)}`;
  let style = styles.get(key);
  if (!style) {
    const symbol = symbolOf(name === "strike_reach" ? "strike" : name, group);
    if (layer === "cluster") style = clusterStyle(partsOf(name, String(feature.get("parts"))), Number(feature.get("n")));
    else if (layer === "strike_reach") style = reachStyle(symbol);
    else style = kindOf(feature).endsWith("Polygon") ? areaStyle(symbol) : pointStyle(symbol);
    styles.set(key, style);
  }
  return style;
}

const boxes = [...document.querySelectorAll<HTMLInputElement>("input[data-layer]")];
let shown = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset["layer"] ?? ""));

// --- layers
const world = new VectorLayer({
  source: new VectorSource({ url: "/map/world", format: new GeoJSON() }),
  minResolution: 120,
  style: new Style({ fill: new Fill({ color: colour("--surface") }), stroke: new Stroke({ color: colour("--strong-line"), width: 0.8 }) }),
});
const time = { on: "", known: "" };
const tileAddress = () => `/map/tiles/{z}/{x}/{y}?v=${config.version}${time.on ? `&on=${time.on}` : ""}${time.known ? `&known=${time.known}` : ""}`;
const things = new VectorTileSource({ format: new MVT({ layerName: "layer" }), url: tileAddress(), maxZoom: 18, transition: 0 });
const placed = new VectorTileLayer({ source: things, style: styleOf, declutter: false });
const surface = new ImageTile({ visible: false, opacity: 0.8 });
const hatch = new ImageTile({ visible: false });
const grid = new Graticule({ showLabels: true, wrapX: false, visible: false, strokeStyle: new Stroke({ color: "rgba(90,90,90,0.55)", width: 0.8 }) });
const under = base();
const map = new OlMap({
  target,
  layers: [world, ...(under ? [under] : []), surface, hatch, placed, grid],
  controls: [new Zoom({ zoomInTipLabel: target.dataset["in"], zoomOutTipLabel: target.dataset["out"] }), new ScaleLine({ minWidth: 90 }), new Attribution({ collapsible: false })],
  view: new View({ center: [0, 0], zoom: 2, maxZoom: 20, enableRotation: false }),
});
const view = map.getView();
const home = () => {
  if (config.extent) view.fit(transformExtent(config.extent, "EPSG:4326", "EPSG:3857"), { padding: [24, 24, 24, 24], maxZoom: 17 });
  else view.fit(transformExtent([-150, -55, 170, 75], "EPSG:4326", "EPSG:3857"));
};
home();
find("map-home").addEventListener("click", home);

function base(): ImageTile<XYZ> | VectorTileLayer | null {
  const told = config.base;
  if (!told) return null;
  const more = { maxZoom: told.deepest, attributions: told.words };
  if (told.kind !== "pbf") return new ImageTile({ source: new XYZ({ url: told.address, ...more }) });
  const line = new Style({ fill: new Fill({ color: "rgba(120,120,110,0.08)" }), stroke: new Stroke({ color: colour("--strong-line"), width: 0.7 }) });
  return new VectorTileLayer({ source: new VectorTileSource({ format: new MVT(), url: told.address, ...more }), style: line });
}

// --- which layers, which day
for (const box of boxes) {
  box.addEventListener("change", () => {
    shown = new Set(boxes.filter((one) => one.checked).map((one) => one.dataset["layer"] ?? ""));
    placed.changed();
    void inView();
  });
}
for (const canvas of document.querySelectorAll<HTMLCanvasElement>("canvas[data-symbol]")) {
  const [layer = "", group = ""] = (canvas.dataset["symbol"] ?? "").split("/");
  const symbol = symbolOf(layer, group);
  if (!symbol.shape) {
    paint(canvas, symbol);
    const pen = canvas.getContext("2d");
    if (pen) {
      pen.globalAlpha = 1;
      pen.strokeStyle = symbol.line;
      pen.lineWidth = 2;
      pen.strokeRect(1, 1, canvas.width - 2, canvas.height - 2);
    }
  } else {
    const image = pointStyle(symbol).getImage()?.getImage(1);
    if (image instanceof HTMLCanvasElement) canvas.getContext("2d")?.drawImage(image, (canvas.width - image.width) / 2, (canvas.height - image.height) / 2);
  }
}
for (const name of ["on", "known"] as const) {
  const slider = find<HTMLInputElement>(`time-${name}`);
  const day = find<HTMLInputElement>(`day-${name}`);
  const set = (value: string) => {
    time[name] = value;
    things.setUrl(tileAddress());
    void inView();
  };
  slider.addEventListener("input", () => {
    day.value = slider.value === slider.max ? "" : new Date(Number(slider.value) * 86_400_000).toISOString().slice(0, 10);
  });
  slider.addEventListener("change", () => set(day.value));
  day.addEventListener("change", () => {
    slider.value = day.value ? String(Math.floor(Date.parse(day.value) / 86_400_000)) : slider.max;
    set(day.value);
  });
}

// --- the hazard surface, with what it says under the cursor
const band = document.getElementById("band") as HTMLSelectElement | null;
const hatched = document.getElementById("hatched") as HTMLInputElement | null;
function showSurface(): void {
  if (!band || !hatched || !config.surface) return;
  const run = config.surface.run.slice(0, 12);
  find("band-words").textContent = band.value ? (band.selectedOptions[0]?.textContent ?? "") : "";
  surface.setVisible(band.value !== "");
  hatch.setVisible(hatched.checked);
  if (band.value) surface.setSource(new XYZ({ url: `/map/surface/${band.value}/{z}/{x}/{y}?v=${run}`, maxZoom: 18 }));
  if (!hatch.getSource()) hatch.setSource(new XYZ({ url: `/map/hatch/{z}/{x}/{y}?v=${run}`, maxZoom: 20 }));
  for (const legend of document.querySelectorAll<HTMLElement>("[data-band]")) legend.hidden = legend.dataset["band"] !== band.value;
}
band?.addEventListener("change", showSurface);
hatched?.addEventListener("change", showSurface);
showSurface();

let asked = 0;
async function tell(lon: number, lat: number): Promise<void> {
  const said = written(lon, lat);
  for (const name of ["dd", "utm", "mgrs"] as const) find(`at-${name}`).textContent = said[name];
  if (!config.surface || !band?.value) return;
  const mine = ++asked;
  await new Promise((resolve) => setTimeout(resolve, 90));
  if (mine !== asked) return;
  const answer = await fetch(`/map/value?lon=${lon}&lat=${lat}`);
  if (mine === asked && answer.ok) find("at-value").innerHTML = await answer.text();
}
map.on("pointermove", (event) => {
  if (event.dragging) return;
  const [lon = 0, lat = 0] = toLonLat(event.coordinate);
  void tell(lon, lat);
});
map.on("moveend", () => {
  if (document.activeElement === target) {
    const [lon = 0, lat = 0] = toLonLat(view.getCenter() ?? [0, 0]);
    void tell(lon, lat);
  }
  void inView();
});

// --- what is here, and what lies in view (the map as a table)
const draw = tools(map, () => { config.version += 1; things.setUrl(tileAddress()); });
async function about(pixel: number[]): Promise<void> {
  const found = map.getFeaturesAtPixel(pixel, { hitTolerance: 5, layerFilter: (layer) => layer === placed }).find((one) => one.get("subject"));
  const cluster = map.getFeaturesAtPixel(pixel, { hitTolerance: 3, layerFilter: (layer) => layer === placed }).find((one) => one.get("layer") === "cluster");
  if (!found && cluster) {
    view.animate({ center: map.getCoordinateFromPixel(pixel), zoom: (view.getZoom() ?? 2) + 2, duration: 200 });
    return;
  }
  if (found) await showSubject(String(found.get("subject")));
}
async function showSubject(subject: string): Promise<void> {
  const answer = await fetch(`/map/about?subject=${encodeURIComponent(subject)}`);
  if (!answer.ok) return;
  find("about").innerHTML = await answer.text();
  find<HTMLDetailsElement>("about-card").open = true;
}
map.on("singleclick", (event) => { if (!draw.busy()) void about(event.pixel); });
target.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !draw.busy()) {
    const size = map.getSize() ?? [0, 0];
    void about([(size[0] ?? 0) / 2, (size[1] ?? 0) / 2]);
  }
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-show-subject],[data-edit-subject]") : null;
  if (button?.dataset["showSubject"]) {
    const [west, south, east, north] = (button.dataset["bounds"] ?? "").split(",").map(Number);
    if (west !== undefined && north !== undefined) view.fit([...fromLonLat([west, south ?? 0]), ...fromLonLat([east ?? 0, north])], { padding: [60, 60, 60, 60], maxZoom: 17, duration: 200 });
    void showSubject(button.dataset["showSubject"]);
    target.scrollIntoView({ block: "nearest" });
  }
  if (button?.dataset["editSubject"]) void draw.edit(button.dataset["editSubject"]);
});

let looked = 0;
async function inView(page = 1): Promise<void> {
  const mine = ++looked;
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (mine !== looked) return;
  const bounds = transformExtent(view.calculateExtent(map.getSize()), "EPSG:3857", "EPSG:4326").map((one) => one.toFixed(6)).join(",");
  const query = new URLSearchParams({ bbox: bounds, layers: [...shown].join(","), page: String(page) });
  if (time.on) query.set("on", time.on);
  if (time.known) query.set("known", time.known);
  const answer = await fetch(`/map/table?${query}`);
  if (mine === looked && answer.ok) find("in-view").innerHTML = await answer.text();
}
find("in-view").addEventListener("click", (event) => {
  const page = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-page]")?.dataset["page"] : undefined;
  if (page) void inView(Number(page));
});

addPrinting(map, grid);
const wanted = new URLSearchParams(location.search).get("subject");
if (wanted) {
  void fetch(`/map/about?subject=${encodeURIComponent(wanted)}`).then(async (answer) => {
    if (!answer.ok) return;
    find("about").innerHTML = await answer.text();
    find<HTMLDetailsElement>("about-card").open = true;
    document.querySelector<HTMLElement>("#about [data-show-subject]")?.click();
  });
}
map.once("rendercomplete", () => target.setAttribute("data-drawn", String(Math.round(performance.now()))));
