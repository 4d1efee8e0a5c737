element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-page]");
  if (!target) return;
  window.ziping.requestSource(() => trigger("turn", { page: Number(target.dataset.page) }));
});

watch("value", () => {
  window.ziping.sourceArrived();
  const body = element.querySelector(".viewer-body");
  if (!body) return;
  const anchor = body.querySelector(".anchor") || body.querySelector("mark");
  if (!anchor) {
    body.scrollTop = 0;
    return;
  }
  const down = anchor.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
  body.scrollTop = Math.max(0, down - body.clientHeight / 3);
});
