// Shows the results whose status is ticked and whose name holds the text; opens what is linked to.
"use strict";
const filter = document.getElementById("filter");
const apply = () => {
  const text = filter.elements.text.value.trim();
  for (const result of document.querySelectorAll("#results > .result")) {
    const box = filter.elements[result.dataset.status];
    result.hidden = (box && !box.checked) || !result.dataset.name.includes(text);
  }
};
filter.addEventListener("input", apply);
filter.addEventListener("submit", (event) => event.preventDefault());
const open = () => {
  let target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) {
    if (at.tagName === "DETAILS") at.open = true;
    at.hidden = false;
  }
  target.scrollIntoView();
};
addEventListener("hashchange", open);
open();
