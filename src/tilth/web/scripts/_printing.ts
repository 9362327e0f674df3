// Printing on A4, lying: the map takes the size of the sheet, with grid and scale, and goes back afterwards.
import type OlMap from "ol/Map.js";
import type Graticule from "ol/layer/Graticule.js";
import { ScaleLine } from "ol/control.js";

export function addPrinting(map: OlMap, grid: Graticule): void {
  const bar = new ScaleLine({ bar: true, steps: 4, text: true, minWidth: 140 });
  const button = document.getElementById("map-print");
  button?.addEventListener("click", () => {
    const extent = map.getView().calculateExtent(map.getSize());
    document.body.classList.add("map-sheet");
    grid.setVisible(true);
    map.addControl(bar);
    map.updateSize();
    map.getView().fit(extent);
    map.once("rendercomplete", () => {
      window.print();
      document.body.classList.remove("map-sheet");
      grid.setVisible(false);
      map.removeControl(bar);
      map.updateSize();
      map.getView().fit(extent);
    });
    map.render();
  });
}
