// A number opens its source in the panel beside; the rest of a long list is shown on demand.
element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-citation],[data-all],[data-tab]");
  if (!target) return;
  if ("all" in target.dataset) {
    for (const item of element.querySelectorAll(".stand-tasks [hidden]")) item.hidden = false;
    target.hidden = true;
    return;
  }
  // The header's own button, so that the tab is also filled.
  if (target.dataset.tab === "check") document.querySelector('#top [data-tab="check"]').click();
  if (!target.dataset.citation) return;
  for (const other of element.querySelectorAll("[data-citation]")) {
    other.setAttribute("aria-pressed", String(other === target));
  }
  window.ziping.openViewer();
  window.ziping.requestSource(() => trigger("cited", { citation: JSON.parse(target.dataset.citation) }));
});
