let count = 0;
let opened = "";

function mark(place) {
  for (const chip of element.querySelectorAll("[data-cite]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.cite === place));
  }
}

function open(place) {
  opened = place;
  mark(place);
  window.ziping.openViewer();
  window.ziping.requestSource(() => trigger("cite", { place }));
}

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-cite],[data-ask]");
  if (!target) return;
  if (target.dataset.cite) open(target.dataset.cite);
  if (target.dataset.ask) trigger("ask", { question: target.dataset.ask });
});

watch("value", () => {
  const exchanges = element.querySelectorAll(".exchange");
  const last = exchanges[exchanges.length - 1];
  if (last && exchanges.length !== count) last.scrollIntoView({ block: "start", behavior: count ? "smooth" : "auto" });
  count = exchanges.length;
  const card = last && last.querySelector(".card:not(.card-pending)");
  if (!last) window.ziping.closeViewer();
  if (card && card.dataset.firstSource && window.ziping.opensByItself()) open(card.dataset.firstSource);
  else mark(opened);
});
