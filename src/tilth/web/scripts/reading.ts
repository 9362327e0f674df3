// Reading with the keyboard or the mouse: the claim in hand, its words in the text, words selected for a correction.
import { typing } from "./tilth";

const room = (): HTMLElement | null => document.getElementById("reading");
const cards = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".claim")];

/** Take a claim in hand: it and its words are marked and brought into view. */
function take(card: HTMLElement | undefined, focus = true): void {
  if (!card) return;
  document.querySelectorAll(".claim.current, mark.current").forEach((one) => one.classList.remove("current"));
  card.classList.add("current");
  const words = document.querySelectorAll<HTMLElement>(`mark[data-claims~="${card.dataset.claim}"]`);
  words.forEach((one) => one.classList.add("current"));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  words[0]?.scrollIntoView({ block: "center", behavior: calm });
  if (focus) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", behavior: calm });
}

const inHand = (): number => cards().findIndex((card) => card.classList.contains("current"));

function step(by: number, waiting = false): void {
  const all = cards();
  for (let at = inHand() + by, left = all.length; left > 0; at += by, left--) {
    const card = all[(at + all.length) % all.length];
    if (card && (!waiting || card.classList.contains("is-proposed"))) return take(card);
  }
}

/** How many characters (code points, as claims count them) lie before a place in the text. */
function offset(text: HTMLElement, node: Node, at: number): number {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, at);
  return Array.from(before.toString()).length;
}

function select(): void {
  const text = document.getElementById("text");
  const span = document.querySelector<HTMLInputElement>("#f-span");
  const shown = document.getElementById("f-words");
  const chosen = getSelection();
  if (!text || !span || !shown || !chosen || chosen.isCollapsed || chosen.rangeCount === 0) return;
  const range = chosen.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const words = range.toString();
  const lead = Array.from(words).length - Array.from(words.trimStart()).length;
  const start = offset(text, range.startContainer, range.startOffset) + lead;
  span.value = `${start}:${start + Array.from(words.trim()).length}`;
  shown.textContent = words.trim();
}

function press(key: string): void {
  if (key === "u") return document.querySelector<HTMLElement>('[data-key="u"]')?.click();
  cards()[inHand()]?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
}

const moves: Record<string, () => void> = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  n: () => step(1, true),
  a: () => press("a"),
  r: () => press("r"),
  c: () => press("c"),
  u: () => press("u"),
};

document.addEventListener("keydown", (event) => {
  if (!room()) return;
  if (event.key === "Escape") document.querySelector<HTMLElement>("[data-leave]")?.click();
  const scrolls = event.key.startsWith("Arrow") && document.activeElement?.id === "text";
  const move = typing(event) || scrolls ? undefined : moves[event.key];
  if (move) {
    event.preventDefault();
    move();
  }
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const words = target?.closest<HTMLElement>("mark[data-claims]");
  if (words && getSelection()?.isCollapsed) {
    const keys = (words.dataset.claims ?? "").split(" ");
    take(cards().find((card) => card.dataset.claim === keys[keys.length - 1]));
  } else if (target && !target.closest("a, button, summary, input, select")) {
    const card = target.closest<HTMLElement>(".claim");
    if (card) take(card);
  }
});

document.addEventListener("selectionchange", select);

// Of the fields of a new fact only those of its kind are shown and sent.
document.addEventListener("change", (event) => {
  if (!(event.target instanceof HTMLSelectElement) || event.target.id !== "fact-new-type") return;
  const kind = event.target.value;
  document.querySelectorAll<HTMLFieldSetElement>("fieldset[data-fact]").forEach((set) => {
    set.hidden = set.disabled = set.dataset.fact !== kind;
  });
});

function settle(): void {
  const at = room()?.dataset.at;
  const correcting = document.querySelector<HTMLElement>("#correcting #f-speaker");
  take(cards().find((card) => card.dataset.claim === at), !correcting);
  correcting?.focus();
}
document.addEventListener("htmx:after:swap", settle);
settle();

// A file dropped on the form is read at once.
const drop = document.querySelector<HTMLElement>("[data-drop]");
if (drop) {
  const input = drop.querySelector<HTMLInputElement>("input[type=file]");
  const over = (event: DragEvent, on: boolean): void => {
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    over(event, false);
    if (input && event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      input.form?.requestSubmit();
    }
  });
  input?.addEventListener("change", () => input.files?.length && input.form?.requestSubmit());
}
