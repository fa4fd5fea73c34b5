// @: the bot first, then those who were heard in this chat.

import { avatar, byId, h } from "./dom.js";
import { state } from "./state.js";

const BOT = { user: "", name: "夜巡", bot: true };
let active = 0;
let offered = [];

const area = () => byId("say");
const list = () => byId("at-list");

function begun() {
  const before = area().value.slice(0, area().selectionStart);
  return before.match(/@([^\s@]{0,12})$/);
}

function candidates(word) {
  const heard = new Map([["", BOT]]);
  for (const one of state.members.toReversed()) if (!one.bot && !one.mine) heard.set(one.user, one);
  return [...heard.values()].filter((who) => who.name.includes(word)).slice(0, 6);
}

function hide() {
  list().hidden = true;
  area().removeAttribute("aria-activedescendant");
}

function draw() {
  list().replaceChildren(
    ...offered.map((who, place) =>
      h(
        "li",
        {
          id: `at-${place}`,
          role: "option",
          class: place === active ? "active" : "",
          "aria-selected": String(place === active),
          onmousedown: (event) => {
            event.preventDefault();
            take(who);
          },
        },
        avatar(h("span"), who),
        h("b", {}, who.name),
        h("small", {}, who.bot ? "机器人" : who.org),
      ),
    ),
  );
  list().hidden = false;
  area().setAttribute("aria-activedescendant", `at-${active}`);
}

function take(who) {
  const end = area().selectionStart;
  const start = end - begun()[0].length;
  area().setRangeText(`@${who.name} `, start, end, "end");
  hide();
  area().dispatchEvent(new Event("input", { bubbles: true }));
  area().focus();
}

/** Offers whom to mention while an @ is being written; `typed` is written first. */
export function offerMentions(typed = "") {
  if (typed) {
    area().focus();
    area().setRangeText(typed, area().selectionStart, area().selectionEnd, "end");
    area().dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  const word = state.chat && begun();
  offered = word ? candidates(word[1]) : [];
  active = 0;
  if (offered.length) draw();
  else hide();
}

/** Arrow keys, Enter and Escape while names are offered; true when the key was used. */
export function mentionKeys(event) {
  if (list().hidden || event.isComposing) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    active = (active + step + offered.length) % offered.length;
    draw();
  } else if (event.key === "Enter" || event.key === "Tab") take(offered[active]);
  else if (event.key === "Escape") hide();
  else return false;
  event.preventDefault();
  return true;
}
