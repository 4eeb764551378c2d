/* Saves each answer as it is chosen and says truthfully what is stored.

   A page holds one or several answers, each in an element with data-answer. One save of an answer is
   in flight at a time. Whatever changes meanwhile is sent after it, as the latest choice only. A save
   that got no answer is sent again with the same save_id, so that the server can tell a repetition
   from a new choice. "Saved" appears only after the server said so. What is unsent when the page is
   left goes along. Without this script the form works by Continue. */
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-focus]")) box.focus();
  const RETRY_MS = 2000;
  const TYPING_MS = 700;
  const UNREACHABLE = [502, 503, 504]; // said by a proxy for a server that is down
  const TYPED = "textarea, input[type=text]";
  const watched = [];

  const clock = (iso) =>
    new Date(iso).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  /* One answer: box is its element, form the form around it; opened is called when more is asked. */
  const watch = (box, form, opened) => {
    const { answer: item, prefix, choice, count, whole, needs } = box.dataset;
    const field = (name) => box.querySelector(`[name="${CSS.escape(prefix + name)}"]`);
    const chosen = (name) => new FormData(form).get(prefix + name) ?? "";
    const state = box.querySelector("[data-save-state]");
    const warnings = box.querySelector("[data-warnings]");
    let inFlight = false;
    let waiting = false;
    let failed = false;
    let offline = false;
    let timer = 0;
    let settled = () => {};

    const say = (kind, words) => {
      const line = document.createElement("span");
      line.className = kind ? `saved ${kind}` : "saved";
      line.textContent = words;
      state.replaceChildren(line);
    };
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

    /* As form data: percent-encoded, two long notes in Chinese exceed what keepalive takes (64 kB). */
    const body = () => {
      const content = new FormData();
      content.append("item", item);
      for (const [name, value] of new FormData(form))
        if (name === "csrfmiddlewaretoken" || !prefix || name.startsWith(prefix)) content.append(name, value);
      return content;
    };
    /* keepalive: the request outlives the page. Not form.action: an answer has a field of that name. */
    const post = (content) =>
      fetch(location.href, {
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
      field("save_id").value = Number(field("save_id").value) + 1;
      inFlight = false;
      if (response.ok && answer.version) {
        field("based_on").value = answer.version;
        if (incomplete()) sayIncomplete();
        else if (!waiting && !timer) say("", state.dataset.saved.replace("{time}", clock(answer.saved_at)));
        warn(answer.warnings);
        if (answer.again) opened();
      } else {
        failed = true;
        if (answer.html) {
          field("based_on").value = answer.version; // the next save knows of theirs
          warnings.innerHTML = answer.html;
          waiting = false; // chosen before theirs was seen
        }
        say("not", state.dataset.not.replace("{reason}", answer.message));
      }
      if (waiting) {
        waiting = false;
        await save();
      } else settled();
    };

    const stopTimer = () => {
      clearTimeout(timer);
      timer = 0;
    };
    /* What cannot be stored yet is waited for: a reason, the last of five choices, the last share. */
    const incomplete = () => {
      if (choice && chosen(choice) === "not_applicable") return !chosen("reason");
      if (needs) return needs.split(" ").some((name) => !chosen(name));
      if (count) return box.querySelectorAll("input[type=checkbox]:checked").length !== Number(count);
      if (whole) return [...box.querySelectorAll("input[type=text]")].some((input) => !input.value.trim());
      return false;
    };
    const sayIncomplete = () => say("not", state.dataset.not.replace("{reason}", box.dataset.reason));

    box.addEventListener("change", (event) => {
      if (event.target.matches(TYPED)) return;
      if (incomplete()) {
        stopTimer();
        sayIncomplete();
      } else save();
    });
    box.addEventListener("input", (event) => {
      if (!event.target.matches(TYPED)) return;
      stopTimer();
      if (incomplete()) {
        sayIncomplete();
        return;
      }
      say("now", state.dataset.saving);
      timer = setTimeout(save, TYPING_MS);
    });
    /* The higher save_id makes the server pass over the earlier save, whichever arrives first. */
    window.addEventListener("pagehide", () => {
      if (!(timer || waiting) || incomplete()) return;
      if (inFlight) field("save_id").value = Number(field("save_id").value) + 1;
      post(body()).catch(() => {});
    });
    return {
      stopTimer,
      sendTyped: () => {
        if (timer) save();
      },
      isOffline: () => offline,
      isBusy: () => inFlight,
      /* Resolves to whether everything chosen here is stored. */
      settle: () =>
        inFlight || waiting ? new Promise((done) => (settled = () => done(!failed))) : Promise.resolve(true),
    };
  };

  /* Puts the questions that an answer opened where they belong; what stands in the others stays. */
  const openMore = async (form, add) => {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    let last = null;
    for (const box of fresh.querySelectorAll("form[data-answers] [data-answer]")) {
      const here = form.querySelector(`[data-answer="${CSS.escape(box.dataset.answer)}"]`);
      if (!here && last) {
        last.after(box);
        add(box);
      }
      last = here ?? box;
    }
  };

  for (const form of document.querySelectorAll("form[data-answers]")) {
    const answers = [];
    const opened = () => openMore(form, add).catch(() => {}); // Continue opens them, too
    const add = (box) => {
      const answer = watch(box, form, opened);
      answers.push(answer);
      watched.push(answer);
    };
    for (const box of form.querySelectorAll("[data-answer]")) add(box);
    form.addEventListener("submit", async (event) => {
      if (!answers.some((answer) => answer.isBusy())) {
        for (const answer of answers) answer.stopTimer();
        return; // the form itself is the save
      }
      event.preventDefault();
      const button = event.submitter;
      for (const answer of answers) answer.sendTyped(); // saved even if another one is refused
      const stored = await Promise.all(answers.map((answer) => answer.settle()));
      if (stored.every(Boolean)) form.requestSubmit(button); // else it stays, where the reason can be read
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (watched.some((answer) => answer.isOffline())) event.preventDefault();
  });
  /* Shown again from memory, the page would count its saves from where it was left. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(location.href);
  });
})();
