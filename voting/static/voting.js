/* What the pages do better with JavaScript; each of them works without it.
 *
 * Autosave: a form with data-autosave="address" is posted there as one types, with the header X-Autosave: 1. The answer is JSON:
 *   200 {"saved_words": "Draft saved 14:02 UK time", "version": "9", "state": "draft", "state_words": "Draft", "answered": 4}
 *   4xx {"refused_words": "Closed at 17:00 UK time. Your words are still here."}
 * `version`, `state`, `state_words` and `answered` may be left out. An autosave never uses up the form's idempotency key.
 */

const IDLE_MS = 1200;
const RETRY_MS = 15000;

/* Autosave and the question before unsaved words are left. */
function watchForm(form) {
  let isDirty = false;
  let isLeaving = false;
  let timer = 0;
  let saving = false;
  const line = form.querySelector("[data-save-state]");

  const say = (words, isWrong) => {
    if (!line) return;
    line.textContent = words;
    line.classList.toggle("save-state-wrong", isWrong);
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (saving) return later(IDLE_MS);
    saving = true;
    isDirty = false;
    say("Saving…", false);
    try {
      const reply = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Autosave": "1" },
      });
      const words = await reply.json();
      if (reply.ok) {
        if (!isDirty) say(words.saved_words, false);
        showProgress(form, words);
      } else {
        isDirty = true;
        say(words.refused_words || "Not saved. Your words are still on this page.", true);
      }
    } catch {
      // No network, or an answer that is no JSON, such as a sign-in page after the session ended.
      isDirty = true;
      say("Not saved: the server cannot be reached. Your words are still on this page; trying again.", true);
      later(RETRY_MS);
    } finally {
      saving = false;
    }
  }

  form.addEventListener("input", () => {
    isDirty = true;
    if (form.dataset.autosave) later(IDLE_MS);
  });
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if ((isDirty || saving) && !isLeaving) event.preventDefault();
  });
}

/* The version for the next save, and the item's state in the list and the meter. */
function showProgress(form, words) {
  const version = form.querySelector('input[name="version"]');
  if (version && words.version !== undefined) version.value = words.version;
  const item = document.querySelector("[data-item]:has([aria-current])");
  if (item && words.state) {
    const states = ["answered", "draft", "to_do"];
    const position = [...document.querySelectorAll("[data-item]")].indexOf(item);
    const part = document.querySelectorAll("[data-meter] .meter-part")[position];
    item.classList.remove(...states.map((state) => `item-${state}`));
    item.classList.add(`item-${words.state}`);
    item.querySelector("[data-item-mark]").textContent = { answered: "✓", draft: "◔", to_do: "○" }[words.state];
    item.querySelector("[data-item-words]").textContent = words.state_words || "";
    if (part && part.classList.contains("meter-current")) {
      part.classList.remove(...states.map((state) => `meter-${state}`));
      part.classList.add(`meter-${words.state}`);
    }
  }
  const answered = document.querySelector("[data-answered]");
  if (answered && words.answered !== undefined) answered.textContent = words.answered;
}

/* Characters left, announced only when few are. */
function watchCount(line) {
  const area = document.getElementById(line.dataset.countOf);
  const most = Number(area.dataset.most);
  const show = () => {
    const left = most - area.value.length;
    const words = Math.abs(left).toLocaleString("en-GB");
    line.textContent = left < 0 ? `${words} characters too many` : `${words} characters left`;
    line.classList.toggle("count-over", left < 0);
    line.setAttribute("aria-live", left < 100 ? "polite" : "off");
  };
  area.addEventListener("input", show);
  if (area.value) show();
}

/* The chosen view of the text belongs to the address, so that a copied link opens the same view. */
function watchView(fieldset) {
  fieldset.addEventListener("change", (event) => {
    const here = new URL(location.href);
    here.searchParams.set("view", event.target.value);
    history.replaceState(null, "", here);
    document.querySelector("[data-find] [name=view]")?.setAttribute("value", event.target.value);
  });
}

/* "#8.3.4" in an address is a number and no key of a clause: it is looked for. */
function followNumber(form) {
  const place = new URLSearchParams(`place=${location.hash.slice(1).replaceAll("+", "%2B")}`).get("place");
  if (!/\d/.test(place) || place.startsWith("c-") || document.getElementById(place)) return;
  const here = new URL(location.href);
  here.hash = "";
  here.searchParams.set("find", place);
  location.replace(here);
}

/* Next and previous change, by button and by key. The keys can be switched off (WCAG 2.1.4). */
function watchChanges(steps) {
  const keys = steps.querySelector("[data-keys]");
  try {
    keys.checked = localStorage.getItem("change-keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("change-keys", keys.checked ? "on" : "off"));
  } catch {
    // A browser that keeps nothing for sites: the keys are on, and the choice lasts as long as the page.
  }
  steps.hidden = false;

  const step = (direction) => {
    const changes = [...document.querySelectorAll(".legal-text .change-bar")].filter((change) => change.checkVisibility());
    if (!changes.length) return;
    const focused = document.activeElement.closest(".change-bar");
    const line = window.innerHeight / 2;
    let next;
    if (focused && changes.includes(focused)) {
      next = changes[changes.indexOf(focused) + direction];
    } else if (direction > 0) {
      next = changes.find((change) => change.getBoundingClientRect().bottom > line) || changes.at(-1);
    } else {
      next = changes.findLast((change) => change.getBoundingClientRect().top < line) || changes[0];
    }
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };

  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(button.dataset.step === "next" ? 1 : -1);
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    if (!keys.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
}

document.querySelectorAll("form[data-guard]").forEach(watchForm);
document.querySelectorAll("[data-count-of]").forEach(watchCount);
document.querySelectorAll("[data-view-switch]").forEach(watchView);
document.querySelectorAll("[data-find]").forEach(followNumber);
document.querySelectorAll("[data-change-steps]").forEach(watchChanges);
document.querySelector("[data-focus]")?.focus();
/* What the server is still doing is looked at again, unless somebody reads on in the middle of the page. */
if (document.querySelector("[data-look-again]")) setTimeout(() => window.scrollY < 100 && location.reload(), 4000);

/* A browser that cannot unfold the list of items by style alone has it unfolded here. */
if (matchMedia("(min-width: 75rem)").matches && !CSS.supports("selector(details::details-content)")) {
  document.querySelectorAll(".items-fold").forEach((fold) => (fold.open = true));
}
