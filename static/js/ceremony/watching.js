// Looks now and then whether the winners, or the right to show them, are still the same, and tells the presenter.
(() => {
  "use strict";
  const { ceremony } = globalThis;
  const { main, say } = ceremony;
  const notice = main.querySelector("[data-notice]");
  const renew = main.querySelector('[data-do="renew"]');
  const EVERY = 20000;
  let fresh = null;

  function tell(text) {
    notice.textContent = text;
    document.body.classList.toggle("is-told", Boolean(text));
  }

  async function look() {
    if (!ceremony.version || ceremony.isRefused) return;
    try {
      const { answer, body } = await ceremony.show();
      if (body.version === ceremony.version) {
        // Only where the winners can be read may be another place now: after the announcement.
        ceremony.renew(body, false);
        return;
      }
      fresh = { answer, body };
      renew.hidden = false;
      tell(say("changed"));
    } catch (error) {
      // Without a network nothing is known, and the ceremony goes on.
      if (!error.status || error.status >= 500) return;
      ceremony.refused();
      tell(say("refused"));
    }
  }

  ceremony.look = look;
  ceremony.renewNow = async () => {
    if (!fresh) return;
    const { answer, body } = fresh;
    fresh = null;
    renew.hidden = true;
    tell("");
    await ceremony.renew(body, true);
    ceremony.state(await ceremony.keep(answer, body));
  };
  setInterval(() => { if (!document.hidden) look(); }, EVERY);
  addEventListener("online", look);
})();
