// Filters and "show more" need no server: all findings are in the page, the rest is hidden.
const chosen = { severity: "", kind: "" };
let pages = 1;
let opened = "";

function matches(card, filters) {
  return Object.entries(filters).every(([by, value]) => !value || card.dataset[by] === value);
}

function apply() {
  const list = element.querySelector(".finding-list");
  if (!list) return;
  const cards = [...list.children];
  const buttons = [...element.querySelectorAll("[data-by]")];
  for (const by of Object.keys(chosen)) {
    if (!buttons.some((button) => button.dataset.by === by && button.dataset.value === chosen[by])) chosen[by] = "";
  }
  const limit = Number(list.dataset.shown) * pages;
  let found = 0;
  for (const card of cards) card.hidden = !matches(card, chosen) || ++found > limit;
  for (const button of buttons) {
    const { by, value } = button.dataset;
    const count = cards.filter((card) => matches(card, { ...chosen, [by]: value })).length;
    button.querySelector(".filter-count").textContent = count;
    button.disabled = !count && chosen[by] !== value;
    button.setAttribute("aria-pressed", String(chosen[by] === value));
  }
  const more = element.querySelector("[data-more]");
  more.hidden = found <= limit;
  more.textContent = more.dataset.words.replace("{count}", found - limit);
  mark();
}

function mark() {
  for (const place of element.querySelectorAll("[data-place]")) {
    place.setAttribute("aria-pressed", String(place.dataset.place === opened));
  }
}

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-place],[data-by],[data-more]");
  if (!target) return;
  if (target.dataset.place) {
    opened = target.dataset.place;
    mark();
    window.ziping.openViewer();
    const place = opened;
    window.ziping.requestSource(() => trigger("place", { place }));
  } else if ("more" in target.dataset) {
    pages += 1;
    apply();
  } else {
    const { by, value } = target.dataset;
    chosen[by] = chosen[by] === value ? "" : value;
    pages = 1;
    apply();
  }
});

watch("value", () => {
  opened = "";
  apply();
});
