// Asks now and then how far a run is, and shows the page anew when it has ended.
// Without script the page has a link that does the same.
(function () {
  "use strict";
  const EVERY = 2000;
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const words = box.querySelector("[role=status] strong");
  const bar = box.querySelector("progress");
  box.querySelector(".wp-look").hidden = true;

  async function look() {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      const now = await answer.json();
      if (!now.at_work) return window.location.reload();
      if (words.textContent !== now.words) words.textContent = now.words;
      bar.max = now.total || 1;
      bar.value = now.done;
    } catch (error) {
      box.querySelector(".wp-look").hidden = false;
    }
    window.setTimeout(look, EVERY);
  }

  window.setTimeout(look, EVERY);
})();
