/* Saves an answer as it is chosen and says truthfully what is stored.

   One save of this item is in flight at a time. Whatever changes meanwhile is sent after it, as the
   latest choice only. A save that got no answer is sent again with the same save_id, so that the
   server can tell a repetition from a new choice. "Saved" appears only after the server said so.
   What is unsent when the page is left goes along. Without this script the form works by Continue. */
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-focus]")) box.focus();
  const form = document.querySelector("form[data-answer]");
  if (!form) return;
  const state = form.querySelector("[data-save-state]");
  const warnings = form.querySelector("[data-warnings]");
  const RETRY_MS = 2000;
  const TYPING_MS = 700;
  const UNREACHABLE = [502, 503, 504]; // said by a proxy for a server that is down
  let inFlight = false;
  let waiting = false;
  let failed = false;
  let offline = false;
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

  const body = () => new URLSearchParams(new FormData(form));
  /* keepalive: the request outlives the page. */
  const post = (content) =>
    fetch(form.action, {
      method: "POST",
      body: content,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: true,
    });
  const send = async (content) => {
    for (;;) {
      try {
        const response = await post(content);
        offline = UNREACHABLE.includes(response.status);
        if (!offline) return response;
      } catch {
        offline = true;
      }
      say("not", state.dataset.offline);
      await new Promise((wake) => setTimeout(wake, RETRY_MS));
    }
  };
  const read = async (response) => {
    if (response.redirected) return { message: state.dataset.signedOut };
    return response.json().catch(() => ({ message: state.dataset.refused.replace("{status}", response.status) }));
  };

  const save = async () => {
    stopTimer();
    if (inFlight) {
      waiting = true;
      return;
    }
    inFlight = true;
    failed = false;
    say("now", state.dataset.saving);
    const response = await send(body());
    const answer = await read(response);
    form.elements.save_id.value = Number(form.elements.save_id.value) + 1;
    inFlight = false;
    if (response.ok && answer.version) {
      form.elements.based_on.value = answer.version;
      if (incomplete()) sayIncomplete();
      else if (!waiting) say("", state.dataset.saved.replace("{time}", clock(answer.saved_at)));
      warn(answer.warnings);
    } else {
      failed = true;
      if (answer.html) {
        form.elements.based_on.value = answer.version; // the next save knows of theirs
        warnings.innerHTML = answer.html;
        waiting = false; // chosen before theirs was seen
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

  const stopTimer = () => {
    clearTimeout(timer);
    timer = 0;
  };
  /* A reason is asked for before "does not apply" can be stored: wait for it. */
  const incomplete = () =>
    form.elements.current.value === "not_applicable" && !(form.elements.reason && form.elements.reason.value);
  const sayIncomplete = () => say("not", state.dataset.not.replace("{reason}", state.dataset.reason));

  form.addEventListener("change", (event) => {
    if (event.target.name === "note") return;
    if (incomplete()) {
      stopTimer();
      sayIncomplete();
    } else save();
  });
  form.elements.note.addEventListener("input", () => {
    stopTimer();
    if (incomplete()) {
      sayIncomplete();
      return;
    }
    say("now", state.dataset.saving);
    timer = setTimeout(save, TYPING_MS);
  });
  form.addEventListener("submit", (event) => {
    stopTimer();
    if (!inFlight) return; // the form itself is the save, with the next save_id
    event.preventDefault();
    const button = event.submitter;
    leaving = () => form.requestSubmit(button);
  });
  /* The higher save_id makes the server pass over the earlier save, whichever arrives first. */
  window.addEventListener("pagehide", () => {
    if (!(timer || waiting) || incomplete()) return;
    if (inFlight) form.elements.save_id.value = Number(form.elements.save_id.value) + 1;
    post(body()).catch(() => {});
  });
  window.addEventListener("beforeunload", (event) => {
    if (offline) event.preventDefault();
  });
  /* Shown again from memory, the page would count its saves from where it was left. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(location.href);
  });
})();
