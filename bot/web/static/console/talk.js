// The open conversation: what was said, kept in place while more comes in.

import { ask, tell } from "./api.js";
import { draw, drawPending } from "./bubble.js";
import { drawHead } from "./chats.js";
import { quote } from "./compose.js";
import { byId, h, when } from "./dom.js";
import { state, whoIs } from "./state.js";

const GAP = 5 * 60000;
let bubbles = []; // the oldest first
let more = false;
let loading = false;
let nodes = new Map(); // id -> {node, picture}
let pending = [];
let read = "";
let follow = true;

const log = () => byId("log");
const atEnd = () => log().scrollHeight - log().scrollTop - log().clientHeight < 60;
const here = () => `${state.user}|${state.chat}`;

function toEnd() {
  log().scrollTop = log().scrollHeight;
  byId("newer").hidden = true;
}

function nodeOf(bubble) {
  const picture = JSON.stringify(bubble);
  const old = nodes.get(bubble.id);
  const playing = [...(old?.node.querySelectorAll("video, audio") || [])].some((one) => !one.paused);
  if (old && (old.picture === picture || playing)) return old.node;
  const node = draw(bubble, quote);
  nodes.set(bubble.id, { node, picture });
  return node;
}

function timeNode(bubble) {
  const key = `t${bubble.id}`;
  const text = when(new Date(bubble.at), state.now());
  const old = nodes.get(key);
  if (old?.picture === text) return old.node;
  const node = h("li", { class: "time" }, h("time", { dateTime: bubble.at }, text));
  nodes.set(key, { node, picture: text });
  return node;
}

function wanted() {
  const list = [];
  let last = -Infinity;
  for (const bubble of bubbles) {
    const at = Date.parse(bubble.at);
    if (at - last > GAP) list.push(timeNode(bubble));
    last = at;
    list.push(nodeOf(bubble));
  }
  if (!bubbles.length && !pending.length) list.push(empty());
  return [...list, ...pending.filter((one) => one.place === here()).map((one) => one.node)];
}

function empty() {
  const text = state.chat ? "群里还没有人说话" : "这里是您和夜巡的私聊：发视频、照片、一句话，或者问它";
  return h("li", { class: "empty" }, text);
}

/** Puts the nodes in order without touching those that stay. */
function arrange() {
  const list = wanted();
  list.forEach((node, place) => {
    if (log().children[place] !== node) log().insertBefore(node, log().children[place] || null);
  });
  while (log().children.length > list.length) log().lastElementChild.remove();
}

function merge(page) {
  const known = new Map(bubbles.map((one) => [one.id, one]));
  for (const one of page.bubbles) known.set(one.id, one);
  bubbles = [...known.values()].sort((a, b) => order(a, b));
}

function order(a, b) {
  const [atA, rankA, idA] = a.place.split("~");
  const [atB, rankB, idB] = b.place.split("~");
  return Date.parse(atA) - Date.parse(atB) || (atA < atB ? -1 : atA > atB ? 1 : rankA - rankB || idA - idB);
}

/** Asks for the end of the conversation, and as far back as is needed to join what is shown. */
export async function refreshTalk() {
  const place = here();
  if (!state.user) return;
  const newest = bubbles.at(-1)?.id;
  let page = await ask("messages", { as: state.user, chat: state.chat });
  const pages = [page];
  while (newest && page.more && !page.bubbles.some((one) => one.id === newest) && pages.length < 20) {
    page = await ask("messages", { as: state.user, chat: state.chat, before: page.bubbles[0].place });
    pages.push(page);
  }
  if (place !== here()) return;
  const stay = !(follow || atEnd());
  if (!bubbles.length) more = pages.at(-1).more;
  pages.forEach(merge);
  settlePending();
  state.members = bubbles;
  arrange();
  const grown = bubbles.at(-1)?.id !== newest;
  if (!stay) toEnd();
  else if (grown && newest) byId("newer").hidden = false;
  markRead();
}

function settlePending() {
  pending = pending.filter((one) => !bubbles.some((bubble) => bubble.ref.startsWith(one.id)));
}

function markRead() {
  const last = bubbles.at(-1);
  const phoneList = getComputedStyle(byId("log")).visibility === "hidden" || !log().offsetParent;
  if (!last || document.hidden || phoneList || !follow) return;
  const mark = `${here()}|${last.place}`;
  if (mark === read) return;
  read = mark;
  tell("read", { as: state.user, chat: state.chat, place: last.place })
    .then(() => refreshAll())
    .catch(() => (read = ""));
}

let refreshAll = () => {};

/** Shows another conversation from its end. */
export async function openTalk() {
  bubbles = [];
  nodes = new Map();
  more = false;
  follow = true;
  read = "";
  byId("newer").hidden = true;
  drawHead();
  await refreshTalk();
}

async function older() {
  if (!more || loading || !bubbles.length) return;
  loading = true;
  const place = here();
  try {
    const page = await ask("messages", { as: state.user, chat: state.chat, before: bubbles[0].place });
    if (place !== here()) return;
    const below = log().scrollHeight - log().scrollTop;
    merge(page);
    more = page.more;
    arrange();
    log().scrollTop = log().scrollHeight - below;
  } finally {
    loading = false;
  }
}

/** Shows a message on its way; the caller keeps it up to date and calls `changed`. */
export function addPending(one, onAgain) {
  one.place = here();
  one.node = h("li");
  one.changed = () => {
    const node = drawPending(one, whoIs(state.user), onAgain);
    one.node.replaceWith(node);
    one.node = node;
  };
  pending.push(one);
  one.changed();
  follow = true;
  arrange();
  toEnd();
}

/** Takes a message back that was not sent. */
export function dropPending(one) {
  pending = pending.filter((other) => other !== one);
  arrange();
}

export function startTalk(refresh) {
  refreshAll = refresh;
  log().addEventListener("scroll", () => {
    follow = atEnd();
    if (follow && !byId("newer").hidden) {
      byId("newer").hidden = true;
      markRead();
    }
    if (log().scrollTop < 120) older();
  });
  byId("newer").addEventListener("click", () => {
    follow = true;
    toEnd();
    markRead();
  });
  new ResizeObserver(() => follow && toEnd()).observe(log());
}
