// Symbols of the map: colour never alone, always with a pattern or a shape.
import { Circle, Fill, Icon, RegularShape, Stroke, Style, Text } from "ol/style.js";

export interface Symbol {
  says: string;
  fill: string;
  line: string;
  pattern?: string;
  shape?: string;
  width?: number;
}

const tones = new Map<string, CanvasPattern | string>();

/** Strokes of each pattern on a square of eight pixels. */
const strokes: Record<string, [number, number, number, number][]> = {
  b_diagonal: [[0, 8, 8, 0], [-2, 2, 2, -2], [6, 10, 10, 6]],
  f_diagonal: [[0, 0, 8, 8], [-2, 6, 2, 10], [6, -2, 10, 2]],
  diagonal_x: [[0, 8, 8, 0], [0, 0, 8, 8]],
  cross: [[4, 0, 4, 8], [0, 4, 8, 4]],
  horizontal: [[0, 4, 8, 4]],
  vertical: [[4, 0, 4, 8]],
};

export function paint(canvas: HTMLCanvasElement, symbol: Symbol): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.globalAlpha = symbol.pattern === "solid" ? 0.55 : 0.22;
  if (symbol.pattern !== "no" && symbol.pattern !== "f_diagonal") {
    pen.fillStyle = symbol.fill;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.globalAlpha = 0.9;
  pen.strokeStyle = symbol.fill;
  pen.fillStyle = symbol.fill;
  pen.lineWidth = 1.2;
  for (let x = 0; x < canvas.width; x += 8) {
    for (let y = 0; y < canvas.height; y += 8) {
      for (const [a, b, c, d] of strokes[symbol.pattern ?? ""] ?? []) {
        pen.beginPath();
        pen.moveTo(x + a, y + b);
        pen.lineTo(x + c, y + d);
        pen.stroke();
      }
      if (symbol.pattern?.startsWith("dense")) for (const [a, b] of [[2, 2], [6, 6]] as const) pen.fillRect(x + a, y + b, 1.6, 1.6);
    }
  }
}

function tone(symbol: Symbol): CanvasPattern | string {
  const key = `${symbol.fill} ${symbol.pattern}`;
  const known = tones.get(key);
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  paint(canvas, symbol);
  const made = canvas.getContext("2d")?.createPattern(canvas, "repeat") ?? symbol.fill;
  tones.set(key, made);
  return made;
}

export function areaStyle(symbol: Symbol): Style {
  const fill = new Fill({ color: tone(symbol) });
  return new Style({ fill, stroke: new Stroke({ color: symbol.line, width: Math.max(1, (symbol.width ?? 0.4) * 3.4) }) });
}

export function pointStyle(symbol: Symbol): Style {
  const fill = new Fill({ color: symbol.fill });
  const stroke = new Stroke({ color: symbol.line, width: 1.2 });
  const corners: Record<string, ConstructorParameters<typeof RegularShape>[0]> = {
    diamond: { points: 4, radius: 6 },
    square: { points: 4, radius: 6, angle: Math.PI / 4 },
    triangle: { points: 3, radius: 6 },
    star: { points: 5, radius: 7, radius2: 3 },
  };
  const shape = corners[symbol.shape ?? ""];
  if (shape) return new Style({ image: new RegularShape({ ...shape, fill, stroke }) });
  if (symbol.shape === "ring") {
    return new Style({ image: new Circle({ radius: 5, fill: new Fill({ color: "#ffffff99" }), stroke: new Stroke({ color: symbol.line, width: 2 }) }) });
  }
  return new Style({ image: new Circle({ radius: 3.6, fill, stroke }) });
}

export function reachStyle(symbol: Symbol): Style {
  return new Style({ fill: new Fill({ color: `${symbol.fill}14` }), stroke: new Stroke({ color: symbol.line, width: 1.4, lineDash: [5, 4] }) });
}

/** A ring whose arcs are the shares of the groups, with the count inside. */
export function clusterStyle(parts: [Symbol, number][], count: number): Style {
  const radius = 11 + Math.min(11, Math.log10(count) * 4);
  const scale = 2;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = (radius * 2 + 4) * scale;
  const pen = canvas.getContext("2d");
  if (pen) {
    const middle = radius + 2;
    pen.scale(scale, scale);
    pen.fillStyle = "#ffffff";
    pen.beginPath();
    pen.arc(middle, middle, radius + 1, 0, 2 * Math.PI);
    pen.fill();
    let turn = -Math.PI / 2;
    for (const [symbol, n] of parts) {
      const end = turn + (n / count) * 2 * Math.PI;
      pen.strokeStyle = symbol.fill === "#ffffff" ? symbol.line : symbol.fill;
      pen.lineWidth = 5;
      pen.beginPath();
      pen.arc(middle, middle, radius - 2, turn, end);
      pen.stroke();
      turn = end;
    }
  }
  return new Style({
    image: new Icon({ img: canvas, scale: 1 / scale }),
    text: new Text({ text: count.toLocaleString(document.documentElement.lang), font: "600 11px 'Source Sans', sans-serif", fill: new Fill({ color: "#111111" }) }),
  });
}
