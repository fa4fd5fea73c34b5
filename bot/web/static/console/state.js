// Who is looking at which chat; it lives in the address, so that back, reload and a copied link work.

const listeners = new Set();

export const state = {
  user: "",
  chat: "",
  view: "list", // on a phone: list or talk
  now: () => new Date(),
  people: new Map(), // user id -> who
  cast: {},
  members: [], // who was heard in the open chat, for @
};

export function onMove(listener) {
  listeners.add(listener);
}

function announce(before) {
  document.body.dataset.view = state.view;
  for (const listener of listeners) listener(before);
}

const snapshot = () => ({ user: state.user, chat: state.chat, view: state.view });

/** Goes somewhere: another person, another chat, or on a phone the list. */
export function go(change, { replace = false } = {}) {
  const before = snapshot();
  Object.assign(state, change);
  const address = `#${new URLSearchParams({ u: state.user, c: state.chat, v: state.view })}`;
  if (address !== location.hash) history[replace ? "replaceState" : "pushState"](null, "", address);
  announce(before);
}

/** Reads the address; true when it names a person. */
export function fromAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  if (!words.get("u")) return false;
  const before = snapshot();
  Object.assign(state, { user: words.get("u"), chat: words.get("c") || "", view: words.get("v") || "list" });
  announce(before);
  return true;
}

export const whoIs = (user) => state.people.get(user) || { user, name: "没登记的人", org: "新手机" };
