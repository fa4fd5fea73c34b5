// Small pieces that every part of the page builds from.

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; a string child is text, never markup. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.startsWith("aria")) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01",
  video: "M3 7h12v10H3zM15 11l6-3v8l-6-3",
  at: "M15.500 12a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0zm0 0v1.500a2.500 2.500 0 0 0 5 0V12a8.500 8.500 0 1 0-3.400 6.800",
  quote: "M9 7H5v6h4v-2c0 2-1 3.500-3 4M19 7h-4v6h4v-2c0 2-1 3.500-3 4",
  play: "M8 5l11 7-11 7z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
};

/** A line drawing of our own. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const COLOURS = ["#4a6fa5", "#3f8a7d", "#a2653e", "#7a5ea8", "#a04e5f", "#557a3c", "#3e7f9e", "#8a6d2f"];

/** The square with the end of somebody's name, in a colour that stays theirs. */
export function avatar(node, who) {
  node.replaceChildren();
  node.className = "avatar";
  node.setAttribute("aria-hidden", "true");
  if (who.bot) {
    node.classList.add("bot");
    return node;
  }
  const stranger = who.name === "没登记的人";
  let sum = 7;
  for (const letter of who.user) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  node.style.background = stranger ? "#8b93a0" : COLOURS[sum % COLOURS.length];
  node.textContent = stranger ? "？" : who.name.slice(-2);
  return node;
}

const zone = { timeZone: "Asia/Shanghai", hourCycle: "h23" };
const clockOf = new Intl.DateTimeFormat("zh-CN", { ...zone, hour: "2-digit", minute: "2-digit" });
const dayOf = new Intl.DateTimeFormat("zh-CN", { ...zone, month: "long", day: "numeric" });
const weekdayOf = new Intl.DateTimeFormat("zh-CN", { ...zone, weekday: "short" });
const hourOf = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit" });

export const clockText = (at) => clockOf.format(at);
export const dayText = (at) => dayOf.format(at);
export const weekdayText = (at) => weekdayOf.format(at);
export const hourNumber = (at) => Number(hourOf.format(at));

/** A time as a chat writes it: the hour today, else with its day. */
export function when(at, now) {
  const same = dayText(at) === dayText(now);
  return same ? clockText(at) : `${dayText(at)} ${clockText(at)}`;
}

/** Bytes as people read them. */
export function sizeText(bytes) {
  if (!bytes) return "";
  return bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

let toastTimer = 0;

/** A sentence at the bottom that goes away by itself. */
export function toast(sentence) {
  const node = byId("toast");
  node.textContent = sentence;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (node.hidden = true), 4000);
}
