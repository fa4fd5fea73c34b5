// As whom one speaks: everybody of the county, to be found by name, enterprise or post.

import { ask } from "./api.js";
import { avatar, byId, h, toast } from "./dom.js";
import { go, state } from "./state.js";

let circles = [];
let active = 0;

/** Learns everybody, and whom the guide speaks of. */
export async function loadPeople() {
  const found = await ask("people");
  circles = found.circles;
  state.people = new Map(circles.flatMap((circle) => circle.people.map((who) => [who.user, who])));
  const stranger = circles.at(-1).people[0];
  state.cast = { ...found.cast, stranger: stranger.user };
  if (byId("picker").open) draw();
}

function matches(circle, who, words) {
  const text = `${circle.title} ${circle.note} ${circle.search} ${who.name} ${who.org} ${who.role} ${who.user}`;
  return words.every((word) => text.toLowerCase().includes(word));
}

function option(who) {
  return h(
    "button",
    {
      type: "button",
      class: who.user === state.user ? "person now" : "person",
      role: "option",
      "aria-selected": who.user === state.user ? "true" : "false",
      tabIndex: -1,
      "data-user": who.user,
    },
    avatar(h("span"), who),
    h("b", {}, who.name),
    h("small", {}, who.org, who.user === state.cast.officer && h("em", {}, "今晚值班")),
  );
}

function draw() {
  const words = byId("search").value.trim().toLowerCase().split(/\s+/);
  const shown = circles
    .map((circle) => ({ ...circle, people: circle.people.filter((who) => matches(circle, who, words)) }))
    .filter((circle) => circle.people.length);
  const groups = shown.map((circle) =>
    h(
      "section",
      { role: "group", "aria-label": circle.title },
      h("h3", {}, circle.title, h("small", {}, circle.note)),
      ...circle.people.map(option),
    ),
  );
  byId("people").replaceChildren(...(groups.length ? groups : [h("p", { class: "none" }, "没找到，换个词试试")]));
  mark(0);
}

const options = () => [...byId("people").querySelectorAll(".person")];

function mark(place) {
  const all = options();
  if (!all.length) return;
  active = Math.min(Math.max(place, 0), all.length - 1);
  all.forEach((node, number) => node.classList.toggle("active", number === active && byId("search").value !== ""));
  if (place) all[active].scrollIntoView({ block: "nearest" });
}

async function choose(user) {
  byId("picker").close();
  const { chats } = await ask("chats", { as: user });
  const sits = chats.some((one) => one.chat === state.chat);
  go({ user, chat: sits ? state.chat : "" });
}

function keys(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") mark(active + 1);
  else if (event.key === "ArrowUp") mark(active - 1);
  else if (event.key === "Enter") options()[active]?.click();
  else return;
  event.preventDefault();
}

function open() {
  byId("search").value = "";
  draw();
  byId("picker").showModal();
  if (matchMedia("(hover: hover)").matches) byId("search").focus(); // on a phone it would bring up the keyboard
  byId("people").querySelector(".now")?.scrollIntoView({ block: "center" });
}

export function startPicker() {
  const dialog = byId("picker");
  byId("me").addEventListener("click", open);
  byId("search").addEventListener("input", draw);
  byId("search").addEventListener("keydown", keys);
  byId("people").addEventListener("click", (event) => {
    const chosen = event.target.closest(".person");
    if (chosen) choose(chosen.dataset.user).catch((error) => toast(error.message));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
