// Pictures, large.

import { byId } from "./dom.js";

let pictures = [];
let place = 0;

function show(step) {
  place = (place + step + pictures.length) % pictures.length;
  byId("viewer-image").src = pictures[place];
}

/** Opens a picture of the conversation; the arrow keys go to its neighbours. */
export function enlarge(address) {
  pictures = [...document.querySelectorAll("#log [data-large]")].map((node) => node.dataset.large);
  place = Math.max(0, pictures.indexOf(address));
  show(0);
  byId("viewer").showModal();
}

export function startViewer() {
  const dialog = byId("viewer");
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => byId("viewer-image").removeAttribute("src"));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(-1);
    if (event.key === "ArrowRight") show(1);
  });
}
