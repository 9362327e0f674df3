// Measuring, and drawing or changing an area: with the areas there visible and caught, its size shown while it grows.
import type OlMap from "ol/Map.js";
import Feature from "ol/Feature.js";
import { GeoJSON } from "ol/format.js";
import { LineString, MultiPolygon, Polygon } from "ol/geom.js";
import type Geometry from "ol/geom/Geometry.js";
import { Draw, Modify, Snap } from "ol/interaction.js";
import VectorLayer from "ol/layer/Vector.js";
import { toLonLat, transformExtent } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style } from "ol/style.js";
import { unByKey } from "ol/Observable.js";
import { amount, areaM2, lengthM } from "./_ground.js";

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const format = new GeoJSON({ featureProjection: "EPSG:3857", dataProjection: "EPSG:4326" });

function sizeOf(shape: Geometry): number {
  if (shape instanceof Polygon) return areaM2(shape.getCoordinates());
  if (shape instanceof MultiPolygon) return shape.getPolygons().reduce((sum, one) => sum + areaM2(one.getCoordinates()), 0);
  return 0;
}

export function tools(map: OlMap, saved: () => void) {
  const draft = new VectorSource();
  const others = new VectorSource();
  const ink = new Style({
    fill: new Fill({ color: "rgba(184,92,0,0.14)" }),
    stroke: new Stroke({ color: "#b85c00", width: 2.5 }),
    image: new Circle({ radius: 5, fill: new Fill({ color: "#b85c00" }), stroke: new Stroke({ color: "#ffffff", width: 1.5 }) }),
  });
  const guide = new Style({ stroke: new Stroke({ color: "#5d5850", width: 1, lineDash: [3, 3] }), fill: new Fill({ color: "rgba(0,0,0,0)" }) });
  map.addLayer(new VectorLayer({ source: others, style: guide }));
  map.addLayer(new VectorLayer({ source: draft, style: ink }));
  const modify = new Modify({ source: draft });
  const snap = new Snap({ source: others });
  let drawing: Draw | null = null;
  let mode = "look";

  function leave(): void {
    if (drawing) map.removeInteraction(drawing);
    for (const one of [modify, snap]) map.removeInteraction(one);
    drawing = null;
  }
  function enter(next: string): void {
    leave();
    mode = next;
    for (const button of document.querySelectorAll<HTMLElement>("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset["tool"] === next));
    find("measured").hidden = next !== "measure";
    find("draw-panel").hidden = next !== "draw";
    if (next === "look") return;
    draft.clear();
    begin(next === "measure" ? (find<HTMLSelectElement>("measure-what").value as "LineString" | "Polygon") : "Polygon");
    if (next === "draw") void load();
  }
  function begin(type: "LineString" | "Polygon"): void {
    drawing = new Draw({ source: draft, type, style: ink, stopClick: true });
    drawing.on("drawstart", (event) => {
      draft.clear();
      const shape = event.feature.getGeometry();
      const key = shape?.on("change", () => show(shape));
      drawing?.once("drawend", () => key && unByKey(key));
      drawing?.once("drawabort", () => key && unByKey(key));
    });
    drawing.on("drawend", (event) => finished(event.feature));
    map.addInteraction(drawing);
    if (mode === "draw") {
      map.addInteraction(modify);
      map.addInteraction(snap);
    }
  }
  function show(shape: Geometry): void {
    const words = shape instanceof LineString ? amount(lengthM(shape.getCoordinates()), "m") : amount(sizeOf(shape), "m²");
    find(mode === "measure" ? "measured-value" : "drawn-area").textContent = words;
  }
  function finished(feature: Feature): void {
    const shape = feature.getGeometry();
    if (!shape) return;
    show(shape);
    if (mode !== "draw") return;
    if (drawing) map.removeInteraction(drawing);
    drawing = null;
    keep(feature);
  }
  function keep(feature: Feature): void {
    find<HTMLInputElement>("geometry").value = JSON.stringify(format.writeGeometryObject(feature.getGeometry() as Geometry, { decimals: 8 }));
    void check();
  }
  async function check(): Promise<void> {
    const form = new FormData(find<HTMLFormElement>("draw-form"));
    const answer = await fetch("/map/check", { method: "POST", body: form });
    find("checks").innerHTML = await answer.text();
    find<HTMLButtonElement>("save-area").disabled = !answer.ok || find("checks").querySelector("[data-must-fix]") !== null;
  }
  async function load(): Promise<void> {
    const bounds = transformExtent(map.getView().calculateExtent(map.getSize()), "EPSG:3857", "EPSG:4326").join(",");
    const answer = await fetch(`/api/layers/hazardous_area?bbox=${bounds}&limit=500`);
    if (!answer.ok) return;
    others.clear();
    others.addFeatures(format.readFeatures(await answer.json()));
  }
  function put(shape: Geometry, words = ""): void {
    leave();
    mode = "draw";
    enter("draw");
    if (drawing) map.removeInteraction(drawing);
    drawing = null;
    const feature = new Feature(shape);
    draft.addFeature(feature);
    show(shape);
    keep(feature);
    map.getView().fit(shape.getExtent(), { padding: [60, 60, 60, 60], maxZoom: 17 });
    find("draw-subject").textContent = words;
    void load();
  }

  modify.on("modifyend", () => {
    const feature = draft.getFeatures()[0];
    const shape = feature?.getGeometry();
    if (feature && shape) {
      show(shape);
      keep(feature);
    }
  });
  map.on("moveend", () => { if (mode === "draw") void load(); });
  for (const button of document.querySelectorAll<HTMLElement>("[data-tool]")) {
    button.addEventListener("click", () => {
      find<HTMLInputElement>("edited").value = "";
      find<HTMLInputElement>("geometry").value = "";
      find("draw-subject").textContent = "";
      find("checks").innerHTML = "";
      enter(button.dataset["tool"] === mode ? "look" : (button.dataset["tool"] ?? "look"));
    });
  }
  find("measure-what").addEventListener("change", () => enter("measure"));
  find("place-corners").addEventListener("click", async () => {
    const form = new FormData(find<HTMLFormElement>("draw-form"));
    form.set("near", toLonLat(map.getView().getCenter() ?? [0, 0]).join(","));
    const answer = await fetch("/map/corners", { method: "POST", body: form, headers: { accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) find("checks").textContent = String(told.detail);
    else put(format.readGeometry(told) as Geometry);
  });
  find<HTMLFormElement>("draw-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = find<HTMLFormElement>("draw-form");
    const answer = await fetch("/map/areas", { method: "POST", body: new FormData(form) });
    find("checks").innerHTML = await answer.text();
    if (!answer.ok) return;
    draft.clear();
    enter("look");
    find("saved").innerHTML = find("checks").innerHTML;
    find("checks").innerHTML = "";
    form.reset();
    saved();
  });
  // By keyboard: the corner is where the cross in the middle of the map is.
  map.getTargetElement()?.addEventListener("keydown", (event) => {
    if (mode === "look" || !drawing) return;
    const centre = map.getView().getCenter();
    if (event.key === "Enter" && centre) drawing.appendCoordinates([centre]);
    else if (event.key === "Backspace") drawing.removeLastPoint();
    else if (event.key === "f") drawing.finishDrawing();
    else if (event.key === "Escape") enter("look");
    else return;
    event.preventDefault();
  });
  return {
    busy: () => mode !== "look",
    edit: async (subject: string) => {
      const answer = await fetch(`/api/layers/hazardous_area?subject=${encodeURIComponent(subject)}`);
      if (!answer.ok) return;
      const feature = format.readFeatures(await answer.json())[0];
      const shape = (feature as Feature | undefined)?.getGeometry();
      if (!shape) return;
      find<HTMLInputElement>("edited").value = subject;
      put(shape, subject);
    },
  };
}
