// Positions and measures on the WGS84 ellipsoid.
import geodesic from "geographiclib-geodesic";
import * as mgrs from "mgrs";
import proj4 from "proj4";
import type { Coordinate } from "ol/coordinate.js";
import { toLonLat } from "ol/proj.js";

const wgs84 = geodesic.Geodesic.WGS84;

/** A position as degrees, UTM and MGRS; the latter two end at 80 south and 84 north. */
export function written(lon: number, lat: number): { dd: string; utm: string; mgrs: string } {
  const dd = `${Math.abs(lat).toFixed(6)}° ${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(6)}° ${lon < 0 ? "W" : "E"}`;
  if (lat < -80 || lat > 84 || lon < -180 || lon > 180) return { dd, utm: "–", mgrs: "–" };
  const grid = mgrs.forward([lon, lat], 5);
  const [, zone = "", band = "", square = "", digits = ""] = /^(\d+)([A-Z])([A-Z]{2})(\d+)$/.exec(grid) ?? [];
  const south = lat < 0;
  const [east = 0, north = 0] = proj4("EPSG:4326", `+proj=utm +zone=${zone}${south ? " +south" : ""} +datum=WGS84`, [lon, lat]);
  return {
    dd,
    utm: `${zone} ${south ? "south" : "north"} ${Math.round(east)} ${Math.round(north)}`,
    mgrs: `${zone}${band} ${square} ${digits.slice(0, 5)} ${digits.slice(5)}`,
  };
}

export function lengthM(line: Coordinate[]): number {
  const path = wgs84.Polygon(true);
  for (const pair of line) {
    const [lon = 0, lat = 0] = toLonLat(pair);
    path.AddPoint(lat, lon);
  }
  return path.Compute(false, true).perimeter;
}

export function areaM2(rings: Coordinate[][]): number {
  let sum = 0;
  rings.forEach((ring, number) => {
    const area = wgs84.Polygon(false);
    for (const pair of ring.slice(0, -1)) {
      const [lon = 0, lat = 0] = toLonLat(pair);
      area.AddPoint(lat, lon);
    }
    const size = Math.abs(area.Compute(false, true).area ?? 0);
    sum += number ? -size : size;
  });
  return sum;
}

export function amount(value: number, unit: string): string {
  const digits = value < 100 ? 1 : 0;
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })} ${unit}`;
}
