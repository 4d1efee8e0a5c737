// A figure shows its card, and one that is right its place at once; a place opens in the panel beside.
let opened = "";

function open(place) {
  opened = place;
  for (const button of element.querySelectorAll("[data-place]")) {
    button.setAttribute("aria-pressed", String(button.dataset.place === opened));
  }
  window.ziping.openViewer();
  window.ziping.requestSource(() => trigger("place", { place }));
}

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-place],[data-figure]");
  if (!target) return;
  if (target.dataset.place) {
    open(target.dataset.place);
    return;
  }
  const card = element.querySelector(`#said-${target.dataset.figure}`);
  for (const other of element.querySelectorAll(".proof-card")) other.classList.toggle("proof-card-chosen", other === card);
  if (card) card.scrollIntoView({ block: "nearest", behavior: "smooth" });
  if (!card || card.querySelector("[data-place]")) open(`${target.dataset.figure}.0`);
});

watch("value", () => {
  opened = "";
});
