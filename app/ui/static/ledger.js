// Filters ask the server for other rows; a row opens all its places under it, and a place the panel beside.
const WAIT = 250;
let waiting = 0;
let asked = 0;

const rows = () => element.querySelector("[data-rows]");

function wanted(start) {
  const query = new URLSearchParams();
  for (const field of element.querySelectorAll("[data-filter]")) {
    const value = field.type === "checkbox" ? (field.checked ? "true" : "") : field.value.trim();
    if (value) query.set(field.dataset.filter, value);
  }
  if (start) query.set("start", start);
  return query;
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw answer;
  return answer.text();
}

// Answers may come in another order than they were asked for: only the last one counts.
async function filter() {
  const number = ++asked;
  const query = wanted(0);
  const narrowed = new URLSearchParams(query);
  narrowed.delete("order");
  element.querySelector("[data-reset]").hidden = !narrowed.toString();
  for (const link of element.querySelectorAll("[data-file]")) link.href = `${link.dataset.file}?${query}`;
  try {
    const html = await fetched(`${rows().dataset.rows}?${query}`);
    if (number === asked) rows().innerHTML = html;
  } catch {
    if (number === asked) rows().textContent = rows().dataset.failed;
  }
}

async function more(button) {
  const body = rows().querySelector("tbody");
  const number = asked;
  button.disabled = true;
  try {
    const html = await fetched(`${rows().dataset.rows}?${wanted(body.querySelectorAll(".ledger-row").length)}`);
    if (number !== asked) return;
    const added = new DOMParser().parseFromString(html, "text/html").querySelector("[data-more-rows]");
    body.append(...added.children);
    button.hidden = added.dataset.left === "0";
  } catch {
    button.textContent = element.firstElementChild.dataset.lost;
  } finally {
    button.disabled = false;
  }
}

async function toggle(button) {
  const row = button.closest("tr");
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  if (open) {
    row.nextElementSibling.remove();
    return;
  }
  const cell = document.createElement("td");
  cell.colSpan = row.children.length;
  cell.textContent = rows().dataset.working;
  const under = document.createElement("tr");
  under.className = "ledger-under";
  under.append(cell);
  row.after(under);
  try {
    cell.innerHTML = await fetched(rows().dataset.places + button.dataset.row);
  } catch {
    cell.textContent = rows().dataset.failed;
  }
}

element.addEventListener("input", (event) => {
  if (!event.target.dataset.filter) return;
  clearTimeout(waiting);
  waiting = setTimeout(filter, event.target.type === "search" ? WAIT : 0);
});

element.addEventListener("reset", () => setTimeout(filter));
element.addEventListener("submit", (event) => event.preventDefault());

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-row],[data-more],[data-citation]");
  if (!target) return;
  if (target.dataset.row) toggle(target);
  else if ("more" in target.dataset) more(target);
  else {
    for (const other of element.querySelectorAll("[data-citation]")) {
      other.setAttribute("aria-pressed", String(other === target));
    }
    window.ziping.openViewer();
    window.ziping.requestSource(() => trigger("cited", { citation: JSON.parse(target.dataset.citation) }));
  }
});
