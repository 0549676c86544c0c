"use strict";
// Keys, and partial updates in place of whole page loads. Everything works without this script, by links and plain forms.
(() => {
  const KEYS_OFF = "review-keys-off";

  const by = (id) => document.getElementById(id);
  const keysAreOn = () => localStorage.getItem(KEYS_OFF) === null;
  const isTyping = (node) => node.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  // -- Partial updates: the parts of the answer take the place of the parts on the page -----------------------------------

  let busy = false;

  function load(method, address, body) {
    // A parsed document needs no markup sink: the policy forbids them (Trusted Types). Its scripts never run.
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, address);
      request.responseType = "document";
      request.timeout = 60000;
      if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      request.onload = () => (request.response && request.response.getElementById("main") ? resolve(request) : reject());
      request.onerror = request.ontimeout = reject;
      request.send(body);
    });
  }

  async function swap(method, address, body, { remember = true } = {}) {
    if (busy) return;
    busy = true;
    document.documentElement.setAttribute("aria-busy", "true");
    try {
      const request = await load(method, address, body);
      show(request.response);
      if (remember) history.pushState(null, "", clean(request.responseURL));
    } catch {
      say("The server did not answer. Nothing is known to be written: reload the page and look.", "error");
    } finally {
      busy = false;
      document.documentElement.removeAttribute("aria-busy");
    }
  }

  function clean(address) {
    // Without the message of the last act, so that a reload does not say it again.
    const url = new URL(address);
    for (const name of ["said", "of", "more"]) url.searchParams.delete(name);
    return url.pathname + url.search + url.hash;
  }

  function show(fresh) {
    document.title = fresh.title;
    for (const id of ["columns", "progress"]) by(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
    // The live region stays the same element, or its new words would not be read out.
    by("said").replaceChildren(...[...fresh.getElementById("said").childNodes].map((node) => document.adoptNode(node)));
    window.scrollTo(0, 0);
    settle();
    const title = by("title");
    if (title) title.focus({ preventScroll: true });
  }

  function say(words, kind) {
    const line = document.createElement("p");
    line.className = `message ${kind}`;
    line.textContent = words;
    by("said").replaceChildren(line);
  }

  function settle() {
    for (const text of document.querySelectorAll(".claim .text")) {
      const mark = text.querySelector(".source > mark.own");
      const place = mark ? mark.offsetTop - text.offsetTop : 0;
      if (place > text.clientHeight * 0.4) text.scrollTop = place - text.clientHeight * 0.3;
    }
    const current = document.querySelector(".rail a[aria-current]");
    const box = document.querySelector(".rail-box");
    if (current && box && current.offsetTop + current.offsetHeight > box.clientHeight) box.scrollTop = current.offsetTop - box.clientHeight / 2;
    const toggle = by("keys-on");
    if (toggle) toggle.checked = keysAreOn();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-swap")) return;
    event.preventDefault();
    swap("POST", form.action, new URLSearchParams(new FormData(form)).toString());
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap], .rail a");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    swap("GET", link.href);
  });

  window.addEventListener("popstate", () => swap("GET", location.href, null, { remember: false }));

  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-on") return;
    if (event.target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });

  // -- Keys ---------------------------------------------------------------------------------------------------------------

  const PLACES = { f: "status", "/": "q" }; // where these keys go on the page of the queue

  function press(key) {
    if (key === "?") return go("/help");
    if (key in PLACES && by(PLACES[key])) return focusOn(by(PLACES[key]));
    const target = document.querySelector(`[data-key="${CSS.escape(key === "/" ? "f" : key)}"]`);
    if (target) return use(target);
    if (key === "j") return follow(".queue a, #main a.button.main");
    if (key === "f" || key === "/") return go("/");
    if (key === "c") return unfold(document.querySelector("details.same"));
    return false;
  }

  function use(target) {
    if (target.matches("input[type=radio]")) {
      target.checked = true;
      return focusOn(by(target.dataset.goesTo));
    }
    if (target.matches("input, textarea, select")) {
      const box = target.closest("details");
      if (box) box.open = true;
      return focusOn(target);
    }
    target.click();
    return true;
  }

  function focusOn(field) {
    field.focus();
    if (field.select && field.type !== "radio") field.select();
    return true;
  }

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  }

  function unfold(box) {
    if (!box) return false;
    box.open = true;
    box.querySelector("input[type=checkbox]").focus();
    return true;
  }

  function go(address) {
    location.assign(address);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && isTyping(at)) {
      at.blur();
      return;
    }
    if (!keysAreOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || isTyping(at)) return;
    if (event.key.length === 1 && press(event.key)) event.preventDefault();
  });

  history.replaceState(null, "", clean(location.href));
  settle();
})();
