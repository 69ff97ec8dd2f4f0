// Pages work without this file. It keeps a form from being sent twice, and pages of work under way up to date.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent === 'yes') {
    event.preventDefault();
    return;
  }
  if (form.method === 'post') form.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

const LOOK_EVERY_MS = 1500;

async function lookAgain() {
  const part = document.querySelector('[data-live]');
  if (!part) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById(part.id);
    if (!answer.ok || !now || !('live' in now.dataset)) {
      location.reload();
      return;
    }
    part.innerHTML = now.innerHTML;
  } catch {
    // The server is away for a moment; the next look may find it.
  }
  setTimeout(lookAgain, LOOK_EVERY_MS);
}
if (document.querySelector('[data-live]')) setTimeout(lookAgain, LOOK_EVERY_MS);
