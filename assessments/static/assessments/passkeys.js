// Shows the buttons of passkeys where the browser knows them, and says when one did not work.
// The exchange itself is allauth's (mfa/js/webauthn.js).
(() => {
  const show = (selector, visible) => {
    for (const element of document.querySelectorAll(selector)) element.hidden = !visible;
  };
  const known = "PublicKeyCredential" in window;
  show("[data-passkey]", known);
  show("[data-passkey-unknown]", !known);
  document.addEventListener("click", () => show("[data-passkey-error]", false));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // said on the page, not on the console
    show("[data-passkey-error]", true);
  });
})();
