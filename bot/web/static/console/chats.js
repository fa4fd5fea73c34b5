// The left column: who I am, and my chats with what is new in them.

import { ask } from "./api.js";
import { avatar, byId, h, when } from "./dom.js";
import { go, state, whoIs } from "./state.js";

let drawn = "";
let known = [];

export const chatTitle = (chat) => known.find((one) => one.chat === chat);

function badge(chat) {
  if (!chat.unread) return null;
  const label = chat.unread > 99 ? "99+" : String(chat.unread);
  return h("span", { class: chat.chat ? "badge quiet" : "badge", "aria-label": `${chat.unread}条没看` }, label);
}

function line(chat) {
  const open = chat.chat === state.chat;
  const face = chat.chat
    ? h("span", { class: "avatar group", "aria-hidden": "true" }, chat.title.replace("榆川", "").slice(0, 2))
    : avatar(h("span"), { bot: true });
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: open ? "chat open" : "chat",
        "aria-current": open ? "true" : null,
        onclick: () => go({ chat: chat.chat, view: "talk" }),
      },
      face,
      h("span", { class: "chat-title" }, chat.title),
      h("time", {}, chat.at ? when(new Date(chat.at), state.now()) : ""),
      h("span", { class: "chat-last" }, chat.last || "还没有消息"),
      badge(chat),
    ),
  );
}

function drawMe() {
  const me = whoIs(state.user);
  avatar(byId("me-avatar"), me);
  byId("me-name").textContent = me.name;
  byId("me-org").textContent = me.org;
}

/** Asks for the chats and draws them when something differs. */
export async function refreshChats() {
  const user = state.user;
  if (!user) return;
  const found = await ask("chats", { as: user });
  if (user !== state.user) return;
  known = found.chats;
  if (!known.some((one) => one.chat === state.chat)) return go({ chat: "" }, { replace: true });
  const picture = JSON.stringify([found, state.user, state.chat]);
  if (picture === drawn) return;
  drawn = picture;
  drawMe();
  drawHead();
  const list = byId("chats");
  const focused = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  list.replaceChildren(...known.map(line));
  if (focused >= 0) list.querySelectorAll("button")[focused]?.focus();
}

/** The title of the open conversation. */
export function drawHead() {
  const chat = chatTitle(state.chat);
  if (!chat) return;
  byId("talk-title").textContent = chat.title;
  byId("talk-note").textContent = chat.chat ? `${chat.members}人` : "机器人，只有您看得到";
  const waiting = state.chat ? chatTitle("")?.unread : 0;
  byId("back").dataset.unread = waiting || "";
}

export function startChats() {
  byId("back").addEventListener("click", () => go({ view: "list" }));
}
