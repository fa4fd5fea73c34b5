// Writing: words, quotes, @, files and samples; drafts stay with their chat.

import { say } from "./api.js";
import { mentionKeys, offerMentions } from "./mention.js";
import { byId, h, icon, sizeText } from "./dom.js";
import { state } from "./state.js";
import { addPending, dropPending } from "./talk.js";

const MAX_FILES = 30;
const WORDS = { image: "照片", video: "视频" };
let draft = blank();
let refresh = () => {};
const kept = new Map();

function blank() {
  return { text: "", quote: null, items: [] };
}

const keyOf = (place) => `${place.user}|${place.chat}`;
const area = () => byId("say");

function remember(place) {
  kept.set(keyOf(place), { ...draft, text: area().value });
  sessionStorage.setItem(`draft|${keyOf(place)}`, area().value);
}

function recall(place) {
  const text = sessionStorage.getItem(`draft|${keyOf(place)}`) || "";
  return kept.get(keyOf(place)) || { ...blank(), text };
}

/** Keeps what was being written where one was, and brings back what was being written here. */
export function swapDraft(before) {
  remember(before);
  draft = recall(state);
  area().value = draft.text;
  show();
}

/** Writes something ready to be sent, as the guide proposes it. */
export function prefill(text, sample) {
  area().value = text;
  draft = { ...blank(), items: sample ? [{ sample }] : [] };
  show();
  area().focus();
}

/** Answers to a message. */
export function quote(bubble) {
  const gist = bubble.text || `[${WORDS[bubble.kind] || "文件"}]`;
  draft.quote = { ref: bubble.ref, name: bubble.name, text: gist };
  show();
  area().focus();
}

function show() {
  grow();
  const quoting = byId("quoting");
  quoting.hidden = !draft.quote;
  if (draft.quote) {
    quoting.replaceChildren(
      h("span", {}, `${draft.quote.name}：${draft.quote.text}`),
      drop("不引用了", () => (draft.quote = null)),
    );
  }
  byId("chosen").hidden = !draft.items.length;
  byId("chosen").replaceChildren(...draft.items.map(chip));
  byId("compose").querySelector("[data-at]").hidden = !state.chat;
  area().placeholder = state.chat ? "在群里说…" : "跟夜巡说…";
  ready();
}

function drop(label, act) {
  const button = h("button", { type: "button", class: "icon", "aria-label": label }, icon("close"));
  button.addEventListener("click", () => {
    act();
    show();
    area().focus();
  });
  return button;
}

function chip(item) {
  const away = drop("不发这个", () => (draft.items = draft.items.filter((other) => other !== item)));
  if (item.sample) return h("li", { class: "chip made" }, `样例${WORDS[item.sample]}`, away);
  if (!item.file.type.startsWith("image/")) {
    return h("li", { class: "chip" }, h("span", {}, item.file.name), h("small", {}, sizeText(item.file.size)), away);
  }
  item.address ??= URL.createObjectURL(item.file);
  return h("li", { class: "chip thumb" }, h("img", { src: item.address, alt: item.file.name }), away);
}

/** Gives the words the height that they need; while the page hides them they have none. */
export function grow() {
  area().style.height = "auto";
  if (area().scrollHeight) area().style.height = `${Math.min(area().scrollHeight, 132)}px`;
}

function ready() {
  byId("send").disabled = !(area().value.trim() || draft.items.length);
}

function add(items) {
  draft.items = [...draft.items, ...items].slice(0, MAX_FILES);
  show();
  area().focus();
}

function formOf(one) {
  const form = new FormData();
  form.set("id", one.id);
  form.set("as", one.user);
  form.set("chat", one.chat);
  form.set("text", one.text);
  if (one.quote) form.set("reply_to", one.quote.ref);
  if (one.text.includes("@夜巡")) form.set("mention_bot", "1");
  for (const item of one.items) {
    if (item.sample) form.append("samples", item.sample);
    else form.append("files", item.file, item.file.name);
  }
  return form;
}

async function deliver(one) {
  one.error = "";
  one.progress = 0;
  one.changed();
  try {
    await say(formOf(one), (share) => {
      one.progress = share;
      const bar = one.node.querySelector("progress");
      if (bar) bar.value = share;
    });
    refresh();
  } catch (error) {
    one.error = error.message;
    one.changed();
  }
}

function send() {
  const text = area().value.trim();
  if (!text && !draft.items.length) return;
  const { user, chat } = state;
  const one = { ...draft, id: newId(), text, user, chat, shown: draft.items.map(label) };
  draft = blank();
  area().value = "";
  sessionStorage.removeItem(`draft|${keyOf(state)}`);
  show();
  addPending(one, () => {
    dropPending(one);
    addPending(one, () => deliver(one));
    deliver(one);
  });
  deliver(one);
}

/** A name for what is being sent: sent twice, it is still the same message. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const label = (item) => (item.sample ? `样例${WORDS[item.sample]}` : item.file.name);

function keys(event) {
  if (mentionKeys(event)) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  send();
}

function pick(button) {
  byId("files").accept = button.dataset.pick;
  byId("files").click();
}

function chosen() {
  add([...byId("files").files].map((file) => ({ file })));
  byId("files").value = "";
}

function dropped(event, files) {
  if (!files?.length) return;
  event.preventDefault();
  add([...files].map((file) => ({ file })));
}

export function startCompose(onSent) {
  refresh = onSent;
  const form = byId("compose");
  const [photo, video] = form.querySelectorAll("[data-pick]");
  photo.append(icon("photo"));
  video.append(icon("video"));
  form.querySelector("[data-at]").append(icon("at"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    area().focus();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.pick) pick(button);
    if (button?.dataset.sample) add([{ sample: button.dataset.sample }]);
    if (button?.dataset.at !== undefined) offerMentions("@");
  });
  area().addEventListener("input", () => {
    grow();
    ready();
    offerMentions();
    sessionStorage.setItem(`draft|${keyOf(state)}`, area().value);
  });
  area().addEventListener("keydown", keys);
  area().addEventListener("paste", (event) => dropped(event, event.clipboardData?.files));
  byId("files").addEventListener("change", chosen);
  const talk = document.querySelector(".talk");
  talk.addEventListener("dragover", (event) => event.preventDefault());
  talk.addEventListener("drop", (event) => dropped(event, event.dataTransfer?.files));
  show();
}
