// Printing on A4, lying: the map takes the size of the sheet, with grid and scale, and goes back afterwards.
import type OlMap from "ol/Map.js";
import type Graticule from "ol/layer/Graticule.js";
import { getPointResolution } from "ol/proj.js";

const MM_A_PIXEL = 25.4 / 96;

/** A bar of four parts, and the scale as a number: both hold in the middle of the sheet. */
function scaleBar(map: OlMap): HTMLElement {
  const view = map.getView();
  const metres = getPointResolution("EPSG:3857", view.getResolution() ?? 1, view.getCenter() ?? [0, 0], "m");
  const wanted = metres * 220;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const length = [5, 2, 1].map((step) => step * power).find((step) => step <= wanted) ?? power;
  const bar = document.createElement("div");
  bar.className = "map-scale";
  const parts = bar.appendChild(document.createElement("div"));
  for (let part = 0; part < 4; part += 1) {
    const piece = parts.appendChild(document.createElement("span"));
    piece.style.width = `${length / 4 / metres}px`;
  }
  const unit = length >= 2000 ? 1000 : 1;
  const number = (value: number) => value.toLocaleString(document.documentElement.lang);
  const denominator = Number(((metres / MM_A_PIXEL) * 1000).toPrecision(3));
  bar.append(`0 – ${number(length / unit)} ${unit === 1 ? "m" : "km"} · 1:${number(denominator)}`);
  return bar;
}

export function addPrinting(map: OlMap, grid: Graticule): void {
  const button = document.getElementById("map-print");
  button?.addEventListener("click", () => {
    const extent = map.getView().calculateExtent(map.getSize());
    document.body.classList.add("map-sheet");
    grid.setVisible(true);
    map.updateSize();
    map.getView().fit(extent);
    map.once("rendercomplete", () => {
      const bar = scaleBar(map);
      map.getTargetElement()?.append(bar);
      window.print();
      bar.remove();
      document.body.classList.remove("map-sheet");
      grid.setVisible(false);
      map.updateSize();
      map.getView().fit(extent);
    });
    map.render();
  });
}
