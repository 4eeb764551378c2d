/* Saves an answer as it is chosen and says truthfully what is stored.

   One save of this item is in flight at a time. Whatever changes meanwhile is sent after it, as the
   latest choice only. A save that got no answer is sent again with the same save_id, so that the
   server can tell a repetition from a new choice. "Saved" appears only after the server said so.
   Without this script the form works by Continue. */
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-focus]")) box.focus();
  const form = document.querySelector("form[data-answer]");
  if (!form) return;
  const state = form.querySelector("[data-save-state]");
  const warnings = form.querySelector("[data-warnings]");
  const RETRY_MS = 2000;
  const TYPING_MS = 700;
  let inFlight = false;
  let waiting = false;
  let failed = false;
  let leaving = null;
  let timer = 0;

  const say = (kind, words) => {
    const line = document.createElement("span");
    line.className = kind ? `saved ${kind}` : "saved";
    line.textContent = words;
    state.replaceChildren(line);
  };
  const clock = (iso) =>
    new Date(iso).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const warn = (texts) => {
    warnings.replaceChildren(
      ...texts.map((text) => {
        const line = document.createElement("p");
        line.className = "note warn small";
        line.textContent = text;
        return line;
      }),
    );
  };

  const send = async (body) => {
    for (;;) {
      try {
        return await fetch(form.action, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          credentials: "same-origin",
        });
      } catch {
        say("not", state.dataset.offline);
        await new Promise((wake) => setTimeout(wake, RETRY_MS));
      }
    }
  };

  const save = async () => {
    clearTimeout(timer);
    if (inFlight) {
      waiting = true;
      return;
    }
    inFlight = true;
    failed = false;
    say("now", state.dataset.saving);
    const response = await send(new URLSearchParams(new FormData(form)));
    const answer = await response.json().catch(() => ({ message: String(response.status) }));
    form.elements.save_id.value = Number(form.elements.save_id.value) + 1;
    inFlight = false;
    if (response.ok) {
      form.elements.based_on.value = answer.version;
      if (!waiting) say("", state.dataset.saved.replace("{time}", clock(answer.saved_at)));
      warn(answer.warnings);
    } else {
      failed = true;
      if (answer.html) {
        form.elements.based_on.value = answer.version; // the next save knows of theirs
        warnings.innerHTML = answer.html;
      }
      say("not", state.dataset.not.replace("{reason}", answer.message));
    }
    if (waiting) {
      waiting = false;
      await save();
    } else if (leaving && !failed) {
      leaving();
    } else {
      leaving = null; // it stays on the page, where the reason can be read
    }
  };

  /* A reason is asked for before "does not apply" can be stored: wait for it. */
  const incomplete = () =>
    form.elements.current.value === "not_applicable" && !(form.elements.reason && form.elements.reason.value);

  form.addEventListener("change", (event) => {
    if (event.target.name === "note") return;
    if (!incomplete()) save();
  });
  form.elements.note.addEventListener("input", () => {
    clearTimeout(timer);
    say("now", state.dataset.saving);
    timer = setTimeout(() => { if (!incomplete()) save(); }, TYPING_MS);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!inFlight) return; // the form itself is the save, with the next save_id
    event.preventDefault();
    const button = event.submitter;
    leaving = () => form.requestSubmit(button);
  });
  window.addEventListener("beforeunload", (event) => {
    if (inFlight || waiting) event.preventDefault();
  });
})();
