element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open],[data-remove]");
  if (!target) return;
  if (target.dataset.open) {
    window.ziping.openViewer();
    const document = Number(target.dataset.open);
    window.ziping.requestSource(() => trigger("open", { document }));
  }
  if (target.dataset.remove) trigger("remove", { document: Number(target.dataset.remove) });
});
